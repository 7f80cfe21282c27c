import { describe, expect, it } from 'vitest'
import { Life } from './drop/life.ts'
import { judge, mostTogether, mostUnheard, mostUnsure } from './drop/verdict.ts'

/** 10,000 are lived by `npm run simulate:drop`; the suite lives a few hundred. */
const ITEMS = Number(process.env.LECTERN_DROP_ITEMS ?? 250)
const SEEDS = Number(process.env.LECTERN_DROP_SEEDS ?? 2)
const FIRST_SEED = Number(process.env.LECTERN_FIRST_SEED ?? 1)

async function lived(options: ConstructorParameters<typeof Life>[0]) {
  const life = new Life(options)
  await life.live()
  const verdict = judge(life)
  life.end()
  return { life, verdict }
}

describe('a book drop', () => {
  it('with nothing going wrong sorts everything into its own bin, and nobody is told anything', async () => {
    const { verdict } = await lived({ seed: FIRST_SEED, items: 100, faulty: false })
    expect(verdict).toMatchObject({
      wrong: [],
      together: [],
      hidden: [],
      unheard: [],
      unsure: [],
      plainSorted: 1,
    })
    expect(Object.keys(verdict.reasons)).toEqual(['sorted'])
  })

  it(`with ${ITEMS} items, faults and power cuts at any moment agrees with library system, tags and record`, async () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      const { life, verdict } = await lived({ seed, items: ITEMS })
      const hint = `seed ${seed}: ${JSON.stringify({ ...life.counts, ...verdict })}`
      expect(verdict.wrong, hint).toEqual([])
      expect(verdict.together.length, hint).toBeLessThanOrEqual(mostTogether(ITEMS))
      expect(verdict.unheard.length, hint).toBeLessThanOrEqual(mostUnheard(ITEMS))
      expect(verdict.unsure.length, hint).toBeLessThanOrEqual(mostUnsure(ITEMS))
      // It can not get by with putting everything aside.
      expect(verdict.plainSorted, hint).toBeGreaterThan(0.5)
      expect(life.counts.lives, hint).toBeGreaterThan(1)
    }
  })

  it('lives the same life again from the same seed', async () => {
    const [one, other] = [
      await lived({ seed: FIRST_SEED, items: 40 }),
      await lived({ seed: FIRST_SEED, items: 40 }),
    ]
    expect(one.life.counts).toEqual(other.life.counts)
    expect(one.verdict).toEqual(other.verdict)
  })
})
