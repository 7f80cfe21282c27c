/** One connection to the server under examination, and one request at a time on it. */
import type { Clock } from '../../connection/clock.ts'
import { checksum } from '../../protocol/checksum.ts'
import {
  type AnyMessage,
  buildMessage,
  type Charset,
  type Fields,
  type MessageName,
  parseMessage,
} from '../../protocol/codec.ts'
import { findMessages } from '../find-message.ts'
import { RawSocket } from '../wire/raw-socket.ts'
import type { Target, TlsFiles } from '../wire/target.ts'
import type { Facts, Reaction } from './facts.ts'
import type { Observer } from './observer.ts'

export type Reply =
  | {
      readonly kind: 'message'
      readonly message: AnyMessage
      readonly frame: Buffer
      readonly milliseconds: number
    }
  /** A message with a checksum that does not fit. */
  | { readonly kind: 'damaged'; readonly frame: Buffer }
  | { readonly kind: 'text' }
  | { readonly kind: 'silence' | 'closed'; readonly unfinished: Buffer }

/** What a request carried. */
export interface Asked {
  readonly sequence: number | null
  readonly summed: boolean
}
export const askedWith = (sequence: number | null): Asked => ({ sequence, summed: sequence !== null })
/** A request that has a checksum, and no number to be repeated. */
export const SUMMED: Asked = { sequence: null, summed: true }

export interface VisitOptions {
  readonly target: Target
  readonly tls: TlsFiles | null
  readonly timeoutMilliseconds: number
  readonly charset: Charset
  readonly clock: Clock
  readonly observer: Observer
  readonly facts: Facts
}

/**
 * Nothing that changes anything at the server: no checkout, checkin, renewal, hold, payment, block, enabling or item
 * update is ever sent.
 */
export type HarmlessName =
  | 'login'
  | 'scStatus'
  | 'patronStatus'
  | 'patronInformation'
  | 'itemInformation'
  | 'endSession'
  | 'requestAcsResend'

/** Edge-sip2 writes what it did not expect as a line of text (MainVerticle.java). */
const PLAIN_TEXT_ERROR = /^Problems handling the request/
/** Lines of text passed over while a message is waited for. */
const TEXT_LINES_MAX = 50

export class Visit {
  readonly socket: RawSocket
  readonly #options: VisitOptions
  #sequence = 0

  static async open(options: VisitOptions): Promise<Visit> {
    const { target, tls, timeoutMilliseconds, clock } = options
    return new Visit(
      await RawSocket.open(target, { tls, timeoutMilliseconds, clock, anyCertificate: true }),
      options,
    )
  }

  constructor(socket: RawSocket, options: VisitOptions) {
    this.socket = socket
    this.#options = options
  }

  ask<N extends HarmlessName>(name: N, fields: Fields<N>, { checksums = true } = {}): Promise<Reply> {
    const sequence = checksums ? this.number() : null
    return this.send(this.bytes(name, fields, sequence), askedWith(sequence))
  }

  bytes<N extends HarmlessName>(name: N, fields: Fields<N>, sequence: number | null): Buffer {
    const { charset, facts } = this.#options
    const terminator = facts.takesCr ? 'CR' : 'CRLF'
    return buildMessage<MessageName>(name, fields, { sequence, charset, terminator })
  }

  /** For messages that the codec rightly does not write. */
  sealed(text: string, { fits = true } = {}): Buffer {
    const covered = `${text}AY${this.number()}AZ`
    const sum = checksum(Buffer.from(covered))
    const end = this.#options.facts.takesCr ? '\r' : '\r\n'
    return Buffer.from(covered + (fits ? sum : sum === '0000' ? '0001' : '0000') + end)
  }

  send(bytes: Buffer, asked: Asked): Promise<Reply> {
    this.#options.facts.strays += this.socket.drain()
    this.socket.write(bytes)
    return this.hear(asked)
  }

  /** The next message; text before it is passed over, and told of where nothing else comes. */
  async hear(asked: Asked): Promise<Reply> {
    const { charset, clock, observer, facts, timeoutMilliseconds } = this.#options
    const begun = clock.now()
    let texts = 0
    while (texts < TEXT_LINES_MAX) {
      const spent = clock.now() - begun
      const heard = await this.socket.next(Math.max(0, timeoutMilliseconds - spent))
      if (heard.kind !== 'frame')
        return texts > 0 ? { kind: 'text' } : { kind: heard.kind, unfinished: heard.unfinished }
      const { gap } = heard
      const frame = facts.prompted ? behindPrompts(heard.frame) : heard.frame
      const result = parseMessage(frame, charset)
      if (PLAIN_TEXT_ERROR.test(frame.toString('latin1'))) facts.plainTextErrors++
      if (result.ok || result.fault === 'badChecksum') observer.saw(frame, gap, asked)
      if (result.ok) {
        for (const [id] of result.message.extra) facts.extensions.add(id)
        return { kind: 'message', message: result.message, frame, milliseconds: clock.now() - begun }
      }
      if (result.fault === 'badChecksum') return { kind: 'damaged', frame }
      texts++
    }
    return { kind: 'text' }
  }

  close(): void {
    this.socket.close()
  }

  /** The next sequence number. */
  number(): number {
    const sequence = this.#sequence
    this.#sequence = (sequence + 1) % SEQUENCES
    return sequence
  }
}
const SEQUENCES = 10

/** Prompts end without an end of line: the message comes on the same one. */
const behindPrompts = (line: Buffer): Buffer => findMessages(line.toString('latin1'), true)[0]?.bytes ?? line

export function reactionOf(reply: Reply): Reaction {
  if (reply.kind === 'silence') return 'silence'
  if (reply.kind === 'closed') return 'closed the connection'
  if (reply.kind === 'text') return 'text, no SIP2'
  return reply.kind === 'message' && reply.message.name === 'requestScResend'
    ? 'asked again (96)'
    : 'answered'
}
