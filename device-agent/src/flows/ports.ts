/** What the flows need from the house, as they see it. */
import type { ErrorCode } from '../contract/errors.ts'
import type { RfidPad } from '../devices/rfid/contract.ts'
import type { Journal } from '../journal/contract.ts'
import type { StoredJournal } from '../journal/stored-contract.ts'
import type { Clock } from '../runtime/clock.ts'
import type { LendInput, LendOutcome } from './checkout/effects.ts'
import type { Ils } from './ils.ts'

/** What staff are told; `key` tells two of one code apart. No patron data in `detail`. */
export interface StaffNotices {
  raise(code: ErrorCode, detail: string, key?: string): void
  clear(code: ErrorCode, key?: string): void
}

/** Lending by the library's own rules while its system is away. */
export interface OfflineLending {
  /** Promises the loan where the rules allow it, else `notSent` with the reason. */
  lend(input: LendInput): LendOutcome
  /** True as soon as nothing that is stored about this item waits any more; false where that takes too long. */
  caughtUp(item: string): Promise<boolean>
}

export interface CheckoutPorts {
  readonly circulation: Ils
  readonly journal: Journal
  readonly stored: StoredJournal
  readonly offline: OfflineLending
  /** Null on a kiosk with barcodes only. */
  readonly pad: RfidPad | null
  readonly notices: StaffNotices
  readonly clock: Clock
  /** How long the library system may still act on a request whose answer was lost, in milliseconds. */
  readonly answerTimeoutMilliseconds: number
}
