/**
 * Dates. SIP2's own form has 18 characters: YYYYMMDD, four characters of zone (blanks: local time), HHMMSS (SIP2 2.00,
 * "Date and time"). Due dates are free text and come in the form of the country, or of the server's author.
 */

const two = (value: number): string => String(value).padStart(2, '0')

/** Local time, blank zone. */
export function sip2Timestamp(date: Date): string {
  const day = `${String(date.getFullYear()).padStart(4, '0')}${two(date.getMonth() + 1)}${two(date.getDate())}`
  return `${day}    ${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`
}

export const NO_TIMESTAMP = ' '.repeat(18)

const TIME = '(?:[ T]+(?<h>\\d{1,2}):(?<n>\\d{2})(?::(?<s>\\d{2})(?:\\.\\d+)?)?(?: ?(?<half>[AP])M)?)?'
const ZONE = '(?<zone>Z|[+-]\\d{2}:?\\d{2})?'
const FORMS: readonly RegExp[] = [
  // 20261215    235900, also with a zone letter before the time, and without the time.
  /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})(?:[ 0]{3}(?<zone>[ 0A-Z])(?<h>\d{2})(?<n>\d{2})(?<s>\d{2}))?$/,
  new RegExp(`^(?<y>\\d{4})-(?<m>\\d{1,2})-(?<d>\\d{1,2})${TIME}${ZONE}$`),
  new RegExp(`^(?<d>\\d{1,2})\\.(?<m>\\d{1,2})\\.(?<y>\\d{4})${TIME}$`),
]
const SLASHES = new RegExp(`^(?<first>\\d{1,2})/(?<second>\\d{1,2})/(?<y>\\d{4})${TIME}$`)

type Parts = Readonly<Record<string, string | undefined>>

/**
 * Local date-time without zone ('2026-12-15T23:59:00'), or the date alone where no time is given. Null where the text
 * is no date, or could be two: 03/04/2026 is March to some and April to others. UTC is turned into local time; any
 * other zone is taken for the library's own.
 */
export function readDueDate(text: string): string | null {
  const clean = text.trim()
  for (const form of FORMS) {
    const match = form.exec(clean)
    if (match?.groups !== undefined) return isoOf(match.groups)
  }
  const parts = SLASHES.exec(clean)?.groups
  if (parts === undefined) return null
  const { first = '', second = '' } = parts
  if (Number(first) > 12) return isoOf({ ...parts, d: first, m: second })
  return Number(second) > 12 || first === second ? isoOf({ ...parts, d: second, m: first }) : null
}

function isoOf({ y, m, d, h, n, s = '00', half, zone }: Parts): string | null {
  const date = new Date(Date.UTC(Number(y), Number(m) - 1, Number(d)))
  const same = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
  if (same.join() !== [y, m, d].map(Number).join()) return null
  const day = date.toISOString().slice(0, 10)
  if (h === undefined) return day
  const hours = half === undefined ? Number(h) : (Number(h) % 12) + (half === 'P' ? 12 : 0)
  if (hours > 23 || Number(n) > 59 || Number(s) > 59 || (half !== undefined && Number(h) > 12)) return null
  const time = `${two(hours)}:${n}:${s}`
  return zone === 'Z' ? localOf(new Date(`${day}T${time}Z`)) : `${day}T${time}`
}

function localOf(date: Date): string {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}
