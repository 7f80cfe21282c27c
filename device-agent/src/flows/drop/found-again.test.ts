import { describe, expect, it } from 'vitest'
import { itemTag } from '../fakes.test-support.ts'
import { DropWorld } from './drop.test-support.ts'
import { EXCEPTION, thing } from './parts.test-support.ts'

const book = (n = 1, item = 'A') => thing(item, itemTag(n, item))

describe('what staff are told to look for, as it did not come out of the belt', () => {
  it('is what falls unexpectedly some time later: it was stuck still', async () => {
    const world = new DropWorld()
    await world.open()
    world.give({ ...book(), stuckAt: 1190 }, { ...book(2, 'B'), stuckAt: 900 })
    await world.until(() => world.notices.has('DROP_JAM bin 1'))
    world.drop.clear()
    await world.until(() => world.notices.has('DROP_JAM belt'))
    world.drop.clear()
    await world.until(() => world.drop.view().state === 'open')
    expect(world.said().sort()).toEqual(['A returned 9 DROP_ITEM_MISSING', 'B returned 9 DROP_ITEM_MISSING'])
    for (const it of world.things) Object.assign(it, { front: null, bin: 2 })
    world.pulse('arrived2')
    expect(world.notices).toContain('DROP_ITEM_MISSING ')
    await world.run(1_000)
    world.pulse('arrived2')
    expect(world.said().sort()).toEqual(['A returned 2 DROP_PLACE_UNSURE', 'B returned 2 DROP_PLACE_UNSURE'])
    expect(world.notices.size).toBe(0)
    await world.run(1_000)
    world.pulse('arrived2')
    expect(world.said()).toContain('- untaken 2 DROP_UNEXPECTED_ARRIVAL')
  })

  it('is not what falls long after', async () => {
    const world = new DropWorld()
    await world.open()
    world.give({ ...book(), stuckAt: 1190 })
    await world.until(() => world.notices.has('DROP_JAM bin 1'))
    world.drop.clear()
    await world.until(() => world.drop.view().state === 'open')
    await world.run(600_000)
    world.pulse('arrived2')
    expect(world.said().sort()).toEqual([
      '- untaken 2 DROP_UNEXPECTED_ARRIVAL',
      'A returned 9 DROP_ITEM_MISSING',
    ])
  })
})

describe('what nobody heard fall', () => {
  describe('is looked for where a diverter that stands out', () => {
    const worldWithTwo = async () => {
      const world = new DropWorld()
      await world.open()
      for (const item of ['A', 'B']) world.bins.set(item, { bin: EXCEPTION, reason: 'ITEM_UNKNOWN' })
      world.give(book(), book(2, 'B'))
      await world.until(() => (world.things[0]?.front ?? 0) >= 2_700)
      return world
    }
    const push = (world: DropWorld, which: number) => {
      Object.assign(world.things[which] ?? {}, { front: null, bin: 2 })
      world.pulse('arrived2')
    }
    const said = ['A returned 9 DROP_PLACE_UNSURE', 'B returned 2 DROP_UNEXPECTED_ARRIVAL']

    it('has pushed what came behind it', async () => {
      const world = await worldWithTwo()
      world.kill()
      await world.run(300)
      push(world, 0)
      world.begin()
      await world.until(() => (world.things[1]?.front ?? 0) >= 2_300)
      push(world, 1)
      await world.until(() => world.drop.view().state === 'open')
      expect(world.said().sort()).toEqual(said)
    })

    it('had pushed what came behind it before it died again', async () => {
      const world = await worldWithTwo()
      world.kill()
      await world.run(300)
      push(world, 0)
      world.begin()
      await world.until(() => (world.things[1]?.front ?? 0) >= 2_300)
      push(world, 1)
      await world.until(() => world.disk.closed().length === 1)
      world.kill()
      await world.run(300)
      world.begin()
      await world.until(() => world.drop.view().state === 'open')
      expect(world.said().sort()).toEqual(said)
    })
  })

  it('is looked for in the exception bin too, where a diverter that failed would have let it fall there', async () => {
    const said = async (front: number) => {
      const world = new DropWorld()
      await world.open()
      world.bins.set('A', { bin: 2, reason: null })
      world.give(book())
      await world.until(() => (world.things[0]?.front ?? 0) >= 1_990)
      Object.assign(world.things[0] ?? {}, { front: null, bin: EXCEPTION })
      const ran = world.disk.belt
      await world.until(() => world.disk.belt - ran >= front - 1_990)
      world.kill()
      await world.run(300)
      world.begin()
      await world.until(() => world.drop.view().state === 'open')
      return world.said()
    }
    expect(await said(2_060)).toEqual(['A returned 2 fine'])
    expect(await said(2_510)).toEqual(['A returned 2 DROP_PLACE_UNSURE'])
  })
})
