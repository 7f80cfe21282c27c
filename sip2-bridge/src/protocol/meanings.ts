/** What coded values of SIP2 2.00 mean, in words for people (3M Standard Interchange Protocol, revision 2.12). */

type Meanings = Readonly<Record<string, string>>

const YES_NO: Meanings = { Y: 'yes', N: 'no', U: 'unknown' }
const OK: Meanings = { '0': 'no', '1': 'yes' }
const numbered = (width: number, from: number, names: readonly string[]): Meanings =>
  Object.fromEntries(names.map((name, index) => [String(index + from).padStart(width, '0'), name]))

const FEE_TYPE = numbered(2, 1, [
  'other or unknown',
  'administrative',
  'damage',
  'overdue',
  'processing',
  'rental',
  'replacement',
  'computer access',
  'hold',
])

/** By the field's name; fields of Y and N alone are known by their kind. */
const BY_FIELD: Readonly<Record<string, Meanings>> = {
  ok: OK,
  itemPropertiesOk: OK,
  alertType: {
    ...numbered(2, 0, [
      'nothing special',
      'on hold for a patron here',
      'on hold for another branch',
      'on hold for an interlibrary loan',
      'to another branch',
    ]),
    '99': 'other',
  },
  circulationStatus: numbered(2, 1, [
    'other',
    'on order',
    'available',
    'charged',
    'charged; not to be recalled yet',
    'in process',
    'recalled',
    'waiting on hold shelf',
    'waiting to be re-shelved',
    'in transit',
    'claimed returned',
    'lost',
    'missing',
  ]),
  feeType: FEE_TYPE,
  feeTypeCode: FEE_TYPE,
  holdMode: { '+': 'add', '-': 'cancel', '*': 'change' },
  holdType: numbered(1, 1, ['other', 'any copy', 'this copy', 'any copy at one branch']),
  mediaType: numbered(3, 0, [
    'other',
    'book',
    'magazine',
    'bound journal',
    'audio tape',
    'video tape',
    'CD or CD-ROM',
    'diskette',
    'book with diskette',
    'book with CD',
    'book with audio tape',
  ]),
  paymentType: numbered(2, 0, ['cash', 'VISA', 'credit card']),
  securityMarker: numbered(2, 0, ['other', 'none', 'tattle-tape', 'whisper tape']),
  statusCode: numbered(1, 0, ['in order', 'printer out of paper', 'about to shut down']),
  timeoutPeriod: { '000': 'server not on-line', '999': 'unknown' },
  retriesAllowed: { '999': 'unknown' },
  language: numbered(3, 0, [
    'unknown',
    'English',
    'French',
    'German',
    'Italian',
    'Dutch',
    'Swedish',
    'Finnish',
    'Spanish',
    'Danish',
    'Portuguese',
    'Canadian French',
    'Norwegian',
    'Hebrew',
    'Japanese',
    'Russian',
    'Arabic',
    'Polish',
    'Greek',
    'Chinese',
    'Korean',
    'North American Spanish',
    'Tamil',
    'Malay',
    'United Kingdom',
    'Icelandic',
    'Belgian',
    'Taiwanese',
  ]),
}

/** Fields in which each position says something; where it is Y, in words. */
const BY_POSITION: Readonly<Record<string, readonly string[]>> = {
  patronStatus: [
    'charge privileges denied',
    'renewal privileges denied',
    'recall privileges denied',
    'hold privileges denied',
    'card reported lost',
    'too many items charged',
    'too many items overdue',
    'too many renewals',
    'too many claims of items returned',
    'too many items lost',
    'excessive fines',
    'excessive fees',
    'recall overdue',
    'too many items billed',
  ],
  summary: ['holds', 'overdue items', 'charged items', 'fines', 'recalls', 'holds not ready', 'fee details'],
  supportedMessages: [
    'patron status',
    'checkout',
    'checkin',
    'block patron',
    'status',
    'resend',
    'login',
    'patron information',
    'end session',
    'fee paid',
    'item information',
    'item status update',
    'patron enable',
    'hold',
    'renew',
    'renew all',
  ],
}

const DATE = /^(\d{4})(\d{2})(\d{2})(.{4})(\d{2})(\d{2})(\d{2})$/

/** Every coded value of a field, in order; undefined for a field without codes. */
export const codesOf = (field: string): readonly (readonly [code: string, meaning: string])[] | undefined => {
  const known = BY_FIELD[field]
  // An object's keys that look like numbers come first, whatever their order was.
  return known === undefined ? undefined : Object.entries(known).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** What each position of a field of flags says, from position 0; undefined for a field without positions. */
export const positionsOf = (field: string): readonly string[] | undefined => BY_POSITION[field]

/** Undefined for a value that needs no explanation, or has none. */
export function meaningOf(field: string, value: string): string | undefined {
  const positions = BY_POSITION[field]
  if (positions !== undefined) {
    return positions.filter((_, position) => value[position] === 'Y').join(', ') || 'nothing'
  }
  const known = BY_FIELD[field]
  if (known !== undefined) return known[value]
  if (value.length === 1) return YES_NO[value]
  const date = DATE.exec(value)
  if (date === null) return undefined
  const [, year, month, day, zone = '', hours, minutes, seconds] = date
  return `${year}-${month}-${day} ${hours}:${minutes}:${seconds} ${zone.trim() || 'local time'}`
}
