/** When alarms are silent: hours of the week on the kiosk's own clock. */

/** As `Date.getDay` counts: 0 is Sunday. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** From `from` until before `to`, both 'HH:MM'; where `to` is not later, until then on the next day. */
export interface SilentTime {
  readonly days: readonly Weekday[]
  readonly from: string
  readonly to: string
}

const DAYS = WEEKDAYS.length
const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))

export function isSilent(times: readonly SilentTime[], at: number): boolean {
  const local = new Date(at)
  const minute = local.getHours() * 60 + local.getMinutes()
  const today = WEEKDAYS[local.getDay()] ?? 'sun'
  const yesterday = WEEKDAYS[(local.getDay() + DAYS - 1) % DAYS] ?? 'sun'
  return times.some(({ days, from, to }) => {
    const [begin, end] = [minutesOf(from), minutesOf(to)]
    if (begin < end) return days.includes(today) && minute >= begin && minute < end
    return (days.includes(today) && minute >= begin) || (days.includes(yesterday) && minute < end)
  })
}
