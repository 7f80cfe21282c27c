import { describe, expect, it } from 'vitest'
import { type Calendar, lastClosing } from './return-date.ts'

const WEEK: Calendar = {
  openings: [
    { days: [1, 2, 3, 4, 5], opens: 10 * 60, closes: 13 * 60 },
    { days: [1, 2, 3, 4, 5], opens: 14 * 60, closes: 18 * 60 },
  ],
  closedDates: new Set(['2026-12-25']),
}
const at = (text: string) => new Date(text).getTime()
const counted = (text: string, calendar = WEEK) => new Date(lastClosing(at(text), calendar))

describe('when a return counts', () => {
  it('counts when it came while the library is open', () => {
    expect(counted('2026-11-25T10:00')).toEqual(new Date('2026-11-25T10:00'))
    expect(counted('2026-11-25T17:59:59')).toEqual(new Date('2026-11-25T17:59:59'))
  })
  it('counts for the closing before it in the night, at noon and over the weekend', () => {
    expect(counted('2026-11-25T18:00')).toEqual(new Date('2026-11-25T18:00'))
    expect(counted('2026-11-26T03:30')).toEqual(new Date('2026-11-25T18:00'))
    expect(counted('2026-11-25T13:30')).toEqual(new Date('2026-11-25T13:00'))
    expect(counted('2026-11-29T22:00')).toEqual(new Date('2026-11-27T18:00'))
  })
  it('knows the days on which the library stays closed', () => {
    expect(counted('2026-12-25T15:00')).toEqual(new Date('2026-12-24T18:00'))
  })
  it('counts when it came where no closing is known', () => {
    expect(counted('2026-11-26T03:30', { openings: [], closedDates: new Set() })).toEqual(
      new Date('2026-11-26T03:30'),
    )
  })
  it('is right on the days on which the clocks change', () => {
    expect(counted('2026-10-25T02:30')).toEqual(new Date('2026-10-23T18:00'))
    expect(counted('2026-03-30T09:00')).toEqual(new Date('2026-03-27T18:00'))
  })
})
