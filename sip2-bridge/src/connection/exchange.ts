/**
 * One request on the wire and its answer, by the client's rules of error detection (SIP2 2.00, "Error detection"):
 * a bad answer is asked for again with 97, a 96 resends the same bytes, an answer to an earlier request is discarded.
 */
import {
  buildMessage,
  type Charset,
  type Message,
  type MessageName,
  type ParseResult,
} from '../protocol/codec.ts'

/** Resends of either kind in one exchange (SIP2 2.00: 'retries allowed'; servers say 3 or 'unknown'). */
export const RESENDS_MAX = 3

export interface ExchangeOptions {
  readonly bytes: Buffer
  readonly expect: MessageName
  /** Null where error detection is off. */
  readonly sequence: number | null
  readonly charset: Charset
  readonly terminator: 'CR' | 'CRLF'
  /** False for an answer about something else: without sequence numbers a late one is known by that. */
  readonly isAbout: (message: Message) => boolean
  readonly send: (bytes: Buffer) => void
  /** A 98 in place of an answer: the server's status has changed. */
  readonly onStatus: (message: Message<'acsStatus'>) => void
  readonly count: (counter: string) => void
}

/** `written`: false where not one byte of the request left. */
export type Outcome = { readonly answer: Message } | { readonly failed: string; readonly written: boolean }

export class Exchange {
  readonly #options: ExchangeOptions
  readonly outcome: Promise<Outcome>
  readonly #settle: (outcome: Outcome) => void
  #resends = 0
  #lastWas97 = false

  constructor(options: ExchangeOptions) {
    this.#options = options
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    this.outcome = promise
    this.#settle = resolve
    options.send(options.bytes)
  }

  fail(reason: string): void {
    this.#settle({ failed: reason, written: true })
  }

  take(result: ParseResult): void {
    const { expect, sequence, isAbout, count } = this.#options
    if (!result.ok) {
      count(result.fault)
      if (result.fault === 'badChecksum') this.#askAgain()
      return
    }
    const { message } = result
    if (message.name === 'requestScResend') {
      count('resendRequested')
      this.#resend()
      return
    }
    if (sequence !== null && message.sequence !== null && message.sequence !== sequence) {
      count('lateAnswer')
      return
    }
    if (message.name === 'acsStatus' && expect !== 'acsStatus') {
      this.#options.onStatus(message)
      this.#lastWas97 = false
      this.#resend()
      return
    }
    // A sequence number pairs question and answer; the server may then call the same item by another of its numbers.
    const paired = sequence !== null && message.sequence === sequence
    if (message.name === expect && (paired || isAbout(message))) {
      this.#settle({ answer: message })
      return
    }
    count('strayAnswer')
    if (message.sequence === null) this.fail('answers and requests are out of step')
  }

  /** The answer was damaged on its way. */
  #askAgain(): void {
    if (++this.#resends > RESENDS_MAX) return this.fail('answers stay damaged')
    const { terminator } = this.#options
    this.#lastWas97 = true
    this.#options.send(buildMessage('requestAcsResend', {}, { sequence: 0, terminator }))
  }

  /** The server did not understand: the same bytes, so that it can tell a repeat from a new request. */
  #resend(): void {
    if (this.#lastWas97 || ++this.#resends > RESENDS_MAX)
      return this.fail('the server asks for a resend without end')
    this.#options.send(this.#options.bytes)
  }
}
