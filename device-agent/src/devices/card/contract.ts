/**
 * A reader for patrons' cards: it tells what was shown, like a scanner. A card that stays on the reader is told once.
 */
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { Device } from '../device.ts'

export interface ShownCard {
  /** The card number as the library's rules make it from the chip (bytes, order, base, width, prefix). */
  readonly number: string
}

/** A card was shown that identifies nobody: it could not be read, or its chip has another number each time. */
export type RefusedCard = 'CARD_UNREADABLE' | 'CARD_RANDOM_UID'

export interface CardReader extends Device {
  readonly kind: 'card'
  onCard(listener: (card: ShownCard) => void): Unsubscribe
  onRefused(listener: (why: RefusedCard) => void): Unsubscribe
}
