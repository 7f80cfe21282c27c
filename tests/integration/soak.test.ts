import { describe, expect, it } from 'vitest'
import { soak } from '../soak/soak.ts'

const TRANSACTIONS = 800

describe.each([
  ['one connection', 1, 4],
  ['a pool of two', 2, 5],
] as const)('a kiosk with %s whose library system fails at random', (_, connectionsMax, seed) => {
  it(`tells the same story after ${TRANSACTIONS} transactions as the library, each exactly once`, async () => {
    const { counts, ours, theirs, differing } = await soak({
      seed,
      connectionsMax,
      goesOn: (done) => done < TRANSACTIONS,
    })
    expect(differing).toEqual([])
    expect(ours).toHaveLength(theirs.length)
    expect(ours.length).toBeGreaterThanOrEqual(TRANSACTIONS)
    // The weather was bad enough to prove something, and what was lost had happened at least once.
    expect(counts.unknown).toBeGreaterThan(0)
    expect(counts.unknownWasDone).toBeGreaterThan(0)
  })
})
