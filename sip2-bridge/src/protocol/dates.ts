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

/** Year, month, day, then hours, minutes, seconds where the form has them. */
type Parts = readonly (string | undefined)[]

const TIME = String.raw`(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?`
const FORMS: readonly { readonly form: RegExp; readonly parts: (match: RegExpExecArray) => Parts }[] = [
  // 20261215    235900, also with a zone word between, and without the time.
  {
    form: /^(\d{4})(\d{2})(\d{2})(?:[ 0A-Z]{4}(\d{2})(\d{2})(\d{2}))?$/,
    parts: ([, y, m, d, h, n, s]) => [y, m, d, h, n, s],
  },
  {
    form: new RegExp(`^(\\d{4})-(\\d{1,2})-(\\d{1,2})${TIME}`),
    parts: ([, y, m, d, h, n, s]) => [y, m, d, h, n, s],
  },
  {
    form: new RegExp(`^(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})${TIME}$`),
    parts: ([, d, m, y, h, n, s]) => [y, m, d, h, n, s],
  },
]
const SLASHES = new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4})${TIME}$`)

/**
 * Local date-time without zone ('2026-12-15T23:59:00'), or the date alone where no time is given. Null where the text
 * is no date, or could be two: 03/04/2026 is March to some and April to others.
 */
export function readDueDate(text: string): string | null {
  const clean = text.trim()
  for (const { form, parts } of FORMS) {
    const match = form.exec(clean)
    if (match !== null) return isoOf(parts(match))
  }
  const slashes = SLASHES.exec(clean)
  if (slashes === null) return null
  const [, first, second, year, h, n, s] = slashes
  if (Number(first) > 12) return isoOf([year, second, first, h, n, s])
  return Number(second) > 12 || first === second ? isoOf([year, first, second, h, n, s]) : null
}

function isoOf([year, month, day, hours, minutes, seconds]: Parts): string | null {
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null
  const iso = date.toISOString().slice(0, 10)
  if (hours === undefined) return iso
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59) return null
  return `${iso}T${two(Number(hours))}:${minutes}:${seconds ?? '00'}`
}
