/**
 * A reader for patrons' cards: it tells what was shown, like a scanner.
 */
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { Device } from '../device.ts'

export interface ShownCard {
  /** The card number as the library's rules make it from the chip (bytes, order, base, width, prefix). */
  readonly number: string
}

export interface CardReader extends Device {
  readonly kind: 'card'
  onCard(listener: (card: ShownCard) => void): Unsubscribe
}
