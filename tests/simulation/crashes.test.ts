import { uid } from '@lectern/device-agent/flows/fakes.test-support'
import { describe, expect, it } from 'vitest'
import { itemNumber } from './crashing-world.ts'
import { ITEMS, live } from './life.ts'

const SEEDS = Number(process.env.LECTERN_SEEDS ?? 400)
const FIRST_SEED = Number(process.env.LECTERN_FIRST_SEED ?? 1)

describe('a kiosk with faults and power cuts at any moment', () => {
  it(`agrees with the library system and the tags after ${SEEDS} seeded lives`, async () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      const world = await live(seed)
      const hint = `seed ${seed}`
      expect(world.journal.open(), hint).toEqual([])
      expect([...world.open], hint).toEqual([])
      expect(new Set(world.executed).size, `${hint}: no loan twice`).toBe(world.executed.length)
      for (const n of ITEMS) {
        const lent = world.ils.loans.has(itemNumber(n))
        const onLoan = world.pad.security.get(uid(n)) === 'onLoan'
        expect({ item: n, lent, onLoan }, hint).toEqual({ item: n, lent, onLoan: lent })
        const entries = world.journal.entries.filter(
          ({ item, ending }) => item === itemNumber(n) && ending === 'lent',
        )
        expect(entries.length, `${hint}: journal of item ${n}`).toBe(lent ? 1 : 0)
      }
    }
  })
})
