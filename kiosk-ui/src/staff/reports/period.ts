/** Days and months by their names: '2026-01-15', '2026-01'. */
export type Span = 'day' | 'month'

const two = (value: number): string => String(value).padStart(2, '0')
const DAY_CHARACTERS = 10

export function periodAt(span: Span, at: Date): string {
  const month = `${at.getFullYear()}-${two(at.getMonth() + 1)}`
  return span === 'month' ? month : `${month}-${two(at.getDate())}`
}

export const spanOf = (period: string): Span => (period.length < DAY_CHARACTERS ? 'month' : 'day')

/** So many days, or months, later. */
export function later(period: string, steps: number): string {
  const [year = 0, month = 1, day] = period.split('-').map(Number)
  return day === undefined
    ? periodAt('month', new Date(year, month - 1 + steps, 1))
    : periodAt('day', new Date(year, month - 1, day + steps))
}

/** The other length: a day's month, and of a month its last day that is not to come. */
export function inSpan(period: string, span: Span, now: Date): string {
  if (spanOf(period) === span) return period
  if (span === 'month') return period.slice(0, -3)
  const [year = 0, month = 1] = period.split('-').map(Number)
  return notAfter(periodAt('day', new Date(year, month, 0)), periodAt('day', now))
}

export const notAfter = (period: string, newest: string): string => (period > newest ? newest : period)
