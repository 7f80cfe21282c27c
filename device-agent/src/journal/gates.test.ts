import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/clock.ts'
import type { KeptSighting } from './gate-contract.ts'
import { countedBetween, PEOPLE_PER_SECOND_MAX } from './gate-count.ts'
import { GATE_MIGRATIONS } from './gate-schema.ts'
import { JournalFile } from './journal-file.ts'
import { openGates } from './open-gates.ts'
import { openJournal } from './open-journal.ts'
import { ALARMS_MAX, SqliteGates, UNTIMED_KNOWN_MILLISECONDS } from './sqlite-gates.ts'

const HOUR = 3_600_000
const hourOf = (at: number) => at - (at % HOUR)
let clock: ManualClock
let gates: SqliteGates
const seen = (record: string, change: Partial<KeptSighting> = {}): KeptSighting => ({
  record,
  timed: true,
  at: clock.wall(),
  tag: `tag ${record}`,
  item: `item ${record}`,
  cause: 'afi',
  antennas: [1, 2],
  direction: null,
  verdict: 'looking',
  kiosk: null,
  silenced: false,
  ...change,
})
const keep = (...sightings: readonly KeptSighting[]) => gates.keep('main', sightings, 10_000, hourOf)

beforeEach(() => {
  clock = new ManualClock()
  gates = new SqliteGates(
    new JournalFile({
      file: ':memory:',
      reserveBytes: 0,
      wall: () => clock.wall(),
      freeBytes: () => 1,
      migrations: GATE_MIGRATIONS,
    }),
  )
})

describe('what gates told', () => {
  it('is kept as it was, to be looked up', () => {
    const [alarm] = keep(seen('a', { direction: 'out' }))
    expect(alarm).toMatchObject({
      gate: 'main',
      item: 'item a',
      antennas: [1, 2],
      direction: 'out',
      title: null,
    })
    expect(gates.open(0)).toEqual([alarm])
    expect(gates.alarm(alarm?.id ?? 0)).toEqual(alarm)
    gates.settle(alarm?.id ?? 0, { verdict: 'theft', title: 'Emma', kiosk: null }, false)
    expect(gates.open(0)).toEqual([])
    expect(gates.recent(9)).toMatchObject([{ verdict: 'theft', title: 'Emma' }])
  })

  it('told again is known, also after the gate said that it forgot it, where it holds its time', () => {
    expect(keep(seen('a'))[0]).not.toBeNull()
    gates.forgotten('main', ['a'])
    clock.advance(60_000)
    expect(keep(seen('a', { tag: 'another' }), seen('b'))).toEqual([
      null,
      expect.objectContaining({ item: 'item b' }),
    ])
  })

  it('without a time is known until the gate has forgotten it, and then is news', () => {
    const untimed = (tag: string) => seen('a', { timed: false, tag })
    keep(untimed('1'))
    clock.advance(60_000)
    expect(keep(untimed('1'))).toEqual([null])
    gates.forgotten('main', ['a'])
    expect(keep(untimed('1'))[0]).not.toBeNull()
    clock.advance(60_000)
    gates.forgotten('main', null)
    expect(keep(untimed('1'))[0]).not.toBeNull()
    clock.advance(UNTIMED_KNOWN_MILLISECONDS + 1)
    expect(keep(untimed('1'))[0]).not.toBeNull()
  })

  it('of one tag within some seconds is one alarm, as long as it stays; of two gates it is two', () => {
    keep(seen('a', { tag: 'x' }))
    for (const record of ['b', 'c', 'd']) {
      clock.advance(8_000)
      expect(keep(seen(record, { tag: 'x' }))).toEqual([null])
    }
    expect(gates.keep('side', [seen('e', { tag: 'x' })], 10_000, hourOf)[0]).not.toBeNull()
    clock.advance(10_001)
    expect(keep(seen('f', { tag: 'x' }))[0]).not.toBeNull()
  })

  it('of a test tag is kept, is no alarm of the hour, and shows that the gate sees', () => {
    keep(seen('a', { verdict: 'test' }))
    expect(gates.open(0)).toEqual([])
    expect(gates.hours(0, clock.wall() + 1)).toEqual([])
    expect(gates.lastSighting('main')).toBe(clock.wall())
    expect(gates.lastSighting('side')).toBeNull()
  })

  it('is all kept or not at all', () => {
    const broken = seen('b', { cause: 'no such cause' as KeptSighting['cause'] })
    expect(() => keep(seen('a'), broken)).toThrow('JOURNAL_FAILED')
    expect(gates.recent(9)).toEqual([])
    expect(keep(seen('a'))[0]).not.toBeNull()
  })

  it('is kept for a limited time, and so many', () => {
    keep(seen('old'))
    clock.advance(HOUR)
    keep(seen('new'))
    gates.prune(clock.wall(), 0)
    expect(gates.recent(9).map(({ item }) => item)).toEqual(['item new'])
    expect(ALARMS_MAX).toBeLessThanOrEqual(100_000)
  })
})

describe('people', () => {
  const count = (into: number, out: number) => gates.count('main', { into, out }, hourOf(clock.wall()))
  const total = () =>
    gates
      .hours(0, clock.wall() + 1)
      .reduce((sum, { into, out }) => [sum[0] + into, sum[1] + out] as const, [0, 0] as readonly [
        number,
        number,
      ])

  it('are counted from the first reading on, into the hour it is', () => {
    count(500, 400)
    expect(total()).toEqual([0, 0])
    clock.advance(5_000)
    count(502, 401)
    clock.advance(HOUR)
    count(503, 401)
    expect(gates.hours(0, clock.wall() + 1)).toMatchObject([
      { into: 2, out: 1, alarms: 0 },
      { into: 1, out: 0, alarms: 0 },
    ])
  })

  it('are not lost and not counted twice when the counter begins anew, nor when somebody sets it', () => {
    count(500, 400)
    clock.advance(5_000)
    count(3, 2)
    expect(total()).toEqual([3, 2])
    clock.advance(5_000)
    count(90_000, 2)
    expect(total()).toEqual([3, 2])
    clock.advance(5_000)
    count(90_001, 3)
    expect(total()).toEqual([4, 3])
  })

  it('and alarms of an hour are told once, and again where it grew afterwards', () => {
    count(0, 0)
    clock.advance(5_000)
    count(1, 0)
    keep(seen('a'))
    clock.advance(HOUR)
    const told: unknown[] = []
    const untold = () => gates.tellUntold(hourOf(clock.wall()), (hour) => told.push(hour))
    expect(untold()).toMatchObject([{ gate: 'main', into: 1, alarms: 1 }])
    expect(untold()).toEqual([])
    expect(told).toHaveLength(1)
  })

  it('counted between two readings are never negative and never more than can walk', () => {
    const number = fc.nat(1_000_000)
    fc.assert(
      fc.property(number, number, number, number, fc.nat(100_000), (a, b, c, d, milliseconds) => {
        const counted = countedBetween({ into: a, out: b }, { into: c, out: d }, milliseconds)
        for (const way of [counted.into, counted.out]) {
          expect(way).toBeGreaterThanOrEqual(0)
          expect(way).toBeLessThanOrEqual(50 + (milliseconds / 1_000) * PEOPLE_PER_SECOND_MAX)
        }
      }),
    )
  })
})

describe('the gates’ file', () => {
  it('keeps everything through a restart, and is set aside where it is damaged', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gates-'))
    const open = () => openGates({ folder, wall: () => clock.wall() })
    const first = open()
    first.store.keep('main', [seen('a')], 0, hourOf)
    first.store.count('main', { into: 7, out: 7 }, 0)
    first.store.shut()
    const second = open()
    expect(second.setAside).toBeNull()
    expect(second.store.keep('main', [seen('a')], 0, hourOf)).toEqual([null])
    clock.advance(5_000)
    second.store.count('main', { into: 9, out: 7 }, HOUR)
    expect(second.store.hours(HOUR, HOUR + 1)).toMatchObject([{ into: 2, out: 0 }])
    second.store.shut()
    writeFileSync(join(folder, 'gates.sqlite'), 'no database at all '.repeat(500))
    const third = open()
    expect(third.setAside).toMatch(/^gates\.damaged-.*\.sqlite$/)
    expect(third.store.recent(9)).toEqual([])
    third.store.shut()
    rmSync(folder, { recursive: true })
  })
})

describe('what was lent moments ago', () => {
  it('is found by its item or its tag, for a while; with a tag that is not proven, for as long as that is so', () => {
    const folder = mkdtempSync(join(tmpdir(), 'loans-'))
    const { journal, recentLoans } = openJournal({ folder, reserveBytes: 0, wall: () => clock.wall() })
    const lend = (item: string, tag: string) => {
      const id = journal.begin({ key: `key ${item}`, patron: 'somebody', item, tags: [tag] })
      return id
    }
    const proven = lend('proven', 't1')
    journal.lent(proven, ['t1'])
    journal.proven(proven, 't1')
    journal.close(proven, 'lent')
    const refused = lend('refused', 't2')
    journal.close(refused, 'notLent')
    const armed = lend('armed', 't3')
    journal.lent(armed, ['t3'])
    journal.armed(armed)
    lend('asked', 't4')
    const at = clock.wall()
    const find = (item: string | null, tag: string | null, since = at) =>
      recentLoans.find({ item, tag }, since)
    expect(find('proven', null)).toEqual({ item: 'proven', at })
    expect(find(null, 't1')).toEqual({ item: 'proven', at })
    expect(find('refused', 't2')).toBeNull()
    expect(find('asked', 't4')).toBeNull()
    expect(find('proven', 't1', at + 1)).toBeNull()
    expect(find('armed', null, at + 1)).toEqual({ item: 'armed', at })
    expect(find(null, 't3', at + 1)).toEqual({ item: 'armed', at })
    expect(find(null, null)).toBeNull()
    journal.shut()
    rmSync(folder, { recursive: true })
  })
})
