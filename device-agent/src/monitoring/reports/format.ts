/** Numbers, times and spans of time as they are read. */
import type { ReportLanguage } from '../../contract/report.ts'
import type { Period } from './period.ts'

const MINUTE_MILLISECONDS = 60_000
const HOUR_MINUTES = 60
const two = (value: number): string => String(value).padStart(2, '0')

export interface Formats {
  readonly number: (value: number) => string
  /** Of a whole: '97.5 %'; never 100 where something is missing. */
  readonly percent: (share: number) => string
  /** '7 h 05 min' */
  readonly duration: (milliseconds: number) => string
  readonly title: (period: Period) => string
  readonly moment: (at: number) => string
  /** '9', '15' */
  readonly slotLabel: (period: Period, start: number) => string
  /** '09:00–10:00', 'Thursday 15' */
  readonly slotName: (period: Period, start: number) => string
}

const TENTHS = 1_000

export function formatsFor(language: ReportLanguage): Formats {
  // British English: what is not American reads so everywhere.
  const locale = language === 'en' ? 'en-GB' : language
  const number = new Intl.NumberFormat(locale)
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full' })
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' })
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' })
  const hourOf = (start: number) => new Date(start).getHours()
  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share < 1 ? Math.floor(share * TENTHS) / TENTHS : 1),
    duration: (milliseconds) => {
      const minutes = Math.round(milliseconds / MINUTE_MILLISECONDS)
      if (minutes === 0) return milliseconds > 0 ? '< 1 min' : '–'
      const [hours, rest] = [Math.floor(minutes / HOUR_MINUTES), minutes % HOUR_MINUTES]
      return hours === 0 ? `${rest} min` : `${number.format(hours)} h ${two(rest)} min`
    },
    title: ({ from, span }) => (span === 'day' ? day : month).format(from),
    moment: (at) => moment.format(at),
    slotLabel: ({ span }, start) => String(span === 'day' ? hourOf(start) : new Date(start).getDate()),
    slotName: ({ span }, start) =>
      span === 'day' ? `${two(hourOf(start))}:00–${two((hourOf(start) + 1) % 24)}:00` : weekday.format(start),
  }
}
