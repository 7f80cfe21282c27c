/** Dates as the demo library reads and writes them. */
import { sip2Timestamp } from '../protocol/dates.ts'
import type { CirculationManners } from './personality.ts'

/** SIP2 2.00, "Date and time": YYYYMMDD, a zone of four characters, HHMMSS. */
const SIP2 = /^(\d{4})(\d{2})(\d{2})(.{4})(\d{2})(\d{2})(\d{2})$/

/** Milliseconds since 1970, or null where it is no date. A zone of Z is UTC; any other is taken for local time. */
export function timeOf(text: string): number | null {
  const [, year, month, day, zone = '', hours, minutes, seconds] = SIP2.exec(text) ?? []
  if (year === undefined) return null
  const parts = [
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hours),
    Number(minutes),
    Number(seconds),
  ] as const
  const time = zone.trim() === 'Z' ? Date.UTC(...parts) : new Date(...parts).getTime()
  return Number.isFinite(time) && Number(month) >= 1 && Number(month) <= 12 ? time : null
}

export function timestamp(time: number, { zone }: CirculationManners): string {
  const text = sip2Timestamp(new Date(time))
  return zone === '    ' ? text : text.slice(0, 8) + zone + text.slice(12)
}

/** A due date in the form of the server. */
export function dueText(time: number, manners: CirculationManners): string {
  const text = sip2Timestamp(new Date(time))
  const [year, month, day] = [text.slice(0, 4), text.slice(4, 6), text.slice(6, 8)]
  const clock = text.slice(12).replaceAll(/(..)(?=.)/g, '$1:')
  if (manners.dueDate === 'iso') return `${year}-${month}-${day} ${clock}`
  if (manners.dueDate === 'sipUtc') return utcTimestamp(time)
  return timestamp(time, manners)
}

/** UTC that does not say so (invenio_sip2/utils.py, `parse_circulation_date`). */
function utcTimestamp(time: number): string {
  const digits = new Date(time).toISOString().replaceAll(/\D/g, '')
  return `${digits.slice(0, 8)}    ${digits.slice(8, 14)}`
}

/** 31.12.2026, as a fee's date stands in 64 (edge-sip2, resources/templates/lib.ftl). */
export function dottedDay(time: number): string {
  const text = sip2Timestamp(new Date(time))
  return `${text.slice(6, 8)}.${text.slice(4, 6)}.${text.slice(0, 4)}`
}
