/** A day or a month on the kiosk's own clock, and the hours or days it consists of. */
import { dayStart } from '../../runtime/local-hours.ts'

export interface Period {
  readonly span: 'day' | 'month'
  /** '2026-01-15' or '2026-01' */
  readonly name: string
  /** Milliseconds since 1970, the end not included. */
  readonly from: number
  readonly to: number
  /** Beginnings of its hours, or of its days. A day has 23, 24 or 25 hours. */
  readonly slots: readonly number[]
}

const NAME = /^(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?$/
const HOUR_MILLISECONDS = 3_600_000

/** Null for what names neither. */
export function periodOf(name: string): Period | null {
  const [, year, month, day] = NAME.exec(name) ?? []
  if (year === undefined || month === undefined) return null
  const date = (months: number, days: number) => new Date(Number(year), Number(month) - 1 + months, days)
  if (day === undefined) {
    const [from, to] = [date(0, 1).getTime(), date(1, 1).getTime()]
    const days = Array.from({ length: date(1, 0).getDate() }, (_, index) => date(0, index + 1).getTime())
    return { span: 'month', name, from, to, slots: days }
  }
  const begin = date(0, Number(day))
  if (begin.getMonth() !== Number(month) - 1) return null
  const [from, to] = [begin.getTime(), date(0, Number(day) + 1).getTime()]
  const hours = Array.from(
    { length: Math.ceil((to - from) / HOUR_MILLISECONDS) },
    (_, index) => from + index * HOUR_MILLISECONDS,
  )
  return { span: 'day', name, from, to, slots: hours }
}

/** The beginning of the slot a moment within the period belongs to. */
export function slotOf({ from, span }: Period, at: number): number {
  if (span === 'month') return dayStart(at)
  return from + Math.floor((at - from) / HOUR_MILLISECONDS) * HOUR_MILLISECONDS
}
