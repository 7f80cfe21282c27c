/** What staff mode needs of the kiosk around it. */
import type {
  StaffModeAction,
  StaffModeFacts,
  StaffModeOutcome,
  StaffModeScreen,
  StaffPage,
} from '../../contract/staff-mode.ts'

/** `enter`: it opens staff mode alone; `pin`: with the PIN. */
export type StaffCard = 'enter' | 'pin'

/** `pauseSeconds`: so long no PIN is looked at; 0: another try is. */
export type StaffPinVerdict =
  | { readonly right: true }
  | { readonly right: false; readonly pauseSeconds: number }

export interface StaffModePort {
  /** Null for what is no staff card. */
  card(code: string): StaffCard | null
  /** Rejects with LecternError where no PIN can be checked. */
  checkPin(pin: string): Promise<StaffPinVerdict>
  /** Never rejects. */
  perform(action: StaffModeAction): Promise<StaffModeOutcome>
  facts(): StaffModeFacts
}

/** What of it is the session's while staff are here. */
export interface StaffHere {
  readonly page: StaffPage
  readonly said: Extract<StaffModeScreen, { name: 'staff' }>['said']
  readonly scan: Extract<StaffModeScreen, { name: 'staff' }>['scan']
  readonly pauseSeconds: number
}
