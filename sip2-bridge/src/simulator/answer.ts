import type { Extra, Fields, MessageName } from '../protocol/codec.ts'
import type { Library } from './library.ts'
import type { Personality } from './personality.ts'

export interface Answer<N extends MessageName = MessageName> {
  readonly name: N
  readonly fields: Fields<N>
  /** Fields that SIP2's tables do not have in this message, behind the others. */
  readonly extra: readonly Extra[]
}
export const answer = <N extends MessageName>(
  name: N,
  fields: Fields<N>,
  extra: readonly Extra[] = [],
): Answer => ({ name, fields, extra }) as Answer

export interface AnswerOptions {
  readonly institution: string
  readonly libraryName: string
  readonly isil: string
  readonly personality: Personality
  /** ISO 4217: what payments are in. */
  readonly currency: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** A patron's note with a CR in it, as Koha passes it on (bug 40675). */
  readonly crInNote: () => boolean
}

/** What every answer is made from: the library, who it is, and the time of the answer as SIP2 writes it. */
export interface AnswerContext extends AnswerOptions {
  readonly library: Library
  readonly date: string
}
