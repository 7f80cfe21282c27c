/** One connection that is logged in: numbers its requests, knows what the server said of itself. */
import { buildMessage, type Fields, type Message } from '../protocol/codec.ts'
import { ANSWER, READ_ONLY, type RequestName } from '../protocol/pairs.ts'
import type { ConnectionOptions, TerminalStatus } from './contract.ts'
import type { Failing, Outcome } from './exchange.ts'
import { type Habits, limitsOf } from './habits.ts'
import { PromptError } from './prompts.ts'
import { reasonFor } from './reasons.ts'
import type { Job } from './waiting.ts'
import { openWire, type Wire } from './wire.ts'

/** Characters on a printed line, as told to the server (99). */
const PRINT_WIDTH = '040'
const STATUS_CODE = { ok: '0', outOfPaper: '1', shuttingDown: '2' } as const

export interface LinkHooks {
  /** A 98 in place of an answer. */
  readonly onStatus: (link: Link, message: Message<'acsStatus'>) => void
  /** The socket ended while nothing was asked. */
  readonly onClosed: (link: Link, reason: string) => void
  readonly count: (counter: string) => void
}

/** `closed`: at the login, the server closed the connection instead of answering. */
export class NotLinked extends Error {
  readonly because: 'refused' | 'closed' | 'other'
  constructor(message: string, because: NotLinked['because']) {
    super(message)
    this.name = 'NotLinked'
    this.because = because
  }
}

/** What is asked: a job without who waits for it. */
export type Question = Pick<Job, 'name' | 'fields' | 'isAbout'>

export class Link {
  readonly #habits: Habits
  readonly #hooks: LinkHooks
  readonly #abort = new AbortController()
  #wire: Wire | null = null
  #server: Fields<'acsStatus'> | null = null
  #sequence = -1
  #isOpen = false
  /** Something is being asked. */
  busy = false
  /** For the keep-alive, kept by whoever has the link. */
  timer: unknown = null

  constructor(habits: Habits, hooks: LinkHooks) {
    this.#habits = habits
    this.#hooks = hooks
  }

  /** Connects, logs in and asks for the status. Rejects with NotLinked. */
  async open(terminal: TerminalStatus): Promise<Message<'acsStatus'>> {
    const { count } = this.#hooks
    const onClosed = (reason: string) => {
      // While something is asked, or before it was good, the exchange that fails tells the same.
      if (this.#isOpen && !this.busy) this.#hooks.onClosed(this, reason)
    }
    try {
      this.#wire = await openWire({ ...this.#habits, onClosed, count }, this.#abort.signal)
    } catch (error) {
      const refused = error instanceof PromptError && error.refused
      throw new NotLinked(reasonFor(error, false), refused ? 'refused' : 'other')
    }
    if (this.#habits.login !== undefined) await this.#logIn(this.#habits.login)
    const outcome = await this.ask(statusQuestion(terminal))
    if ('failed' in outcome) throw new NotLinked(this.#hint(outcome.failed, outcome.how), 'other')
    this.#isOpen = true
    return outcome.answer as Message<'acsStatus'>
  }

  close(): void {
    this.#isOpen = false
    this.#abort.abort()
    this.#wire?.close()
  }

  limits(name: RequestName) {
    return limitsOf(this.#habits, name, this.#server)
  }

  /** Throws BuildError for what SIP2 cannot carry. */
  async ask(question: Question): Promise<Outcome> {
    this.busy = true
    try {
      for (let tries = 0; ; tries++) {
        const outcome = await this.#askOnce(question)
        const mayAskAnew =
          READ_ONLY.has(question.name) &&
          this.#habits.errorDetection &&
          tries < this.limits(question.name).retriesMax
        // Its number is new: whatever still comes for the one before is not taken for the answer.
        if ('failed' in outcome && outcome.how === 'damaged' && mayAskAnew) continue
        if ('answer' in outcome && outcome.answer.name === 'acsStatus')
          this.#server = serverOf(outcome.answer)
        return outcome
      }
    } finally {
      this.busy = false
    }
  }

  #askOnce({ name, fields, isAbout }: Question): Promise<Outcome> {
    const { charset, checksums, errorDetection, resends, terminator } = this.#habits
    const wire = this.#wire
    if (wire === null) throw new TypeError('asked before it was open')
    const sequence = errorDetection ? (this.#sequence + 1) % 10 : null
    const bytes = buildMessage(name, fields, { sequence, charset, terminator })
    this.#sequence = sequence ?? this.#sequence
    const { retriesMax, timeoutMilliseconds } = this.limits(name)
    const onStatus = (message: Message<'acsStatus'>) => {
      this.#server = message.fields
      this.#hooks.onStatus(this, message)
    }
    return wire.exchange(
      {
        bytes,
        expect: ANSWER[name],
        sequence,
        checksums,
        resends,
        retriesMax,
        readOnly: READ_ONLY.has(name),
        isAbout,
        onStatus,
      },
      timeoutMilliseconds,
    )
  }

  async #logIn(login: NonNullable<ConnectionOptions['login']>): Promise<void> {
    const { user: loginUserId, password: loginPassword, location } = login
    const fields = {
      uidAlgorithm: '0',
      pwdAlgorithm: '0',
      loginUserId,
      loginPassword,
      ...(location === '' ? {} : { locationCode: location }),
    }
    const outcome = await this.ask({ name: 'login', fields, isAbout: () => true })
    if ('answer' in outcome) {
      const { ok } = outcome.answer.fields as Fields<'loginResponse'>
      if (ok === '1') return
      throw new NotLinked('the login was refused', 'refused')
    }
    // Many servers close the connection instead of saying no; one that is just going down closes it too.
    if (outcome.how === 'timeout') throw new NotLinked(`login: ${outcome.failed}`, 'other')
    throw new NotLinked(this.#hint(`login: ${outcome.failed}`, outcome.how), 'closed')
  }

  #hint(failed: string, how: Failing): string {
    const { telnet, tls } = this.#habits
    const mayBeAnother = how === 'closed' && tls === undefined && telnet === undefined
    return mayBeAnother ? `${failed}, or does not speak plain SIP2 on this port` : failed
  }
}

export function statusQuestion(terminal: TerminalStatus): Question {
  return { name: 'scStatus', fields: statusFields(terminal), isAbout: () => true }
}

export const statusFields = (terminal: TerminalStatus): Fields<'scStatus'> => ({
  statusCode: STATUS_CODE[terminal],
  maxPrintWidth: PRINT_WIDTH,
  protocolVersion: '2.00',
})

const serverOf = (message: Message): Fields<'acsStatus'> => (message as Message<'acsStatus'>).fields
