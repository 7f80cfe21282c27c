import {
  type AnyMessage,
  BuildError,
  buildMessage,
  type Charset,
  type Fields,
  type MessageName,
  parseMessage,
} from '../protocol/codec.ts'
import type { Answer, AnswerOptions } from './answer.ts'
import { answerTo } from './answers.ts'
import type { Library } from './library.ts'

export interface TalkOptions {
  readonly library: Library
  readonly answers: AnswerOptions
  readonly login: { readonly user: string; readonly password: string } | undefined
  readonly terminator: 'CR' | 'CRLF'
  readonly charset: Charset
  /** `mirror`: answers carry sequence and checksum where the request did. */
  readonly errorDetection: 'mirror' | 'never'
}

export interface Reply {
  readonly bytes: Buffer
  /** The connection ends after it. */
  readonly hangUp: boolean
}

/**
 * One client's side of the conversation, by the server's rules of error detection (SIP2 2.00): a bad checksum is
 * answered with 96, 97 repeats the last answer whatever it was, a repeated request is answered again and not carried
 * out again.
 */
export class Talk {
  readonly #options: TalkOptions
  #loggedIn: boolean
  #answered: { readonly request: string; readonly reply: Reply } | null = null
  #lastReply: Reply | null = null

  constructor(options: TalkOptions) {
    this.#options = options
    this.#loggedIn = options.login === undefined
  }

  /** Undefined where there is nothing to say. */
  answer(frame: Buffer): Reply | undefined {
    const reply = this.#replyTo(frame)
    if (reply !== undefined) this.#lastReply = reply
    return reply
  }

  #replyTo(frame: Buffer): Reply | undefined {
    const result = parseMessage(frame, this.#options.charset)
    if (!result.ok) return result.fault === 'badChecksum' ? this.#askAgain(true) : undefined
    const { message, checked } = result
    if (message.name === 'requestAcsResend') return this.#lastReply ?? this.#askAgain(checked)
    const request = frame.toString('latin1')
    if (checked && request === this.#answered?.request) return this.#answered.reply
    const reply = this.#carryOut(message, checked ? message.sequence : null)
    if (reply !== undefined) this.#answered = { request, reply }
    return reply
  }

  #carryOut(message: AnyMessage, sequence: number | null): Reply | undefined {
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
      if (error instanceof BuildError) return this.#askAgain(sequence !== null)
      throw error
    }
  }

  /** 96 has a checksum but no number of its own. */
  #askAgain(checked: boolean): Reply {
    return this.#build('requestScResend', {}, checked ? 0 : null)
  }

  #build<N extends MessageName>(name: N, fields: Fields<N>, asked: number | null): Reply {
    const { charset, errorDetection, terminator } = this.#options
    const sequence = errorDetection === 'never' ? null : asked
    return { bytes: buildMessage(name, fields, { sequence, charset, terminator }), hangUp: false }
  }
}
