/** What the book drop needs from the house, and what it is to it. */
import type { DropWish, Greeting } from '../../contract/drop-screen.ts'
import type { DropView } from '../../contract/staff.ts'
import type { RfidPad } from '../../devices/rfid/contract.ts'
import type { ReturnsJournal } from '../../journal/returns-contract.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { ByHand } from '../../signals/by-hand.ts'
import type { Signals } from '../../signals/contract.ts'
import type { StaffNotices } from '../ports.ts'
import type { ChooseBin, Returns } from '../return/contract.ts'
import type { ReceiptItem } from '../session/receipt-data.ts'
import type { DropPlan } from './plan.ts'

export interface DropPorts {
  readonly plan: DropPlan
  readonly signals: Signals
  readonly byHand: ByHand
  /** The reader in the tunnel. */
  readonly reader: RfidPad
  readonly returns: Returns
  readonly choose: ChooseBin
  readonly journal: ReturnsJournal
  readonly notices: StaffNotices
  readonly clock: Clock
  /** An item has arrived in its bin. */
  readonly onSorted: (item: string, bin: number) => void
  /** Left out where nothing is ever printed for those who come. */
  readonly receipts?: DropReceipts
}

export interface DropReceipts {
  /** Else no visit is begun, and no title remembered. */
  wanted(): boolean
  /** With nothing dropped for so long, a visit is asked whether it goes on. */
  quietMilliseconds(): number
  /** True while one may be promised. */
  canPrint(): boolean
  /** Resolves with whether it was printed. Never rejects. */
  print(items: readonly ReceiptItem[]): Promise<boolean>
}

export interface Drop {
  /** First empties the belt: what was interrupted before is put where the record can say. */
  start(): void
  /** Shuts the shutter and stops the belt; what is on its way is found again at the next start. */
  stop(): Promise<void>
  view(): DropView
  onView(listener: (view: DropView) => void): Unsubscribe
  greeting(): Greeting
  onGreeting(listener: (greeting: Greeting) => void): Unsubscribe
  /** Of somebody at the screen; nothing happens where it does not fit. */
  wish(wish: DropWish): void
  /** Staff have freed what was stuck. Nothing happens where there is no jam. */
  clear(): void
  /** Staff have emptied a bin. False where there is no such bin, or it could not be recorded. */
  empty(bin: number): boolean
  /** Staff have looked at an exception. False where it is not on the list. */
  resolve(id: number): boolean
}
