/** When an item counts as returned, by the library's opening hours. Pure; all on the kiosk's own clock and time zone. */

export interface Opening {
  /** 0 (Sunday) to 6, as `Date.getDay`. */
  readonly days: readonly number[]
  /** Minutes since midnight. */
  readonly opens: number
  readonly closes: number
}

export interface Calendar {
  readonly openings: readonly Opening[]
  /** '2026-12-25' */
  readonly closedDates: ReadonlySet<string>
}

/** Further back no closing is looked for: a library that was shut so long has told its patrons otherwise. */
export const LOOK_BACK_DAYS = 60

/**
 * The last closing before `at` (milliseconds since 1970), or `at` itself where the library is open then, or where no
 * closing is found within `LOOK_BACK_DAYS`. What falls into the drop before the doors open counts for the evening
 * before.
 */
export function lastClosing(at: number, calendar: Calendar): number {
  const moment = new Date(at)
  for (let back = 0; back <= LOOK_BACK_DAYS; back++) {
    const day = new Date(moment.getFullYear(), moment.getMonth(), moment.getDate() - back)
    if (calendar.closedDates.has(dateText(day))) continue
    let closing: number | null = null
    for (const { days, opens, closes } of calendar.openings) {
      if (!days.includes(day.getDay())) continue
      const [from, to] = [atMinute(day, opens), atMinute(day, closes)]
      if (at >= from && at < to) return at
      if (to <= at && (closing === null || to > closing)) closing = to
    }
    if (closing !== null) return closing
  }
  return at
}

/** By the calendar, so that a day on which the clocks change has its hours too. */
const atMinute = (day: Date, minute: number): number =>
  new Date(day.getFullYear(), day.getMonth(), day.getDate(), 0, minute).getTime()

const two = (value: number): string => String(value).padStart(2, '0')
const dateText = (day: Date): string =>
  `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`
