/** What the demo library says: codes of SIP2 2.00, and texts in the jargon that staff write them in. */
import type { DemoItem, DemoMedia } from './items.ts'
import type { Refusal } from './library-types.ts'
import type { Loan } from './loans.ts'

/** SIP2 2.00, media type. */
export const MEDIA_CODE: Readonly<Record<DemoMedia, string>> = {
  book: '001',
  audiobook: '006',
  music: '006',
  film: '005',
  magazine: '002',
  game: '000',
}

/** SIP2 2.00, circulation status. */
export function circulationStatus(
  item: DemoItem,
  loan: Loan | undefined,
  waits: boolean,
  travels: boolean,
): string {
  if (loan !== undefined) return '04'
  if (travels) return '10'
  if (waits) return '08'
  return item.notForLoan ? '01' : '03'
}

/** 3M's SIP2 extensions, alert type. */
export const ALERT = { holdHere: '01', holdElsewhere: '02', home: '04', other: '99' } as const

export const REFUSAL: Readonly<Record<Refusal, string>> = {
  unknownItem: 'ITEM NOT FOUND',
  unknownPatron: 'PATRON NOT FOUND',
  notForLoan: 'REFERENCE ONLY - NOT FOR LOAN',
  onLoan: 'ITEM CHECKED OUT TO ANOTHER PATRON',
  notYours: 'ITEM NOT CHECKED OUT TO THIS PATRON',
  onHold: 'ITEM ON HOLD - PLEASE GIVE TO STAFF',
  limit: 'CHECKOUT LIMIT REACHED',
  blocked: 'PATRON BLOCKED - SEE CIRC DESK',
  alreadyYours: 'ALREADY CHECKED OUT TO THIS PATRON',
  tooManyRenewals: 'MAX RENEWALS',
  costs: 'A CHARGE APPLIES - PLEASE CONFIRM',
}

export const NOTE = {
  expired: 'CARD EXPIRED',
  lost: 'CARD REPORTED LOST - RETAIN CARD',
  paymentRefused: 'PAYMENT NOT ACCEPTED',
  wrongVersion: 'PROTOCOL VERSION NOT SUPPORTED',
  toHoldShelf: 'HOLD - ROUTE TO HOLD SHELF',
  toOtherBranch: 'HOLD - ROUTE TO OTHER BRANCH',
} as const

/** Put in place of a CR, which the codec rightly refuses to write; the server swaps it in on the wire. */
export const CR_NOTE = 'Moved house~CR~call before 5 pm'

/** A count of SIP2: four digits. */
export const four = (value: number): string => String(Math.min(value, 9999)).padStart(4, '0')
/** Null where it is no amount. */
export const minorUnits = (text: string): number | null =>
  /^\d{1,9}(\.\d{1,2})?$/.test(text) ? Math.round(Number(text) * 100) : null
