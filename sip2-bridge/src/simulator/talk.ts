import { checksum } from '../protocol/checksum.ts'
import {
  type AnyMessage,
  BuildError,
  buildMessage,
  type Fields,
  type MessageName,
  parseMessage,
} from '../protocol/codec.ts'
import { type Answer, type AnswerOptions, answerTo } from './answers.ts'
import type { Library } from './library.ts'

export interface TalkOptions {
  readonly library: Library
  readonly answers: AnswerOptions
  readonly login: { readonly user: string; readonly password: string } | undefined
  readonly terminator: 'CR' | 'CRLF'
}

export interface Reply {
  readonly bytes: Buffer
  /** The connection ends after it. */
  readonly hangUp: boolean
}

/**
 * One client's side of the conversation, by the server's rules of error detection (SIP2 2.00): a bad checksum is
 * answered with 96, 97 repeats the last answer, a repeated request is answered again and not carried out again.
 */
export class Talk {
  readonly #options: TalkOptions
  #loggedIn: boolean
  #lastRequest: string | null = null
  #lastReply: Reply | null = null

  constructor(options: TalkOptions) {
    this.#options = options
    this.#loggedIn = options.login === undefined
  }

  answer(frame: Buffer): Reply | undefined {
    const result = parseMessage(frame)
    if (!result.ok) return result.fault === 'badChecksum' ? this.#build('requestScResend', {}, 0) : undefined
    const { message, checked } = result
    if (message.name === 'requestAcsResend') return this.#lastReply ?? this.#build('requestScResend', {}, 0)
    const text = frame.toString('latin1')
    if (checked && text === this.#lastRequest && this.#lastReply !== null) return this.#lastReply
    const reply = this.#reply(message, checked ? message.sequence : null)
    if (reply === undefined) return undefined
    this.#lastRequest = text
    this.#lastReply = reply
    return reply
  }

  #reply(message: AnyMessage, sequence: number | null): Reply | undefined {
    if (message.name === 'login') return this.#logIn(message.fields, sequence)
    if (!this.#loggedIn) return { bytes: Buffer.alloc(0), hangUp: true }
    const answer = answerTo(message, this.#options.library, this.#options.answers)
    return answer === undefined ? undefined : this.#say(answer, sequence)
  }

  #logIn({ loginUserId, loginPassword }: Fields<'login'>, sequence: number | null): Reply {
    const { login } = this.#options
    const ok = login === undefined || (login.user === loginUserId && login.password === loginPassword)
    this.#loggedIn = ok
    return { ...this.#build('loginResponse', { ok: ok ? '1' : '0' }, sequence), hangUp: !ok }
  }

  #say({ name, fields }: Answer, sequence: number | null): Reply {
    try {
      return this.#build(name, fields, sequence)
    } catch (error) {
      // The client put something into its request that cannot be sent back; it hears that it was not understood.
      if (error instanceof BuildError) return this.#build('requestScResend', {}, 0)
      throw error
    }
  }

  #build<N extends MessageName>(name: N, fields: Fields<N>, sequence: number | null): Reply {
    const { terminator } = this.#options
    return { bytes: buildMessage(name, fields, { sequence, terminator }), hangUp: false }
  }

  /** Puts a CR into a note, under a checksum that covers it: a message that a careless server cuts in two. */
  static withCr(bytes: Buffer, note: string): Buffer {
    const text = bytes.toString('latin1').replace(note, note.replace('~CR~', '\r'))
    const az = text.lastIndexOf('AZ')
    if (az < 0) return Buffer.from(text, 'latin1')
    const covered = Buffer.from(text.slice(0, az + 2), 'latin1')
    return Buffer.concat([covered, Buffer.from(`${checksum(covered)}${text.slice(az + 6)}`, 'latin1')])
  }
}
