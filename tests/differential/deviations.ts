/**
 * Where another implementation reads a message differently from SIP2 2.00, and why that is its doing. A reading of ours,
 * put through a peer's deviations, is that peer's own to the letter; what is named here and no longer seen is a mistake.
 */
import type { Reading } from './recordings.ts'

export interface Deviation {
  readonly by: string
  readonly what: string
  readonly concerns: (message: string) => boolean
  /** Null: the reading cannot be compared. */
  readonly as: (reading: Reading, message: string) => Reading | null
}

const code = (message: string): string => message.slice(0, 2)
const answers =
  (...codes: readonly string[]) =>
  (message: string) =>
    codes.includes(code(message))
const withoutTrailer = (message: string): boolean => !/AZ[0-9A-F]{4}$/.test(message)
const ITEM = { first: 0, last: 2 }
const COUNTS = { first: 3, last: 8 }

export const DEVIATIONS: readonly Deviation[] = [
  {
    by: 'php-sip2',
    what: 'parseHoldResponse takes 18 characters for a fixed expiry date; 2.00 has it as field BW',
    concerns: answers('16'),
    as: () => null,
  },
  {
    by: 'php-sip2',
    what: '_parsevariabledata cuts seven bytes off every message, trailer or not',
    concerns: withoutTrailer,
    as: () => null,
  },
  {
    by: 'php-sip2',
    what: '_parsevariabledata leaves out fields with an empty value',
    concerns: (message) => message.includes('|') && !withoutTrailer(message),
    as: (reading) => ({ ...reading, fields: reading.fields.filter(([, value]) => value.trim() !== '') }),
  },
  {
    by: 'php-sip2',
    what: 'codes of 18 and counts of 64 are numbers without leading zeros',
    concerns: answers('18', '64'),
    as: ({ fixed, fields }, message) => {
      const { first, last } = code(message) === '18' ? ITEM : COUNTS
      return {
        fields,
        fixed: fixed.map((text, at) => (at >= first && at <= last ? String(Number(text)) : text)),
      }
    },
  },
  {
    by: 'SIP2-Client-for-Python',
    what: 'sip_hold_response takes 18 characters for a fixed expiry date, as php-sip2 does, from which it was made',
    concerns: answers('16'),
    as: () => null,
  },
  {
    by: 'SIP2-Client-for-Python',
    what: '_response_parse_varData cuts six characters off every message while checksums are on, trailer or not',
    concerns: withoutTrailer,
    as: () => null,
  },
  {
    by: 'SIPServer',
    what: 'templates of Sip/MsgType.pm unpack flags as numbers',
    concerns: answers('01', '09', '11', '29', '99'),
    as: ({ fixed, fields }) => ({
      fields,
      fixed: fixed.map((text) => (text.length === 1 ? String(text.charCodeAt(0)) : text)),
    }),
  },
  {
    by: 'SIPServer',
    what: 'templates of Sip/MsgType.pm unpack text without the blanks at its end',
    concerns: answers('11', '29', '63'),
    as: ({ fixed, fields }) => ({ fields, fixed: fixed.map((text) => text.trimEnd()) }),
  },
]

/** Our reading as the peer would give it, or null where its deviations leave nothing to compare. */
export function asReadBy(peer: string, reading: Reading, message: string): Reading | null {
  return DEVIATIONS.filter(({ by, concerns }) => by === peer && concerns(message)).reduce<Reading | null>(
    (so, { as }) => (so === null ? null : as(so, message)),
    reading,
  )
}
