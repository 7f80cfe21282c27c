import { fromPromise } from 'xstate'
import type { StaffModeAction } from '../../contract/staff-mode.ts'
import type { PrintOutcome } from '../../devices/printer/contract.ts'
import type { KnownPatron } from '../ils.ts'
import type { Admission } from '../offline/desk.ts'
import type { ReceiptData } from './receipt-data.ts'
import type { StaffHere, StaffPinVerdict } from './staff-port.ts'

const notProvided = (name: string) => () => Promise.reject(new Error(`effect ${name} is not provided`))

export interface FindPatronInput {
  readonly card: string
  readonly pin: string | null
}

/** The session's effects, by name. */
export const sessionEffects = {
  findPatron: fromPromise<KnownPatron, FindPatronInput>(notProvided('findPatron')),
  /** Nobody can be asked about the card: the rules for that decide. */
  admitOffline: fromPromise<Admission, { readonly card: string }>(notProvided('admitOffline')),
  printReceipt: fromPromise<PrintOutcome, ReceiptData>(notProvided('printReceipt')),
  checkStaffPin: fromPromise<StaffPinVerdict, { readonly pin: string }>(notProvided('checkStaffPin')),
  performStaff: fromPromise<NonNullable<StaffHere['said']>, StaffModeAction>(notProvided('performStaff')),
}
