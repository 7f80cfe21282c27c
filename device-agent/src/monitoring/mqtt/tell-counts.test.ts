import { beforeEach, describe, expect, it } from 'vitest'
import type { Tally } from '../../contract/counts.ts'
import { LecternError } from '../../contract/errors.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { COUNTED_DAYS, COUNTED_HOURS } from './count-topics.ts'
import { TODAY_MILLISECONDS, tellCounts } from './tell-counts.ts'
import type { TopicName } from './topics.ts'

const at = (day: number, hour: number, minute = 0) => new Date(2026, 0, day, hour, minute).getTime()
const hour = (start: number) => ({ span: 'hour' as const, start })
const BEFORE: readonly Tally[] = [
  { ...hour(at(15, 9)), kind: 'checkout', media: 'book', count: 3 },
  { ...hour(at(15, 9)), kind: 'checkout', media: 'video', count: 2 },
  { ...hour(at(15, 10)), kind: 'return', media: 'book', place: 'drop', count: 4 },
  { ...hour(at(15, 10)), kind: 'session', ended: 'unused', count: 1 },
  { ...hour(at(15, 10)), kind: 'device', device: 'rfid', state: 'ready', count: 1_000 },
  { ...hour(at(14, 23)), kind: 'refusal', code: 'ITEM_ON_HOLD', count: 7 },
  { span: 'day', start: at(2, 0), kind: 'renewal', media: 'book', count: 9 },
]

let clock: ManualClock
let tallies: readonly Tally[]
let broken = false
let told: { name: TopicName; facts: Record<string, unknown> }[]
let end: () => void
beforeEach(() => {
  clock = new ManualClock(at(15, 10, 30))
  tallies = BEFORE
  broken = false
  told = []
  end = tellCounts({
    clock,
    counts: {
      between: (from, to) => {
        if (broken) throw new LecternError('JOURNAL_FAILED')
        return tallies.filter(({ start }) => start >= from && start < to)
      },
    },
    publisher: { publish: (name, facts) => void told.push({ name, facts }) },
  })
})
const newest = (name: TopicName) => told.filter((one) => one.name === name).at(-1)?.facts
/** Slots that are not 0, by their distance from the last one. */
const filled = (values: unknown) =>
  Array.isArray(values)
    ? values.flatMap((value, index) => (value === 0 ? [] : [[values.length - 1 - index, value]]))
    : null

describe('what was counted', () => {
  it('today is summed by the kiosk’s own clock', () => {
    expect(newest('today')).toEqual({
      day: '2026-01-15',
      visits: 1,
      checkouts: 5,
      renewals: 0,
      returns: 4,
      refusals: 0,
    })
  })

  it('by the hour ends with the running one, and reaches back over yesterday', () => {
    const hours = newest('hours')
    expect(hours?.from).toBe(new Date(at(13, 10)).toISOString())
    expect(hours?.checkouts).toHaveLength(COUNTED_HOURS)
    expect(filled(hours?.checkouts)).toEqual([[1, 5]])
    expect(filled(hours?.returns)).toEqual([[0, 4]])
    expect(filled(hours?.refusals)).toEqual([[11, 7]])
    expect(filled(hours?.renewals)).toEqual([])
  })

  it('by the day ends with today, and knows days whose hours are no longer kept', () => {
    const days = newest('days')
    expect(days?.first).toBe('2025-12-16')
    expect(days?.checkouts).toHaveLength(COUNTED_DAYS)
    expect(filled(days?.checkouts)).toEqual([[0, 5]])
    expect(filled(days?.refusals)).toEqual([[1, 7]])
    expect(filled(days?.renewals)).toEqual([[13, 9]])
  })

  it('is told where it has changed, and only then: the past once a minute', () => {
    clock.advance(12 * TODAY_MILLISECONDS)
    expect(told).toHaveLength(3)
    tallies = [...BEFORE, { ...hour(at(15, 10)), kind: 'checkout', media: 'book', count: 1 }]
    clock.advance(TODAY_MILLISECONDS)
    expect(told.slice(3).map(({ name }) => name)).toEqual(['today'])
    clock.advance(11 * TODAY_MILLISECONDS)
    expect(told.slice(4).map(({ name }) => name)).toEqual(['hours', 'days'])
    expect(newest('today')).toMatchObject({ checkouts: 6 })
  })

  it('begins anew at midnight', () => {
    clock.advance(at(16, 0, 1) - clock.wall())
    expect(newest('today')).toMatchObject({ day: '2026-01-16', checkouts: 0 })
    expect(filled(newest('days')?.checkouts)).toEqual([[1, 5]])
  })

  it('a disk that does not give them ends nothing', () => {
    broken = true
    clock.advance(TODAY_MILLISECONDS)
    broken = false
    tallies = []
    clock.advance(TODAY_MILLISECONDS)
    expect(newest('today')).toMatchObject({ checkouts: 0 })
    end()
    expect(clock.pending).toBe(0)
  })
})

it('a day with 25 hours is one day, and no hour of it is lost', () => {
  const zone = process.env.TZ
  process.env.TZ = 'Europe/Berlin'
  try {
    // 25 October 2026, 02:00 comes twice.
    const second = Date.UTC(2026, 9, 25, 1)
    tallies = [{ ...hour(second), kind: 'checkout', media: 'book', count: 2 }]
    const facts = new Map<TopicName, Record<string, unknown>>()
    tellCounts({
      clock: new ManualClock(Date.UTC(2026, 9, 26, 22, 30)),
      counts: { between: (from, to) => tallies.filter(({ start }) => start >= from && start < to) },
      publisher: { publish: (name, words) => void facts.set(name, words) },
    })()
    expect(filled(facts.get('days')?.checkouts)).toEqual([[1, 2]])
    expect(filled(facts.get('hours')?.checkouts)).toEqual([[45, 2]])
  } finally {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  }
})
