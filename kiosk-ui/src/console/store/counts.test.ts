import { describe, expect, it } from 'vitest'
import { chartsOf, figuresOf, localDate, shownOf } from '../numbers/spans.ts'
import { consoleWords } from '../words.ts'
import { daysOf, filled, fleetToday, hoursOf, SUMMED, todayOf, together, within } from './counts.ts'
import { testFleet } from './fleet.test-support.ts'

const HOUR = 3_600_000
const at = (day: number, hour: number) => new Date(2026, 0, day, hour).getTime()
const sums = (over: object = {}) => ({
  visits: 0,
  checkouts: 0,
  returns: 0,
  renewals: 0,
  refusals: 0,
  ...over,
})
const rows = (values: readonly number[]) => Object.fromEntries(SUMMED.map((name) => [name, values]))
const hours = (from: number, values: readonly number[], more: object = {}) => {
  const read = hoursOf({ from: new Date(from).toISOString(), ...rows(values), ...more })
  if (read === null) throw new Error('no hours')
  return read
}

describe('what a kiosk counted', () => {
  it('stands with the kiosk, each kind by itself', () => {
    const { kiosk, tell } = testFleet()
    tell('k/counts/today', { day: '2026-01-15', ...sums({ visits: 4, checkouts: 9 }) })
    tell('k/counts/hours', { from: '2026-01-15T09:00:00.000Z', ...rows([1, 2]) })
    tell('k/counts/days', { first: '2026-01-14', ...rows([3, 4]) })
    expect(kiosk().today).toEqual({ day: '2026-01-15', sums: sums({ visits: 4, checkouts: 9 }), money: [] })
    expect(kiosk().hours?.starts).toEqual([Date.UTC(2026, 0, 15, 9), Date.UTC(2026, 0, 15, 10)])
    expect(kiosk().days?.starts).toEqual([Date.UTC(2026, 0, 14), Date.UTC(2026, 0, 15)])
    expect(kiosk().days?.values.returns).toEqual([3, 4])
  })

  it('is nothing where it was not sent as it should be', () => {
    expect(todayOf({ day: 'today' })).toBeNull()
    expect(hoursOf({ from: 'noon', ...rows([1]) })).toBeNull()
    expect(daysOf({ first: '2026-1-4', ...rows([1]) })).toBeNull()
    const money = [{ currency: 'euro', minor: 1 }, { currency: 'EUR', minor: 250 }, 7]
    expect(todayOf({ day: '2026-01-15', money })?.money).toEqual([{ currency: 'EUR', minor: 250 }])
    expect(hoursOf({ from: '2026-01-15T09:00:00Z', visits: [1, 'x'] })?.values.visits).toEqual([1, 0])
  })
})

describe('counts of several kiosks', () => {
  it('are added up by the time they are of; money by its currency', () => {
    const first = hours(at(15, 9), [1, 2], { money: [{ currency: 'EUR', minor: [100, 0] }] })
    const later = hours(at(15, 10), [10, 20], { money: [{ currency: 'EUR', minor: [50, 5] }] })
    const all = together([first, later])
    expect(all?.starts).toEqual([at(15, 9), at(15, 10), at(15, 11)])
    expect(all?.values.visits).toEqual([1, 12, 20])
    expect(all?.money).toEqual([{ currency: 'EUR', minor: [100, 50, 5] }])
    expect(together([])).toBeNull()
  })

  it('of today leave out a kiosk that has not told of it', () => {
    const told = { day: '2026-01-15', sums: sums({ visits: 4 }), money: [{ currency: 'EUR', minor: 3 }] }
    const old = { ...told, day: '2026-01-14' }
    expect(fleetToday([told, null, old, told], '2026-01-15')).toEqual({
      day: '2026-01-15',
      sums: sums({ visits: 8 }),
      money: [{ currency: 'EUR', minor: 6 }],
    })
  })

  it('can be cut to a time, and filled up to one', () => {
    const slots = hours(at(15, 9), [1, 2, 3])
    expect(within(slots, at(15, 10), at(15, 11)).values.visits).toEqual([2])
    const day = filled(slots, at(15, 10), at(15, 14), HOUR)
    expect(day.values.visits).toEqual([2, 3, 0, 0])
    expect(day.starts.at(-1)).toBe(at(15, 13))
  })
})

describe('what is drawn', () => {
  const now = at(15, 12)
  const t = consoleWords('en')
  const slots = hours(at(14, 22), [...[7, 0, 0, 0, 0, 0, 0, 0, 0, 0], ...[0, 1, 5, 2]])

  it('of a day is its opening hours, and those in which something was counted', () => {
    const today = shownOf('today', { hours: slots, days: null }, now, 'en')
    expect([today?.labels[0]?.label, today?.labels.at(-1)?.label]).toEqual(['8', '19'])
    expect(today?.slots.values.visits).toEqual([0, 1, 5, 2, 0, 0, 0, 0, 0, 0, 0, 0])
    const yesterday = shownOf('yesterday', { hours: slots, days: null }, now, 'en')
    expect(yesterday?.labels.at(-1)?.label).toBe('22')
    expect(yesterday?.slots.values.visits.at(-1)).toBe(7)
    expect(shownOf('month', { hours: slots, days: null }, now, 'en')).toBeNull()
  })

  it('says in words what the picture shows', () => {
    const shown = shownOf('today', { hours: slots, days: null }, now, 'en')
    if (shown === null) throw new Error('nothing shown')
    const [lent, visits] = chartsOf(t, 'en', shown)
    expect(visits?.summary).toMatch(/^Visits: 8 together, most at 10:00.*\(5\)\.$/)
    expect(lent?.series).toEqual(['Checkouts', 'Returns'])
    const quiet = shownOf('yesterday', { hours: hours(at(15, 9), [1]), days: null }, now, 'en')
    if (quiet === null) throw new Error('nothing shown')
    expect(chartsOf(t, 'en', quiet).map(({ summary }) => summary)).toEqual([
      'Checkouts, Returns: none.',
      'Visits: none.',
    ])
  })

  it('draws money in its own unit', () => {
    const paid = hours(at(15, 9), [0], {
      money: [
        { currency: 'EUR', minor: [250] },
        { currency: 'JPY', minor: [300] },
      ],
    })
    const shown = shownOf('today', { hours: paid, days: null }, now, 'en')
    if (shown === null) throw new Error('nothing shown')
    const charts = chartsOf(t, 'en', shown).slice(2)
    expect(charts.map(({ groups }) => groups[1]?.values)).toEqual([[2.5], [300]])
    expect(charts[0]?.summary).toContain('€2.50')
  })

  it('the figures of today are the newest the kiosk told; of another day they are the sum of the hours', () => {
    const today = { day: localDate(now), sums: sums({ visits: 99 }), money: [] }
    const shown = shownOf('today', { hours: slots, days: null }, now, 'en')
    expect(figuresOf('today', shown, today, now).sums.visits).toBe(99)
    expect(figuresOf('today', shown, { ...today, day: '2026-01-14' }, now).sums.visits).toBe(8)
    expect(figuresOf('today', null, null, now).sums.visits).toBe(0)
  })
})
