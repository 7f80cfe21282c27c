/** What the flows need from the house, as they see it. */
import type { ErrorCode } from '../contract/errors.ts'
import type { RfidPad } from '../devices/rfid/contract.ts'
import type { Journal } from '../journal/contract.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Ils } from './ils.ts'

/** What staff are told; `key` tells two of one code apart. No patron data in `detail`. */
export interface StaffNotices {
  raise(code: ErrorCode, detail: string, key?: string): void
  clear(code: ErrorCode, key?: string): void
}

export interface CheckoutPorts {
  readonly circulation: Ils
  readonly journal: Journal
  /** Null on a kiosk with barcodes only. */
  readonly pad: RfidPad | null
  readonly notices: StaffNotices
  readonly clock: Clock
  /** How long the library system may still act on a request whose answer was lost, in milliseconds. */
  readonly answerTimeoutMilliseconds: number
}
