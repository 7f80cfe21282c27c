/** From SIP2's codes to plain words: one small reader for each kind of value. */
import type { Fields } from '../protocol/codec.ts'
import { type DateReading, readDueDate } from '../protocol/dates.ts'
import {
  type CirculationStatus,
  type DueDate,
  type HeldFor,
  type MediaType,
  type Money,
  type PatronId,
  type PatronStanding,
  patronId,
  type Told,
} from './types.ts'

export const told = (flag: string | undefined): Told =>
  flag === 'Y' ? 'yes' : flag === 'N' ? 'no' : 'unknown'

/** Without the blanks around it, which some servers fill fields up with. */
export const orNull = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : text.trim()

/** Four digits, or blanks where the server does not count. */
export const count = (digits: string | undefined): number | null => {
  const clean = digits?.trim() ?? ''
  return /^\d+$/.test(clean) ? Number(clean) : null
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a note that was cut by a CR keeps it inside
const CONTROLS = /[\u0000-\u001f]+/g
/** Text for people: control characters become blanks, empty messages go. */
export const messages = (list: readonly string[] | undefined): readonly string[] =>
  (list ?? []).map((text) => text.replaceAll(CONTROLS, ' ').trim()).filter((text) => text !== '')

/** Blanks and noughts mean: none. */
export function due(text: string | undefined, reading?: DateReading): DueDate | null {
  const clean = text?.trim() ?? ''
  return /^[0 ]*$/.test(clean) ? null : { iso: readDueDate(clean, reading), text: clean }
}

export function heldFor(fields: {
  readonly holdPatronId?: string | undefined
  readonly holdPatronName?: string | undefined
}): HeldFor | null {
  const hold = { patron: orNull(fields.holdPatronId), name: orNull(fields.holdPatronName) }
  return hold.patron === null && hold.name === null ? null : hold
}

export function patronOf(text: string): PatronId | null {
  try {
    return patronId(text)
  } catch {
    return null
  }
}

/** The currency that the server names, or else `otherwise`. */
export const currencyOf = (
  { currency = '' }: { readonly currency?: string | undefined },
  otherwise: string,
): string => (/^[A-Z]{3}$/.test(currency) ? currency : otherwise)

/** What is owed, in the currency the server names, or else in `currency`. */
export const amount = (
  fields: { readonly feeAmount?: string | undefined; readonly currency?: string | undefined },
  currency: string,
): Money | null => money(fields.feeAmount, currencyOf(fields, currency))

/** A minus of its own, blanks that do not break, and the apostrophe of Swiss thousands, as typesetters write them. */
const plain = (text: string): string =>
  text
    .replaceAll('\u2212', '-')
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .replaceAll('\u2019', "'")
/** A credit as accountants write it: '(2.75)', '2.75-'. */
const CREDIT = /^\s*\(.*\)\s*$|\d-\s*$/

/**
 * Decimal text in the server's notation ('3.50', '3,50', '$1,234.50', '15', '15.750000', '(2.75)'); null where it is no
 * amount. SIP2 2.00 leaves the notation to the server.
 */
export function money(text: string | undefined, currency: string): Money | null {
  const written = plain(text ?? '')
  const [, sign, number] = /(-?)[^\d.,-]*((?:\d|[.,]\d)[\d.,' ]*)/.exec(written) ?? []
  if (number === undefined) return null
  const places = minorPlaces(currency)
  const digits = number.replaceAll(/[' ]/g, '').replace(/[.,]+$/, '')
  const point = decimalPoint(digits, places)
  const whole = digits.slice(0, point).replaceAll(/[.,]/g, '')
  const fraction = digits.slice(point + 1)
  const minor = Math.round(Number(`${whole}.${fraction}`) * 10 ** places)
  if (!Number.isSafeInteger(minor)) return null
  const isCredit = sign === '-' || CREDIT.test(written)
  return { minor: isCredit && minor > 0 ? -minor : minor, currency }
}

/**
 * Where the fraction begins, or the end. Three digits after the only kind of mark are thousands, unless the currency
 * has three decimals or a nought stands before.
 */
function decimalPoint(digits: string, places: number): number {
  const point = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','))
  if (point < 0) return digits.length
  const marks = digits.replaceAll(/\d/g, '')
  if (marks.length > 1 && marks.at(-1) === marks.at(-2)) return digits.length
  const thousands =
    digits.length - point === 4 && marks.length === 1 && places !== 3 && !/^0?[.,]/.test(digits)
  return thousands ? digits.length : point
}

/** Major units with every decimal: '3.50', '350', '3,500'. */
export function moneyText({ minor, currency }: Money, mark: '.' | ','): string {
  const places = minorPlaces(currency)
  const digits = String(minor).padStart(places + 1, '0')
  return places === 0 ? digits : `${digits.slice(0, -places)}${mark}${digits.slice(-places)}`
}

/** Digits of the minor unit (ISO 4217): 2 for most, 0 for JPY, 3 for KWD. */
function minorPlaces(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en', { style: 'currency', currency })
    return format.resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
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
