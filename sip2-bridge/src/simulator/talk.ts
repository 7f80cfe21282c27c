import { type AnyMessage, BuildError, type Charset, type Fields, parseMessage } from '../protocol/codec.ts'
import { MESSAGES } from '../protocol/messages.ts'
import { ANSWER, type RequestName } from '../protocol/pairs.ts'
import { type Answer, type AnswerOptions, answer } from './answer.ts'
import { answerTo, statusAnswer } from './answers.ts'
import type { Library } from './library.ts'
import type { Absence, Manners } from './personality.ts'
import { withoutTrailer, writeAnswer } from './write.ts'

export interface TalkOptions {
  readonly library: Library
  readonly answers: AnswerOptions
  readonly login: { readonly user: string; readonly password: string } | undefined
  readonly terminator: 'CR' | 'CRLF'
  readonly charset: Charset
  readonly errorDetection: Manners['errorDetection']
}

export interface Reply {
  readonly bytes: Buffer
  /** The connection ends after it. */
  readonly hangUp: boolean
}

const NOTHING = Buffer.alloc(0)
const HANG_UP: Reply = { bytes: NOTHING, hangUp: true }

/**
 * One client's side of the conversation, by the server's rules of error detection (SIP2 2.00) as far as its personality
 * keeps them: a bad checksum is answered with 96, 97 repeats the last answer whatever it was, a repeated request is
 * answered again and not carried out again.
 */
export class Talk {
  readonly #options: TalkOptions
  readonly #manners: Manners
  #loggedIn: boolean
  #answered: { readonly request: string; readonly reply: Reply } | null = null
  #lastReply: Reply | null = null

  constructor(options: TalkOptions) {
    this.#options = options
    this.#manners = options.answers.personality.session
    this.#loggedIn = options.login === undefined
  }

  /** The login was done in another way, before the first message. */
  welcome(): void {
    this.#loggedIn = true
  }

  /** Undefined where there is nothing to say. */
  answer(frame: Buffer): Reply | undefined {
    return this.#remembered(this.#replyTo(frame))
  }
  /** 98 in place of an answer: the request is not carried out. */
  statusInstead(frame: Buffer): Reply | undefined {
    const sequence = this.#sequenceOf(frame)
    const { answers, library } = this.#options
    return this.#remembered(this.#say(statusAnswer(library, answers), sequence))
  }
  /** 96 in place of an answer: the request is not carried out. */
  askAgain(frame: Buffer): Reply | undefined {
    return this.#remembered(this.#askAgain(this.#sequenceOf(frame) !== null))
  }
  /** Whether the frame asks about an item that the library does not have. */
  namesUnknownItem(frame: Buffer): boolean {
    const result = parseMessage(frame, this.#options.charset)
    if (!result.ok || !('itemId' in result.message.fields)) return false
    const { itemId } = result.message.fields
    return itemId !== undefined && itemId !== '' && this.#options.library.item(itemId) === undefined
  }

  #sequenceOf(frame: Buffer): number | null {
    const result = parseMessage(frame, this.#options.charset)
    return result.ok && result.checked ? result.message.sequence : null
  }
  #remembered(reply: Reply | undefined): Reply | undefined {
    if (reply !== undefined) this.#lastReply = reply
    return reply
  }

  #replyTo(frame: Buffer): Reply | undefined {
    const result = parseMessage(frame, this.#options.charset)
    if (!result.ok) return result.fault === 'badChecksum' ? this.#askAgain(true) : undefined
    const { message, checked } = result
    if (message.name === 'requestAcsResend') return this.#lastAgain(checked)
    const request = frame.toString('latin1')
    if (checked && this.#manners.repeatsDuplicates && request === this.#answered?.request)
      return this.#answered.reply
    const reply = this.#carryOut(message, checked ? message.sequence : null)
    if (reply !== undefined) this.#answered = { request, reply }
    return reply
  }

  #lastAgain(checked: boolean): Reply {
    const { resend } = this.#manners
    if (resend === 'bare96') return this.#askAgain(false)
    const last = this.#lastReply ?? this.#askAgain(checked)
    return resend === 'repeats' ? last : { ...last, bytes: withoutTrailer(last.bytes) }
  }

  #carryOut(message: AnyMessage, sequence: number | null): Reply | undefined {
    if (message.name === 'login') return this.#logIn(message.fields, sequence)
    if (!this.#loggedIn) return this.#manners.beforeLogin === 'close' ? HANG_UP : undefined
    const { answers, library } = this.#options
    if (dies(message, answers)) return HANG_UP
    if (message.name in ANSWER) {
      const name = message.name as RequestName
      const absence = this.#manners.absent[name]
      if (absence !== undefined) return this.#cannot(absence, name, message, sequence)
    }
    const said = answerTo(message, library, answers)
    return said === undefined ? undefined : this.#say(said, sequence)
  }

  #cannot(absence: Absence, name: RequestName, message: AnyMessage, sequence: number | null) {
    if (absence === 'silence') return undefined
    if (absence === 'close') return HANG_UP
    return this.#say(refusal(name, message, this.#options.answers), sequence)
  }

  #logIn({ loginUserId, loginPassword }: Fields<'login'>, sequence: number | null): Reply {
    const { login } = this.#options
    const ok = login === undefined || (login.user === loginUserId && login.password === loginPassword)
    this.#loggedIn = ok
    const { loginFailure } = this.#manners
    if (!ok && loginFailure === 'close') return HANG_UP
    const said = this.#build(answer('loginResponse', { ok: ok ? '1' : '0' }), sequence)
    return { ...said, hangUp: !ok && loginFailure === 'answerAndClose' }
  }

  #say(said: Answer, sequence: number | null): Reply {
    try {
      return this.#build(said, sequence)
    } catch (error) {
      // The client put something into its request that cannot be sent back; it hears that it was not understood.
      if (error instanceof BuildError) return this.#askAgain(sequence !== null)
      throw error
    }
  }

  #askAgain(checked: boolean): Reply {
    const { errorDetection } = this.#options
    const sequence = checked && errorDetection !== 'never' ? 0 : null
    return this.#write(answer('requestScResend', {}), sequence)
  }

  #build(said: Answer, asked: number | null): Reply {
    const { errorDetection } = this.#options
    const wanted = errorDetection === 'always' ? (asked ?? 0) : asked
    return this.#write(said, errorDetection === 'never' ? null : wanted)
  }

  #write(said: Answer, sequence: number | null): Reply {
    const { answers, charset, terminator } = this.#options
    const { personality } = answers
    return { bytes: writeAnswer(said, { personality, charset, terminator, sequence }), hangUp: false }
  }
}

/** Some servers end when they are told that something happened already; nothing is carried out. */
function dies(message: AnyMessage, { personality }: AnswerOptions): boolean {
  const { noBlock } = personality.circulation
  return (
    (message.name === 'checkout' && message.fields.noBlock === 'Y' && noBlock.checkout === 'dies') ||
    (message.name === 'checkin' && message.fields.noBlock === 'Y' && noBlock.checkin === 'dies')
  )
}

/** The right answer with everything denied (fsip2, internal/server/connection.go, `buildErrorResponse`). */
function refusal(name: RequestName, { fields }: AnyMessage, { institution }: AnswerOptions): Answer {
  const { fixed } = MESSAGES[ANSWER[name]]
  const denied = Object.fromEntries(
    fixed.map(([field, width]) => [field, DENIED[field]?.padEnd(width) ?? ' '.repeat(width)]),
  )
  const { patronId = '', itemId } = fields as { readonly patronId?: string; readonly itemId?: string }
  const about = { institutionId: institution, patronId, personalName: '' }
  const item = itemId === undefined || itemId === '' ? {} : { itemId }
  const all: object = { ...denied, ...about, ...item, screenMessage: ['no handler for this message'] }
  return { name: ANSWER[name], fields: all as Answer['fields'], extra: [] }
}

const DENIED: Readonly<Record<string, string>> = {
  ok: '0',
  available: 'N',
  patronStatus: 'Y'.repeat(14),
  language: '000',
}
