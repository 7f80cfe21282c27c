/**
 * Dates. SIP2's own form has 18 characters: YYYYMMDD, four characters of zone (blanks: local time), HHMMSS (SIP2 2.00,
 * "Date and time"). Due dates are free text and come in the form of the country, or of the server's author.
 */

const two = (value: number): string => String(value).padStart(2, '0')

/** The four characters between date and time: blanks (or noughts, to servers that want them) for local time, Z for UTC. */
export type Zone = '    ' | '0000' | '   Z'

export function sip2Timestamp(date: Date, zone: Zone = '    '): string {
  const local = zone === '   Z' ? date.toISOString() : localOf(date)
  const [, day = '', time = ''] = /^(.{10})T(.{8})/.exec(local) ?? []
  return `${day.replaceAll('-', '')}${zone}${time.replaceAll(':', '')}`
}

export const NO_TIMESTAMP = ' '.repeat(18)

// Symphony writes a comma between date and time (cap60552/php-sip2, sip2.class.php, an answer to 29).
const TIME = '(?:[ T,]+(?<h>\\d{1,2}):(?<n>\\d{2})(?::(?<s>\\d{2})(?:\\.\\d+)?)?(?: ?(?<half>[APap])[Mm])?)?'
const ZONE = '(?<zone>Z|[+-]\\d{2}:?\\d{2})?'
const FORMS: readonly RegExp[] = [
  // 20261215    235900, also with a zone letter before the time, and without the time.
  /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})(?:[ 0]{3}(?<zone>[ 0A-Z])(?<h>\d{2})(?<n>\d{2})(?<s>\d{2}))?$/,
  // The zone behind the time, or no room for one.
  /^(?<y>\d{4})(?<m>\d{2})(?<d>\d{2}) ?(?<h>\d{2})(?<n>\d{2})(?<s>\d{2})(?: {0,3}(?<zone>[ 0A-Z])|0000)?$/,
  new RegExp(`^(?<y>\\d{4})-(?<m>\\d{1,2})-(?<d>\\d{1,2})${TIME}${ZONE}$`),
  new RegExp(`^(?<d>\\d{1,2})\\.(?<m>\\d{1,2})\\.(?<y>\\d{4})${TIME}$`),
]
const SLASHES = new RegExp(`^(?<first>\\d{1,2})(?<mark>[/-])(?<second>\\d{1,2})\\k<mark>(?<y>\\d{4})${TIME}$`)

type Parts = Readonly<Record<string, string | undefined>>

export interface DateReading {
  /** Which of the two comes first where slashes or dashes stand between them; null: not known, and not guessed. */
  readonly dayOrMonthFirst: 'day' | 'month' | null
  /** Dates that name no zone are in UTC. */
  readonly datesAreUtc: boolean
}
const AS_WRITTEN: DateReading = { dayOrMonthFirst: null, datesAreUtc: false }

/**
 * Local date-time without zone ('2026-12-15T23:59:00'), or the date alone where no time is given. Null where the text
 * is no date, or could be two: 03/04/2026 is March to some and April to others. UTC is turned into local time; any
 * other zone is taken for the library's own.
 */
export function readDueDate(text: string, reading: DateReading = AS_WRITTEN): string | null {
  const parts = partsOf(text.trim(), reading.dayOrMonthFirst)
  if (parts === null) return null
  const { zone = '' } = parts
  const utc = reading.datesAreUtc && /^[ 0]?$/.test(zone)
  return isoOf(utc ? { ...parts, zone: 'Z' } : parts)
}

function partsOf(text: string, order: DateReading['dayOrMonthFirst']): Parts | null {
  for (const form of FORMS) {
    const match = form.exec(text)
    if (match?.groups !== undefined) return match.groups
  }
  const parts = SLASHES.exec(text)?.groups
  if (parts === undefined) return null
  const { first = '', second = '' } = parts
  const dayFirst = { ...parts, d: first, m: second }
  const monthFirst = { ...parts, d: second, m: first }
  if (Number(first) > 12) return dayFirst
  if (Number(second) > 12 || first === second) return monthFirst
  if (order === null) return null
  return order === 'day' ? dayFirst : monthFirst
}

function isoOf({ y, m, d, h, n, s = '00', half, zone }: Parts): string | null {
  const date = new Date(Date.UTC(Number(y), Number(m) - 1, Number(d)))
  const same = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()]
  if (same.join() !== [y, m, d].map(Number).join()) return null
  const day = date.toISOString().slice(0, 10)
  if (h === undefined) return day
  const hours = half === undefined ? Number(h) : (Number(h) % 12) + (half.toUpperCase() === 'P' ? 12 : 0)
  if (hours > 23 || Number(n) > 59 || Number(s) > 59 || (half !== undefined && Number(h) > 12)) return null
  const time = `${two(hours)}:${n}:${s}`
  return zone === 'Z' ? localOf(new Date(`${day}T${time}Z`)) : `${day}T${time}`
}

function localOf(date: Date): string {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}
