import type { ItemId, PatronId } from 'sip2/circulation'
import type { ActorRefFrom } from 'xstate'
import type { ErrorCode } from '../../contract/errors.ts'
import type { StaffModeAction, StaffPage } from '../../contract/staff-mode.ts'
import type { Dialog, Preferences, Problem, Screen, View } from '../../contract/view.ts'
import type { RefusedCard } from '../../devices/card/contract.ts'
import type { PadTag } from '../../devices/rfid/contract.ts'
import type { itemMachine } from '../checkout/item-machine.ts'
import type { RowFacts } from '../checkout/row.ts'
import type { KnownPatron } from '../ils.ts'
import type { Admission } from '../offline/desk.ts'
import type { ReturnVisit } from '../return/return-pad.ts'
import type { ReturnFacts } from '../return/return-row.ts'
import type { StaffCard, StaffHere } from './staff-port.ts'

/** What of the settings a session goes by. */
export interface SessionSettings {
  readonly inactivityMilliseconds: number
  readonly countdownSeconds: number
  readonly goodbyeMilliseconds: number
  readonly pin: 'never' | 'whenAsked' | 'always'
  readonly pinTries: number
  readonly showName: boolean
  readonly receipt: 'ask' | 'always' | 'never'
  /** What the kiosk is for: at least one of them. */
  readonly offers: { readonly lending: boolean; readonly returns: boolean }
  /** Whether an incomplete set may be returned when the patron says so. */
  readonly incompleteReturns: boolean
  /** Loans of one patron that the library system does not know yet, at most. */
  readonly offlineItemsMax: number
  readonly preferences: Preferences
  /** Staff mode: whether the hidden corner asks for its PIN, and how long without a touch it stays. */
  readonly staff: { readonly corner: boolean; readonly quietMilliseconds: number }
}

/** What is known about the kiosk's surroundings. */
export interface Surroundings {
  readonly devices: View['devices']
  readonly ilsOnline: boolean
  /** The library system is away, and its rules for that allow loans. */
  readonly lendsOffline: boolean
  /** Why no receipt can be printed now, or null. */
  readonly printerProblem: Problem | null
  /** Why the kiosk cannot lend at all, or null. */
  readonly closedBecause: ErrorCode | null
  /** Why the kiosk can take nothing back, or null. */
  readonly returnsClosedBecause: ErrorCode | null
  /** Staff have closed the kiosk: nobody begins, whoever has begun ends. `message` is for patrons. Null: it is open. */
  readonly closedByStaff: { readonly message: string | null } | null
  /** The message of the day, or null. */
  readonly message: string | null
}

export interface ItemHandle {
  readonly itemId: string
  readonly rowId: string
  readonly ref: ActorRefFrom<typeof itemMachine>
  /** Sorted UIDs last told to it, so that it hears of changes only. */
  readonly told: string
}

export interface PatronFacts {
  readonly patron: PatronId
  readonly pin: string | null
  readonly name: string | null
  readonly charged: readonly ItemId[]
  readonly holdsReady: number | null
  /** The library system lends to them, or its rules for its absence do. */
  readonly vouched: boolean
  /** Loans of theirs that the library system did not know yet when they came. */
  readonly promisedBefore: number
}

export interface SessionContext {
  readonly settings: SessionSettings
  readonly around: Surroundings
  readonly preferences: Preferences
  readonly field: readonly PadTag[]
  /** Tags of the last visit that still lie on the pad: not taken for the next patron's before one is here. */
  readonly leftovers: readonly string[]
  /** Tags of what was returned in an earlier visit and still lies on the pad. */
  readonly cameBack: readonly string[]
  /** What is being returned in this visit; null where nobody returns. */
  readonly returning: ReturnVisit | null
  /** Unreadable tags whose barcode was scanned: UID to item. */
  readonly adopted: ReadonlyMap<string, string>
  readonly items: readonly ItemHandle[]
  /** Newest first. */
  readonly rows: readonly RowFacts[]
  readonly nextRow: number
  readonly dismissed: readonly string[]
  /** The card being checked; leaves with the session. */
  readonly card: string | null
  readonly pin: string | null
  readonly wrongPins: number
  readonly patron: PatronFacts | null
  /** Who is being signed off behind the goodbye screen: for them nothing new begins. */
  readonly leaving: { readonly patron: PatronId; readonly pin: string | null } | null
  readonly problem: Problem | null
  readonly dialog: Dialog | null
  readonly secondsLeft: number
  readonly reason: Extract<Screen, { name: 'goodbye' }>['reason']
  readonly wantsReceipt: boolean
  readonly receipt: Extract<Screen, { name: 'goodbye' }>['receipt']
  /** Null while none of them are here. */
  readonly staff: StaffHere | null
}

export type SessionEvent =
  | { type: 'activity' }
  | { type: 'field'; field: readonly PadTag[] }
  | { type: 'code'; code: string; asCard: boolean; asItem: boolean; asStaff: StaffCard | null }
  | { type: 'cardRefused'; why: RefusedCard }
  | { type: 'around'; around: Surroundings }
  | { type: 'settings'; settings: SessionSettings }
  | { type: 'row'; row: RowFacts }
  | { type: 'returnRow'; row: ReturnFacts }
  | { type: 'start' }
  | { type: 'startReturn' }
  | { type: 'enterNumber'; number: string }
  | { type: 'enterPin'; pin: string }
  | { type: 'confirmSet'; row: string }
  | { type: 'returnAnyway'; row: string }
  | { type: 'retry'; row: string }
  | { type: 'dismiss'; row: string }
  | { type: 'finish' }
  | { type: 'leaveAnyway' }
  | { type: 'back' }
  | { type: 'end'; receipt: 'print' | 'none' }
  | { type: 'cancel' }
  | { type: 'staffCorner' }
  | { type: 'staffPin'; pin: string }
  | { type: 'staffPage'; page: StaffPage }
  | { type: 'staffAct'; action: StaffModeAction }
  | { type: 'prefer'; preferences: Partial<Preferences> }
  | { type: 'xstate.done.actor.findPatron'; output: KnownPatron }
  | { type: 'xstate.done.actor.admitOffline'; output: Admission }
