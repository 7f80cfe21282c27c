/** From SIP2's codes to plain words: one small reader for each kind of value. */
import type { Fields } from '../protocol/codec.ts'
import { readDueDate } from '../protocol/dates.ts'
import type { CirculationStatus, DueDate, MediaType, Money, PatronStanding, Told } from './types.ts'

export const told = (flag: string | undefined): Told =>
  flag === 'Y' ? 'yes' : flag === 'N' ? 'no' : 'unknown'

export const orNull = (text: string | undefined): string | null =>
  text === undefined || text === '' ? null : text

/** Four digits, or blanks where the server does not count. */
export const count = (digits: string | undefined): number | null =>
  digits !== undefined && /^\d+$/.test(digits) ? Number(digits) : null

// biome-ignore lint/suspicious/noControlCharactersInRegex: a note that was cut by a CR keeps it inside
const CONTROLS = /[\u0000-\u001f]+/g
/** Text for people: control characters become blanks, empty messages go. */
export const messages = (list: readonly string[] | undefined): readonly string[] =>
  (list ?? []).map((text) => text.replaceAll(CONTROLS, ' ').trim()).filter((text) => text !== '')

export function due(text: string | undefined): DueDate | null {
  return text === undefined || text.trim() === '' ? null : { iso: readDueDate(text), text: text.trim() }
}

/** Decimal text in the server's notation ('3.50', '3,50', '$1,234.50', '15'); null where it is no amount. */
export function money(text: string | undefined, currency: string): Money | null {
  const match = /(-?)[^\d-]*(\d[\d.,' ]*)/.exec(text ?? '')
  if (match === null) return null
  const digits = (match[2] ?? '').replaceAll(/[' ]/g, '')
  const point = /[.,](\d{1,2})$/.exec(digits)
  const whole = (point === null ? digits : digits.slice(0, point.index)).replaceAll(/[.,]/g, '')
  const minor = Number(whole) * 100 + Number((point?.[1] ?? '').padEnd(2, '0'))
  return Number.isSafeInteger(minor) ? { minor: match[1] === '-' ? -minor : minor, currency } : null
}

/** SIP2 2.00, circulation status 01 to 13. */
const CIRCULATION_STATUS: readonly CirculationStatus[] = [
  'other',
  'other',
  'onOrder',
  'available',
  'charged',
  'chargedNoRecall',
  'inProcess',
  'recalled',
  'onHoldShelf',
  'toBeReshelved',
  'inTransit',
  'claimedReturned',
  'lost',
  'missing',
]
export const circulationStatus = (code: string): CirculationStatus =>
  CIRCULATION_STATUS[Number(code)] ?? 'other'

/** SIP2 2.00, media type 000 to 010. */
const MEDIA_TYPE: readonly MediaType[] = [
  'other',
  'book',
  'magazine',
  'boundJournal',
  'audioTape',
  'videoTape',
  'cd',
  'diskette',
  'bookWithDiskette',
  'bookWithCd',
  'bookWithAudioTape',
]
export const mediaType = (code: string | undefined): MediaType | null =>
  code === undefined || !/^\d{3}$/.test(code) ? null : (MEDIA_TYPE[Number(code)] ?? 'other')

/** SIP2 2.00, patron status: positions 5 to 13 are reasons. */
const STANDING: readonly PatronStanding[] = [
  'tooManyItemsCharged',
  'tooManyItemsOverdue',
  'tooManyRenewals',
  'tooManyClaimsReturned',
  'tooManyItemsLost',
  'excessiveFines',
  'excessiveFees',
  'recallOverdue',
  'tooManyItemsBilled',
]
export interface Privileges {
  readonly mayCheckout: boolean
  readonly mayRenew: boolean
  readonly mayHold: boolean
  readonly cardLost: boolean
  readonly standing: readonly PatronStanding[]
}
/**
 * Only positions 0, 1, 3 and 4 deny anything. A `Y` elsewhere is a reason or, at position 2, about recalls, which
 * Evergreen denies everybody.
 */
export function privileges({
  patronStatus,
}: Pick<Fields<'patronInformationResponse'>, 'patronStatus'>): Privileges {
  const denied = (position: number): boolean => patronStatus[position] === 'Y'
  return {
    mayCheckout: !denied(0),
    mayRenew: !denied(1),
    mayHold: !denied(3),
    cardLost: denied(4),
    standing: STANDING.filter((_, index) => denied(index + 5)),
  }
}
