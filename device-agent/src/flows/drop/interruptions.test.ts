import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemTag } from '../fakes.test-support.ts'
import { DropWorld } from './drop.test-support.ts'
import { disagreements, EXCEPTION, type Thing, thing } from './parts.test-support.ts'

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

/** Lets it die after so many writes, again and again, and then live to the end. */
async function survive(world: DropWorld, deaths: readonly number[], mainsCut: boolean): Promise<void> {
  world.mainsCut = mainsCut
  for (const writes of deaths) {
    world.diesAfter = world.disk.writes + writes
    if (world.isDead) world.begin()
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

/** How many writes it takes from an open drop until all lie in their bins. */
async function writesOfAll(): Promise<number> {
  const world = worldWithItems()
  const waiting = world.waiting.splice(0)
  await world.open()
  const before = world.disk.writes
  world.give(...waiting)
  await world.settled()
  return world.disk.writes - before
}

describe('a drop whose module was silent for so long that it dropped its outputs', () => {
  it('opens again, also where its lamp was alight for a bin that is full', async () => {
    const world = new DropWorld()
    await world.open()
    world.signals.become('full1', true)
    await world.until(() => world.signals.read('lamp') === true)
    for (const output of ['lamp', 'shutter']) world.signals.become(output, false)
    await world.until(() => world.shutter)
    expect(world.signals.read('lamp')).toBe(true)
  })
})

describe('a drop that is killed', () => {
  it('moves what lay before a diverter only when that has turned, or it would turn against its side', async () => {
    const world = new DropWorld()
    await world.open()
    world.give(thing('first', itemTag(1, 'A')))
    const place = world.plan.bins.find(({ number }) => number === 1)?.place ?? 0
    await world.until(() => world.things.some(({ front }) => (front ?? 0) > place - world.plan.lead / 2))
    world.kill()
    await world.run(700)
    world.begin()
    await world.until(() => world.signals.read('divert1') === true)
    const turns = world.clock.now()
    await world.until(() => world.belt)
    expect(world.clock.now() - turns).toBeGreaterThanOrEqual(
      (world.plan.lead / world.plan.speed) * 1_000 - 10,
    )
    await world.settled()
    expect(disagreements(world)).toEqual([])
  })

  it('does not take what was pushed in close behind the last one for one that fell unheard', async () => {
    const world = new DropWorld()
    await world.open()
    world.bins.set('A', { bin: 2, reason: null })
    world.give(thing('A', itemTag(1, 'A')))
    await world.until(() => (world.things[0]?.front ?? 0) >= 1_640)
    world.give(thing('B', itemTag(2, 'B')))
    await world.until(() => (world.things[1]?.front ?? 0) >= 375)
    world.kill()
    await world.run(300)
    const [fell] = world.things
    if (fell !== undefined) Object.assign(fell, { front: null, bin: 2 })
    world.force({ ...thing('unseen'), length: 190 }, 185)
    world.begin()
    await world.settled()
    expect(world.said().sort()).toEqual([
      '- untaken 9 DROP_UNEXPECTED_ARRIVAL',
      'A returned 2 DROP_PLACE_UNSURE',
      'B returned 9 DROP_INTERRUPTED',
    ])
    expect(disagreements(world)).toEqual([])
  })

  it('says so where nobody can know which of several fell astray after staff had freed them', async () => {
    const world = new DropWorld()
    await world.open()
    world.bins.set('A', { bin: EXCEPTION, reason: 'ITEM_UNKNOWN' })
    const books = ['A', 'B', 'C'].map(
      (item, n): Thing => ({
        ...thing(item, itemTag(n + 1, item)),
        stuckAt: 900 - 150 * n,
      }),
    )
    world.give(...books)
    await world.until(() => world.belt && (books[2]?.front ?? 0) >= 590)
    world.kill()
    await world.run(300)
    world.begin()
    await world.until(() => world.notices.has('DROP_JAM belt'))
    const [taken, ...freed] = books
    if (taken !== undefined) Object.assign(taken, { front: null, bin: EXCEPTION })
    for (const it of freed) it.stuckAt = null
    world.drop.clear()
    for (const it of freed) {
      await world.until(() => (it.front ?? 0) >= 1_800)
      Object.assign(it, { front: null, bin: 2 })
      world.pulse('arrived2')
    }
    await world.settled()
    expect(world.said().sort()).toEqual([
      'A returned 2 DROP_PLACE_UNSURE',
      'B returned 1 DROP_PLACE_UNSURE',
      'C returned 2 DROP_PLACE_UNSURE',
    ])
  })

  it('knows where everything lies, after whichever write it died', async () => {
    const all = await writesOfAll()
    const seen = new Set<string>()
    for (let writes = 1; writes <= all; writes++) {
      const world = worldWithItems()
      const waiting = world.waiting.splice(0)
      await world.open()
      world.give(...waiting)
      await survive(world, [writes], writes % 2 === 0)
      expect({ writes, wrong: disagreements(world) }).toEqual({ writes, wrong: [] })
      for (const { verdict, reason } of world.disk.rows) seen.add(`${verdict} ${reason ?? 'fine'}`)
    }
    expect([...seen]).toEqual(
      expect.arrayContaining(['returned fine', 'returned DROP_INTERRUPTED', 'untaken DROP_INTERRUPTED']),
    )
    expect([...seen].some((said) => said.includes('MISSING'))).toBe(false)
  }, 120_000)

  it('knows it also when it is killed again and again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 2, maxLength: 5 }),
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

  it('knows it at moments between two writes, when something is just falling', async () => {
    for (let moment = 200; moment < 6_000; moment += 90) {
      const world = worldWithItems()
      const waiting = world.waiting.splice(0)
      await world.open()
      world.give(...waiting)
      await world.run(moment)
      world.mainsCut = moment % 20 === 0
      world.kill()
      await world.run(600)
      world.begin()
      await world.settled()
      expect({ moment, wrong: disagreements(world) }).toEqual({ moment, wrong: [] })
    }
  }, 120_000)
})
