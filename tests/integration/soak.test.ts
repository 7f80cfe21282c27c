import { describe, expect, it } from 'vitest'
import { soak } from '../soak/soak.ts'

const TRANSACTIONS = 800
/** Of requests whose answer was lost although they had been carried out: fewer would prove nothing. */
const LOST_ANSWERS = 3

describe.each([
  ['one connection', 1, 4],
  ['a pool of two', 2, 5],
] as const)('a kiosk with %s whose library system fails at random', (_, connectionsMax, seed) => {
  it(`tells the same story after ${TRANSACTIONS} transactions as the library, each exactly once`, async () => {
    const { counts, ours, theirs, differing } = await soak({
      seed,
      connectionsMax,
      goesOn: ({ done, unknownWasDone }) => done < TRANSACTIONS || unknownWasDone < LOST_ANSWERS,
    })
    expect(differing).toEqual([])
    expect(ours).toHaveLength(theirs.length)
    expect(ours.length).toBeGreaterThanOrEqual(TRANSACTIONS)
    expect(counts.unknownWasDone).toBeGreaterThanOrEqual(LOST_ANSWERS)
  })
})
