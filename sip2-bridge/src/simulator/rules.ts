/** The demo library's rules, as data: who may have how much, how long, and on which days it is closed. */
import type { DemoMedia } from './items.ts'

export type PatronCategory = 'adult' | 'child' | 'guest'

export interface LendingRules {
  readonly loanDays: Readonly<Record<DemoMedia, number>>
  readonly itemsMax: Readonly<Record<PatronCategory, number>>
  /** Of a generated card, which is there for load: as many as SIP2's counts can tell. */
  readonly generatedItemsMax: number
  readonly renewalsMax: number
  /** Owing this much, in minor units, denies checkouts and renewals. */
  readonly owesMaxMinor: number
  /** 0 is Sunday. */
  readonly closedWeekdays: readonly number[]
  /** Closed every year: month and day, '12-25'. */
  readonly closedDates: readonly string[]
}

export const RULES: LendingRules = {
  loanDays: { book: 28, audiobook: 21, music: 14, film: 7, magazine: 7, game: 14 },
  itemsMax: { adult: 30, child: 3, guest: 2 },
  generatedItemsMax: 9999,
  renewalsMax: 2,
  owesMaxMinor: 1000,
  closedWeekdays: [0],
  closedDates: ['01-01', '05-01', '12-25', '12-26'],
}

const two = (value: number): string => String(value).padStart(2, '0')

const isClosed = (day: Date): boolean =>
  RULES.closedWeekdays.includes(day.getDay()) ||
  RULES.closedDates.includes(`${two(day.getMonth() + 1)}-${two(day.getDate())}`)

/** 23:59:00 local time of the first open day after the loan's days; both in milliseconds since 1970. */
export function dueAfter(from: number, media: DemoMedia): number {
  const due = new Date(from)
  due.setDate(due.getDate() + RULES.loanDays[media])
  while (isClosed(due)) due.setDate(due.getDate() + 1)
  return due.setHours(23, 59, 0, 0)
}
