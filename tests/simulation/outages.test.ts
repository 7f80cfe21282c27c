import { uid } from '@lectern/device-agent/flows/fakes.test-support'
import { describe, expect, it } from 'vitest'
import { type CrashingWorld, itemNumber, late } from './crashing-world.ts'
import { ITEMS, live } from './life.ts'

const SEEDS = Number(process.env.LECTERN_SEEDS ?? 400)
const FIRST_SEED = Number(process.env.LECTERN_FIRST_SEED ?? 1)

/** Everything that was ever stored, oldest first. */
const storedIn = ({ journal }: CrashingWorld) =>
  journal.file.all('SELECT id, kind, outcome, patron, item, at FROM stored ORDER BY id')

describe('a kiosk that lends and takes back in outages, with faults and power cuts before and after every write', () => {
  it(`has told each transaction once and in order after ${SEEDS} seeded lives`, async () => {
    let told = 0
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      const world = await live(seed, 'both')
      const hint = `seed ${seed}`
      const stored = storedIn(world)
      const done = stored.filter(({ outcome }) => outcome === 'done')
      told += done.length
      expect(world.journal.open(), hint).toEqual([])
      expect(world.journal.stored.backlog().count, `${hint}: nothing waits`).toBe(0)
      expect(world.executedLate, `${hint}: once and in order`).toEqual(
        done.map(({ kind, item, at }) => late(String(kind), String(item), new Date(Number(at)))),
      )
      expect(
        stored.filter(({ outcome, patron }) => outcome === 'done' && patron !== null),
        `${hint}: patrons are erased`,
      ).toEqual([])
      for (const n of ITEMS) checkItem(world, n, hint)
    }
    expect(told).toBeGreaterThan(SEEDS)
  })
})

function checkItem(world: CrashingWorld, n: number, hint: string): void {
  const item = itemNumber(n)
  const stored = storedIn(world).filter((entry) => entry.item === item)
  // What cannot be found out is for staff.
  if (stored.some(({ outcome }) => outcome === 'unresolved')) return
  const lent = world.ils.loans.has(item)
  const onLoan = world.pad.security.get(uid(n)) === 'onLoan'
  expect({ item: n, lent, onLoan }, hint).toEqual({ item: n, lent, onLoan: lent })
  const live = world.journal.entries.filter((entry) => entry.item === item && entry.ending === 'lent')
  const promised = stored.filter(({ kind }) => kind === 'checkout')
  const doneLoans = promised.filter(({ outcome }) => outcome === 'done')
  expect(
    world.executed.filter((one) => one === item).length,
    `${hint}: loans of item ${n}, in the library system and in the journal`,
  ).toBe(live.length - promised.length + doneLoans.length)
}
