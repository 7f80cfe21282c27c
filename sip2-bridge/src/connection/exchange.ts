/**
 * One request on the wire and its answer, by the client's rules of error detection (SIP2 2.00, "Error detection"):
 * a bad answer is asked for again with 97, a 96 resends the same bytes, an answer to an earlier request is discarded.
 */
import { isDeepStrictEqual } from 'node:util'
import {
  buildMessage,
  type Charset,
  type Message,
  type MessageName,
  type ParseResult,
} from '../protocol/codec.ts'

export interface ExchangeOptions {
  readonly bytes: Buffer
  readonly expect: MessageName
  /** Null where error detection is off. */
  readonly sequence: number | null
  readonly charset: Charset
  readonly terminator: 'CR' | 'CRLF'
  /** `required`: an answer without a checksum to a request with one is damaged. */
  readonly checksums: 'required' | 'optional'
  /** False where 97 is of no use: a damaged answer then ends the exchange. */
  readonly resends: boolean
  /** Resends of either kind, together. */
  readonly retriesMax: number
  /** Asking it twice changes nothing. */
  readonly readOnly: boolean
  /** The answer before this exchange on the same socket. */
  readonly previous: Message | null
  /** False for an answer about something else: without sequence numbers a late one is known by that. */
  readonly isAbout: (message: Message) => boolean
  readonly send: (bytes: Buffer) => void
  /** A 98 in place of an answer: the server's status has changed. */
  readonly onStatus: (message: Message<'acsStatus'>) => void
  readonly count: (counter: string) => void
}

/**
 * - `closed`: the connection ended before any byte of an answer
 * - `cut`: it ended later
 * - `timeout`: nothing that could be taken came in time
 * - `damaged`: an answer came, is damaged and cannot be had again
 * - `confused`: what answers what is no longer known
 */
export type Failing = 'closed' | 'cut' | 'timeout' | 'damaged' | 'confused'

/** `written`: false where not one byte of the request left. */
export type Outcome =
  | { readonly answer: Message }
  | { readonly failed: string; readonly how: Failing; readonly written: boolean }

export class Exchange {
  readonly #options: ExchangeOptions
  readonly outcome: Promise<Outcome>
  readonly #resolve: (outcome: Outcome) => void
  #isOver = false
  #resends = 0
  #lastWas97 = false
  /** What came instead of an answer, for whoever looks for the reason of a time-out. */
  #instead = ''

  constructor(options: ExchangeOptions) {
    this.#options = options
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    this.outcome = promise
    this.#resolve = resolve
    options.send(options.bytes)
  }

  fail(failed: string, how: Failing): void {
    this.#settle({ failed, how, written: true })
  }

  expire(): void {
    this.fail(`no answer in time${this.#instead}`, 'timeout')
  }

  take(result: ParseResult): void {
    const { checksums, count, expect, sequence, isAbout, previous, readOnly } = this.#options
    // Several frames in one segment: what follows the answer is nobody's, and starts nothing.
    if (this.#isOver) return count('strayAnswer')
    if (!result.ok) {
      this.#note(result.fault, 'what came was no message')
      if (result.fault === 'badChecksum') this.#askAgain()
      return
    }
    const { message, checked } = result
    if (message.name === 'requestScResend') {
      this.#note('resendRequested', 'the server did not understand the request')
      this.#resend()
      return
    }
    if (sequence !== null && !checked && checksums === 'required') {
      this.#note('uncheckedAnswer', 'answers come without a checksum')
      this.#askAgain()
      return
    }
    // SIPServer repeats its last answer under the number 0 (Sip/MsgType.pm, handle_request_acs_resend).
    const repeated = this.#lastWas97 && message.sequence === 0 && message.name === expect && isAbout(message)
    if (sequence !== null && message.sequence !== null && message.sequence !== sequence && !repeated) {
      this.#note('lateAnswer', 'an answer with another sequence number came')
      return
    }
    if (message.name === 'acsStatus' && expect !== 'acsStatus') {
      this.#options.onStatus(message)
      this.#lastWas97 = false
      this.#resend()
      return
    }
    // A sequence number pairs question and answer; the server may then call the same item by another of its numbers.
    const paired = repeated || (sequence !== null && message.sequence === sequence)
    // Without one, an answer that comes twice looks like the next one's. To a question it says the same; to a request
    // that changes something it must not: the other answer, or the time-out, tells.
    if (!paired && !readOnly && isDeepStrictEqual(message, previous)) {
      this.#note('doubledAnswer', 'an answer came twice')
      return
    }
    if (message.name === expect && (paired || isAbout(message))) {
      this.#settle({ answer: message })
      return
    }
    this.#note('strayAnswer', 'an answer to something else came')
    if (message.sequence === null) this.fail('answers and requests are out of step', 'confused')
  }

  #settle(outcome: Outcome): void {
    this.#isOver = true
    this.#resolve(outcome)
  }

  #note(counter: string, instead: string): void {
    this.#options.count(counter)
    this.#instead = `: ${instead}`
  }

  /** The answer was damaged on its way. */
  #askAgain(): void {
    const { resends, retriesMax, terminator } = this.#options
    if (!resends) return this.fail('the answer is damaged', 'damaged')
    if (++this.#resends > retriesMax) return this.fail('answers stay damaged', 'confused')
    this.#lastWas97 = true
    this.#options.send(buildMessage('requestAcsResend', {}, { sequence: 0, terminator }))
  }

  /** The server did not understand: the same bytes, so that it can tell a repeat from a new request. */
  #resend(): void {
    if (this.#lastWas97 || ++this.#resends > this.#options.retriesMax)
      return this.fail('the server asks for a resend without end', 'confused')
    this.#options.send(this.#options.bytes)
  }
}
