/**
 * A connection that stays: connects, logs in, asks for the server's status, keeps itself alive, comes back after a
 * loss. Strictly one request at a time, in order.
 */
import { IlsError } from '../circulation/types.ts'
import { BuildError, buildMessage, type Fields, type Message } from '../protocol/codec.ts'
import { ANSWER, type AnswerName, READ_ONLY, type RequestName } from '../protocol/pairs.ts'
import { type Clock, systemClock } from './clock.ts'
import type { Connection, ConnectionOptions, ConnectionState, ConnectionStatus } from './contract.ts'
import { type Job, Waiting } from './waiting.ts'
import { openWire, type Wire } from './wire.ts'

export type { Connection, ConnectionOptions, ConnectionStatus } from './contract.ts'

/** Pauses between tries to connect, one after the other; the last one stays. Up to a fifth longer at random. */
export const BACK_OFF_MILLISECONDS = [500, 1_000, 2_000, 5_000, 10_000] as const
const BACK_OFF_JITTER_SHARE = 0.2
/** After a refused login: no server shall lock the account because of us. */
export const REFUSED_PAUSE_MILLISECONDS = 30_000
export const CONNECT_TIMEOUT_MILLISECONDS = 3_000
export const KEEP_ALIVE_MILLISECONDS = 60_000
/** A server that closes the connection at the login so often in a row is taken to refuse it. */
const CLOSED_LOGINS_MAX = 3
/** Characters on a printed line, as told to the server (99). */
const PRINT_WIDTH = '040'

export function createConnection(options: ConnectionOptions): Connection {
  return new Keeper(options)
}

class Keeper implements Connection {
  readonly #options: ConnectionOptions
  readonly #clock: Clock
  readonly #listeners = new Set<(status: ConnectionStatus) => void>()
  readonly #waiting: Waiting
  readonly #counters: Record<string, number> = {}
  #status: Omit<ConnectionStatus, 'counters'> = { state: 'stopped', detail: '', server: null }
  #wire: Wire | null = null
  #sequence = -1
  #failures = 0
  #closedLogins = 0
  #busy = false
  #timer: unknown = null

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#waiting = new Waiting(this.#clock)
  }

  get status(): ConnectionStatus {
    return { ...this.#status, counters: { ...this.#counters } }
  }
  onStatus(listener: (status: ConnectionStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  start(): void {
    if (this.#status.state !== 'stopped') return
    this.#become('connecting', 'connecting')
    void this.#connect()
  }
  async stop(): Promise<void> {
    this.#clock.clearTimeout(this.#timer)
    this.#become('stopped', 'stopped')
    this.#waiting.rejectAll('stopped')
    this.#wire?.close()
    this.#wire = null
  }

  request<N extends RequestName>(
    name: N,
    fields: Fields<N>,
    isAbout: (message: Message) => boolean = () => true,
  ) {
    return new Promise<Message<AnswerName<N>>>((resolve, reject) => {
      const { state } = this.#status
      if (state !== 'ready' && state !== 'connecting')
        return reject(new IlsError('notSent', this.#status.detail))
      const taken = (answer: Message) => resolve(answer as Message<AnswerName<N>>)
      const job: Job = {
        name,
        fields: fields as Fields<RequestName>,
        isAbout,
        resolve: taken,
        reject,
        tries: 0,
      }
      this.#enqueue(job)
    })
  }

  #enqueue(job: Job): void {
    this.#waiting.add(job)
    if (this.#status.state === 'ready') void this.#work()
    else this.#waiting.losePatience()
  }

  async #work(): Promise<void> {
    if (this.#busy || this.#status.state !== 'ready') return
    this.#busy = true
    while (this.#status.state === 'ready') {
      const job = this.#waiting.next()
      if (job === undefined) break
      await this.#perform(job)
    }
    this.#busy = false
    this.#keepAlive()
  }

  async #perform(job: Job): Promise<void> {
    const wire = this.#wire
    if (wire === null) return job.reject(new IlsError('notSent', this.#status.detail))
    job.tries++
    try {
      const outcome = await this.#exchange(wire, job.name, job.fields, job.isAbout)
      if ('answer' in outcome) return job.resolve(outcome.answer)
      // Whatever comes late on this socket must not be taken for the next answer.
      this.#lost(outcome.failed)
      if (READ_ONLY.has(job.name) && job.tries < 2 && this.#status.state === 'connecting')
        return this.#enqueue(job)
      job.reject(new IlsError(outcome.written ? 'unknownOutcome' : 'notSent', outcome.failed))
    } catch (error) {
      if (!(error instanceof BuildError)) throw error
      job.reject(new IlsError('invalid', error.message, error))
    }
  }

  #exchange(
    wire: Wire,
    name: RequestName,
    fields: Fields<RequestName>,
    isAbout: (message: Message) => boolean,
  ) {
    const { charset, errorDetection, terminator, timeoutMilliseconds } = this.#options
    const sequence = errorDetection ? (this.#sequence + 1) % 10 : null
    const bytes = buildMessage(name, fields, { sequence, charset, terminator })
    this.#sequence = sequence ?? this.#sequence
    const onStatus = (message: Message<'acsStatus'>) => this.#hear(message)
    return wire.exchange(
      { bytes, expect: ANSWER[name], sequence, terminator, isAbout, onStatus },
      timeoutMilliseconds,
    )
  }

  async #connect(): Promise<void> {
    const { host, port, tls, charset, login } = this.#options
    let mine: Wire | null = null
    try {
      const wire = await openWire({
        host,
        port,
        tls,
        charset,
        clock: this.#clock,
        connectTimeoutMilliseconds: CONNECT_TIMEOUT_MILLISECONDS,
        onClosed: (reason) => {
          // Before it was ready, the exchange that failed tells the same.
          if (this.#wire === mine && this.#status.state === 'ready') this.#lost(reason)
        },
        count: (counter) => {
          this.#counters[counter] = (this.#counters[counter] ?? 0) + 1
        },
      })
      mine = wire
      if (this.#status.state === 'stopped') return wire.close()
      this.#wire = wire
      this.#sequence = -1
      if (login !== undefined && !(await this.#logIn(wire, login))) return
      await this.#askStatus(wire)
    } catch (error) {
      this.#away('away', error instanceof Error ? error.message : String(error))
    }
  }

  async #logIn(wire: Wire, login: NonNullable<ConnectionOptions['login']>): Promise<boolean> {
    const { user: loginUserId, password: loginPassword, location } = login
    const fields = {
      uidAlgorithm: '0',
      pwdAlgorithm: '0',
      loginUserId,
      loginPassword,
      ...(location === '' ? {} : { locationCode: location }),
    }
    const outcome = await this.#exchange(wire, 'login', fields, () => true)
    if ('answer' in outcome && outcome.answer.name === 'loginResponse') {
      const { ok } = outcome.answer.fields as Fields<'loginResponse'>
      this.#closedLogins = 0
      if (ok === '1') return true
      this.#away('refused', 'the login was refused')
      return false
    }
    // Many servers close the connection instead of saying no; one that is just going down closes it too.
    const closed = 'failed' in outcome && outcome.failed !== 'no answer in time'
    this.#closedLogins = closed ? this.#closedLogins + 1 : 0
    const refused = this.#closedLogins >= CLOSED_LOGINS_MAX
    this.#away(
      refused ? 'refused' : 'away',
      closed ? 'the server closed the connection at the login' : 'no answer to the login',
    )
    return false
  }

  async #askStatus(wire: Wire): Promise<void> {
    const fields = { statusCode: '0', maxPrintWidth: PRINT_WIDTH, protocolVersion: '2.00' }
    const outcome = await this.#exchange(wire, 'scStatus', fields, () => true)
    if (this.#wire !== wire) return
    if ('failed' in outcome) return this.#away('away', outcome.failed)
    this.#hear(outcome.answer as Message<'acsStatus'>)
    this.#keepAlive()
    void this.#work()
  }

  /** The server's own word about itself. */
  #hear({ fields }: Message<'acsStatus'>): void {
    if (fields.onlineStatus === 'N') {
      this.#status = { ...this.#status, server: fields }
      return this.#away('away', 'the server says it is off-line')
    }
    this.#failures = 0
    this.#status = { ...this.#status, server: fields }
    this.#become('ready', `connected, protocol ${fields.protocolVersion}`)
  }

  #keepAlive(): void {
    this.#clock.clearTimeout(this.#timer)
    if (this.#status.state !== 'ready') return
    this.#timer = this.#clock.setTimeout(() => void this.#ping(), KEEP_ALIVE_MILLISECONDS)
  }

  async #ping(): Promise<void> {
    const wire = this.#wire
    if (wire === null || this.#busy || this.#status.state !== 'ready') return
    this.#busy = true
    await this.#askStatus(wire)
    this.#busy = false
    void this.#work()
  }

  /** The connection went while it was good: back at once, then slower. */
  #lost(reason: string): void {
    if (this.#wire === null || this.#status.state === 'stopped') return
    this.#wire.close()
    this.#wire = null
    if (this.#status.state !== 'ready' || this.#failures > 0) return this.#away('away', reason)
    this.#failures = 1
    this.#become('connecting', reason)
    this.#waiting.losePatience()
    this.#clock.clearTimeout(this.#timer)
    void this.#connect()
  }

  #away(state: 'away' | 'refused', reason: string): void {
    if (this.#status.state === 'stopped') return
    this.#wire?.close()
    this.#wire = null
    const step = Math.min(this.#failures, BACK_OFF_MILLISECONDS.length - 1)
    const pause = state === 'refused' ? REFUSED_PAUSE_MILLISECONDS : (BACK_OFF_MILLISECONDS[step] ?? 0)
    this.#failures++
    this.#become(state, reason)
    this.#waiting.rejectAll(reason)
    this.#clock.clearTimeout(this.#timer)
    const jitter = 1 + (this.#options.random ?? Math.random)() * BACK_OFF_JITTER_SHARE
    this.#timer = this.#clock.setTimeout(() => void this.#connect(), pause * jitter)
  }

  #become(state: ConnectionState, detail: string): void {
    if (this.#status.state === state && this.#status.detail === detail) return
    this.#status = { ...this.#status, state, detail }
    for (const listener of [...this.#listeners]) listener(this.status)
  }
}
