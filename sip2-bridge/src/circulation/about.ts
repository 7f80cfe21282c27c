/** Which answers are about what was asked: without sequence numbers nothing else tells one that comes late or twice. */
import type { Message } from '../protocol/codec.ts'
import type { ItemId, PatronId } from './types.ts'

/** An answer that names another item is a late one; servers that name none are believed. */
export const isAboutItem =
  (item: ItemId) =>
  ({ fields }: Message): boolean =>
    !('itemId' in fields) || fields.itemId === undefined || fields.itemId === '' || fields.itemId === item

/** Numbers of one patron that are kept beside the two of the last answer. */
const NUMBERS_MAX = 4

/**
 * A server may answer with another number than was scanned, so that the number alone proves nothing. One that belongs to
 * the patron before does: nobody shall see what somebody else has.
 */
export class PatronBefore {
  #numbers: ReadonlySet<string> = new Set()

  isAbout(asked: PatronId): (message: Message) => boolean {
    let isDoubted = false
    return ({ fields }) => {
      const told = 'patronId' in fields ? (fields.patronId ?? '') : ''
      const isLate = told !== asked && this.#numbers.has(told) && !this.#numbers.has(asked)
      // Asked again, on a new connection where nothing can be late: one patron then has both cards.
      if (!isLate || isDoubted) return true
      isDoubted = true
      return false
    }
  }
  /** The numbers of the patron that was answered about last, and the others it is known to have. */
  answered(asked: PatronId, { fields }: Message): void {
    const told = 'patronId' in fields && fields.patronId ? fields.patronId : asked
    const others = this.#numbers.has(told) ? [...this.#numbers].slice(-NUMBERS_MAX) : []
    this.#numbers = new Set([...others, told, asked])
  }
}
