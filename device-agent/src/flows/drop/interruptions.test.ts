import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemTag } from '../fakes.test-support.ts'
import { DropWorld, disagreements, EXCEPTION, thing } from './drop.test-support.ts'

/** One for the first bin, one for the second, one for the exception bin, and one with a tag that nobody knows. */
function worldWithItems(): DropWorld {
  const world = new DropWorld()
  world.bins.set('B', { bin: 2, reason: null })
  world.bins.set('C', { bin: EXCEPTION, reason: 'ITEM_UNKNOWN' })
  world.give(
    thing('first', itemTag(1, 'A')),
    thing('second', itemTag(2, 'B')),
    thing('third', itemTag(3, 'C')),
    thing('fourth', itemTag(4, 'D')),
    thing('bare'),
  )
  return world
}

/** Runs it with a death after each of so many writes. */
async function survive(world: DropWorld, deaths: readonly number[], mainsCut: boolean): Promise<void> {
  world.mainsCut = mainsCut
  for (const writes of deaths) {
    world.diesAfter = world.disk.writes + writes
    world.begin()
    for (let left = 40_000; left > 0 && !world.isDead; left -= 100) {
      await world.run(100)
      if (world.waiting.length === 0 && world.disk.open().length === 0) break
    }
    world.kill()
    await world.run(700)
  }
  world.begin()
  await world.settled()
}

describe('a drop that is killed', () => {
  for (const mainsCut of [false, true]) {
    it(`knows where everything lies, after whichever write it died${mainsCut ? ' with the mains' : ''}`, async () => {
      for (let writes = 1; writes <= 110; writes += 1) {
        const world = worldWithItems()
        await survive(world, [writes], mainsCut)
        expect({ writes, wrong: disagreements(world) }).toEqual({ writes, wrong: [] })
      }
    }, 120_000)
  }

  it('knows it also when it is killed again and again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 2, maxLength: 5 }),
        fc.boolean(),
        async (deaths, mainsCut) => {
          const world = worldWithItems()
          await survive(world, deaths, mainsCut)
          expect(disagreements(world)).toEqual([])
        },
      ),
      { numRuns: 40, seed: 5 },
    )
  }, 120_000)
})
