/** Which answers are about what was asked: without sequence numbers nothing else tells one that comes late or twice. */
import type { Message } from '../protocol/codec.ts'
import type { ItemId, PatronId } from './types.ts'

/** An answer that names another item is a late one; servers that name none are believed. */
export const isAboutItem =
  (item: ItemId) =>
  ({ fields }: Message): boolean =>
    !('itemId' in fields) || fields.itemId === undefined || fields.itemId === '' || fields.itemId === item

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
  /** Both numbers of the patron that was answered about last. */
  answered(asked: PatronId, { fields }: Message): void {
    if ('patronId' in fields) this.#numbers = new Set([asked, fields.patronId ?? asked])
  }
}
