/**
 * A connection that stays: connects, logs in, asks for the server's status, keeps itself alive, comes back after a
 * loss. Strictly one request at a time, in order, unless the server bears more connections than one.
 */
import { IlsError } from '../circulation/types.ts'
import { BuildError, type Fields, type Message } from '../protocol/codec.ts'
import { type AnswerName, READ_ONLY, type RequestName } from '../protocol/pairs.ts'
import { Board } from './board.ts'
import type { Connection, ConnectionOptions, ConnectionStatus, TerminalStatus } from './contract.ts'
import type { Outcome } from './exchange.ts'
import { type Habits, habitsOf } from './habits.ts'
import { type Link, type NotLinked, statusFields, statusQuestion } from './link.ts'
import { Links } from './links.ts'
import { type Job, Waiting } from './waiting.ts'

export type { Connection, ConnectionOptions, ConnectionStatus, TerminalStatus } from './contract.ts'

/** Pauses between tries to connect, one after the other; the last one stays. Up to a fifth longer at random. */
export const BACK_OFF_MILLISECONDS = [500, 1_000, 2_000, 5_000, 10_000] as const
const BACK_OFF_JITTER_SHARE = 0.2
/** After a refused login: no server shall lock the account because of us. */
export const REFUSED_PAUSE_MILLISECONDS = 30_000
/** A server that closes the connection at the login so often in a row is taken to refuse it. */
const CLOSED_LOGINS_MAX = 3
/** A request that changes nothing is written so often at most, each time on another connection. */
const TRIES_MAX = 2

export function createConnection(options: ConnectionOptions): Connection {
  return new Keeper(habitsOf(options))
}

type Failed = Exclude<Outcome, { readonly answer: Message }>

class Keeper implements Connection {
  readonly #habits: Habits
  readonly #board = new Board()
  readonly #waiting: Waiting
  readonly #links: Links
  readonly #running = new Set<Job>()
  #terminal: TerminalStatus = 'ok'
  /** The server was away for not answering, on connections that still stand: any answer ends that. */
  #isMuted = false
  #failures = 0
  #closedLogins = 0
  #timer: unknown = null

  constructor(habits: Habits) {
    this.#habits = habits
    this.#waiting = new Waiting(habits.clock)
    this.#links = new Links(habits, {
      count: this.#board.count,
      onStatus: (link, message) => this.#hear(link, message),
      onClosed: (link, reason) => this.#lose(link, reason),
      onOpened: (link, message) => this.#begin(link, message),
      onNotOpened: (error) => this.#fail(error),
    })
  }

  get status(): ConnectionStatus {
    return this.#board.status
  }
  onStatus(listener: (status: ConnectionStatus) => void): () => void {
    return this.#board.onStatus(listener)
  }
  start(): void {
    if (this.#board.state !== 'stopped') return
    this.#board.become('connecting', 'connecting')
    this.#links.open(this.#terminal)
  }
  async stop(): Promise<void> {
    this.#habits.clock.clearTimeout(this.#timer)
    this.#board.become('stopped', 'stopped')
    this.#waiting.rejectAll('stopped')
    this.#links.closeAll()
  }
  tell(terminal: TerminalStatus): void {
    this.#terminal = terminal
    const link = this.#links.idle()
    if (link !== undefined && this.#board.state === 'ready') void this.#perform(link, this.#ping(link))
  }

  async check(): Promise<void> {
    await this.request('scStatus', statusFields(this.#terminal))
  }

  request<N extends RequestName>(
    name: N,
    fields: Fields<N>,
    isAbout: (message: Message) => boolean = () => true,
  ) {
    return new Promise<Message<AnswerName<N>>>((resolve, reject) => {
      const { state } = this.#board
      if (state !== 'ready' && state !== 'connecting')
        return reject(new IlsError('notSent', this.#board.detail))
      const taken = (answer: Message) => resolve(answer as Message<AnswerName<N>>)
      const asked = fields as Fields<RequestName>
      this.#waiting.add({ name, fields: asked, isAbout, resolve: taken, reject, tries: 0, closes: 0 })
      this.#work()
    })
  }

  #work(): void {
    if (this.#links.size === 0) return this.#waiting.losePatience()
    while (this.#board.state === 'ready') {
      const job = this.#waiting.find(this.#running)
      if (job === undefined) return
      const link = this.#links.idle()
      if (link === undefined) return this.#links.grow(this.#terminal)
      this.#waiting.take(job)
      void this.#perform(link, job)
    }
  }

  async #perform(link: Link, job: Job): Promise<void> {
    const { clock, silentAbout } = this.#habits
    const { silenceMilliseconds, timeoutMilliseconds } = link.limits(job.name)
    const mayBeSilent = silentAbout.includes(job.name) || silenceMilliseconds >= timeoutMilliseconds
    const silence = mayBeSilent ? null : clock.setTimeout(() => this.#mute(job), silenceMilliseconds)
    clock.clearTimeout(link.timer)
    this.#running.add(job)
    job.tries++
    try {
      const outcome = await link.ask(job)
      this.#running.delete(job)
      clock.clearTimeout(silence)
      if ('answer' in outcome) this.#answered(link, job, outcome.answer)
      else this.#unanswered(link, job, outcome)
    } catch (error) {
      this.#running.delete(job)
      clock.clearTimeout(silence)
      if (!(error instanceof BuildError)) throw error
      job.reject(new IlsError('invalid', error.message, error))
    }
    this.#keepAlive(link)
    this.#work()
  }

  #answered(link: Link, job: Job, answer: Message): void {
    if (!this.#links.has(link)) this.#links.close(link)
    else if (this.#isMuted) this.#ready()
    job.resolve(answer)
  }

  #unanswered(link: Link, job: Job, outcome: Failed): void {
    const { closesOnUnknown, silentAbout } = this.#habits
    const { failed, how, written } = outcome
    const isRead = READ_ONLY.has(job.name)
    const isForetold = silentAbout.includes(job.name) && (how === 'timeout' || how === 'closed')
    const closedInstead = closesOnUnknown && isRead && how === 'closed'
    if (how === 'closed') job.closes++
    this.#board.count(how)
    // Whatever comes late on this socket must not be taken for the next answer.
    if (isForetold || closedInstead) this.#replace(link, failed)
    else if (how === 'timeout') this.#giveUp(link, failed)
    else this.#lose(link, failed)
    if (isForetold) return job.reject(new IlsError('refusedBySupport', failed))
    if (!isRead) return job.reject(new IlsError(written ? 'unknownOutcome' : 'notSent', failed))
    const { state } = this.#board
    const goesOn = state === 'ready' || state === 'connecting'
    if (how !== 'timeout' && job.tries < TRIES_MAX && goesOn) return this.#waiting.putBack(job)
    const isTwice = closedInstead && job.closes === TRIES_MAX
    job.reject(new IlsError(isTwice ? 'closedInstead' : written ? 'noAnswer' : 'notSent', failed))
  }

  /** Somebody stands there and nothing comes. What changes something still waits for its outcome. */
  #mute(job: Job): void {
    const reason = 'the server is connected and does not answer'
    this.#board.count('silence')
    if (READ_ONLY.has(job.name)) job.reject(new IlsError('noAnswer', reason))
    if (this.#board.state !== 'ready') return
    this.#isMuted = true
    this.#board.become('away', reason)
    this.#waiting.rejectAll(reason)
  }

  #begin(link: Link, message: Message<'acsStatus'>): void {
    this.#closedLogins = 0
    this.#hear(link, message)
    this.#keepAlive(link)
    this.#work()
  }

  /** The server's own word about itself. */
  #hear(link: Link, { fields }: Message<'acsStatus'>): void {
    if (!this.#links.has(link)) return
    this.#board.hear(fields)
    if (fields.onlineStatus !== 'N') return this.#ready()
    this.#links.close(link)
    this.#away('away', 'the server says it is off-line')
  }

  #ready(): void {
    this.#isMuted = false
    this.#failures = 0
    this.#waiting.keepPatience()
    this.#board.become('ready', `connected, protocol ${this.status.server?.protocolVersion ?? ''}`)
  }

  #keepAlive(link: Link): void {
    const { clock, keepAliveSeconds } = this.#habits
    if (!this.#links.has(link)) return
    link.timer = clock.setTimeout(() => {
      if (!link.busy && this.#board.state === 'ready') void this.#perform(link, this.#ping(link))
    }, keepAliveSeconds * 1_000)
  }

  #ping(link: Link): Job {
    const resolve = (answer: Message) => this.#hear(link, answer as Message<'acsStatus'>)
    return { ...statusQuestion(this.#terminal), resolve, reject: () => undefined, tries: 0, closes: 0 }
  }

  /** As foretold: nothing is wrong with the server, and nobody hears of it. */
  #replace(link: Link, reason: string): void {
    if (this.#board.state === 'stopped' || !this.#links.has(link)) return this.#links.close(link)
    this.#links.close(link)
    if (this.#isMuted) return this.#away('away', reason)
    if (this.#links.size === 0) this.#links.open(this.#terminal)
  }

  /** The connection went while it was good: back at once, then slower. */
  #lose(link: Link, reason: string): void {
    if (this.#board.state === 'stopped' || !this.#links.has(link)) return this.#links.close(link)
    const others = this.#links.lose(link)
    if (this.#board.state !== 'ready' || this.#failures > 0) return this.#away('away', reason)
    if (others) return this.#work()
    this.#failures = 1
    this.#board.become('connecting', reason)
    this.#links.open(this.#terminal)
  }

  /** It does not answer: nothing more is asked of it before it has answered a 99 on a new connection. */
  #giveUp(link: Link, reason: string): void {
    const wasGood = this.#links.has(link)
    this.#links.close(link)
    if (wasGood) this.#away('away', reason)
  }

  #fail({ because, message }: NotLinked): void {
    this.#closedLogins = because === 'closed' ? this.#closedLogins + 1 : 0
    if (because === 'refused') return this.#away('refused', message)
    if (this.#closedLogins < CLOSED_LOGINS_MAX) return this.#away('away', message)
    this.#away('refused', `${message}: are user and password right?`)
  }

  #away(state: 'away' | 'refused', reason: string): void {
    if (this.#board.state === 'stopped') return
    const { clock, random } = this.#habits
    this.#isMuted = false
    this.#links.retire()
    const step = Math.min(this.#failures, BACK_OFF_MILLISECONDS.length - 1)
    const pause = state === 'refused' ? REFUSED_PAUSE_MILLISECONDS : (BACK_OFF_MILLISECONDS[step] ?? 0)
    this.#failures++
    this.#board.become(state, reason)
    this.#waiting.rejectAll(reason)
    clock.clearTimeout(this.#timer)
    const again = () => {
      if (this.#links.size === 0) this.#links.open(this.#terminal)
    }
    this.#timer = clock.setTimeout(again, pause * (1 + random() * BACK_OFF_JITTER_SHARE))
  }
}
