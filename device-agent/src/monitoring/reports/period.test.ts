import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { periodOf, slotOf } from './period.ts'

const HOUR = 3_600_000
const zone = process.env.TZ
beforeAll(() => {
  process.env.TZ = 'Europe/Berlin'
})
afterAll(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

describe('a day on which the clocks are set', () => {
  it('has 25 hours in autumn, and the one that comes twice is two', () => {
    const day = periodOf('2026-10-25')
    if (day === null) throw new Error('no such day')
    expect([day.slots.length, new Date(day.from).toISOString(), new Date(day.to).toISOString()]).toEqual([
      25,
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ])
    const [first, second] = [Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)]
    expect([slotOf(day, first), slotOf(day, second)]).toEqual([first - HOUR / 2, second - HOUR / 2])
    expect([first, second].map((at) => new Date(at).getHours())).toEqual([2, 2])
  })

  it('has 23 in spring, and is one day of its month', () => {
    expect(periodOf('2026-03-29')?.slots).toHaveLength(23)
    const month = periodOf('2026-03')
    expect(month?.slots).toHaveLength(31)
    if (month !== null) expect(slotOf(month, Date.UTC(2026, 2, 29, 20))).toBe(Date.UTC(2026, 2, 28, 23))
  })
})
