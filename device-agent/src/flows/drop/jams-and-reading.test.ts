import { beforeEach, describe, expect, it } from 'vitest'
import { itemTag } from '../fakes.test-support.ts'
import type { TakenBack } from '../return/contract.ts'
import { DropWorld } from './drop.test-support.ts'
import { disagreements, returned, thing } from './parts.test-support.ts'

const book = (n = 1, item = 'A') => thing(item, itemTag(n, item))

describe('what is stuck while something is read', () => {
  let world: DropWorld
  beforeEach(async () => {
    world = new DropWorld()
    await world.open()
  })
  const free = () => {
    for (const it of world.things) it.stuckAt = null
  }

  it('after an interruption keeps the tags of a whole set to itself', async () => {
    const set = thing('A', itemTag(1, 'A', 1, 2), itemTag(2, 'A', 2, 2))
    world.give({ ...set, length: 200, stuckAt: 300 })
    await world.until(() => world.notices.has('DROP_JAM read zone'))
    world.force(book(3, 'B'))
    await world.run(3_000)
    free()
    world.drop.clear()
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_TWO_AT_ONCE', 'B returned 9 DROP_INTERRUPTED'])
    expect(disagreements(world)).toEqual([])
  })

  it('stops what was being read, and of that each item has one record, whatever is pushed in behind it', async () => {
    let answer: (taken: TakenBack) => void = () => undefined
    world.answers.set('B', new Promise((resolve) => (answer = resolve)))
    world.give({ ...book(), stuckAt: 1190 }, book(4, 'D'))
    await world.until(() => (world.things[1]?.front ?? 0) >= 880)
    world.give({ ...thing('both', itemTag(2, 'B'), itemTag(3, 'C')), length: 200 })
    await world.until(() => world.notices.has('DROP_JAM bin 1'))
    answer(returned())
    await world.run(1_000)
    world.force(book(5, 'E'))
    await world.run(3_000)
    free()
    world.drop.clear()
    await world.settled()
    expect(world.disk.rows.map(({ item }) => item).sort()).toEqual(['A', 'B', 'C', 'D', 'E'])
    expect(disagreements(world)).toEqual([])
  })

  it('in the read zone keeps its tag to itself when something is pushed in behind it', async () => {
    world.give({ ...book(), length: 200, stuckAt: 300 })
    await world.until(() => world.notices.has('DROP_JAM read zone'))
    world.force(book(2, 'B'))
    await world.run(3_000)
    free()
    world.drop.clear()
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_TWO_AT_ONCE', 'B returned 9 DROP_INTERRUPTED'])
    expect(disagreements(world)).toEqual([])
  })
})

describe('a belt that rests after a jam', () => {
  it('has let nothing fall unheard where the agent dies, though a diverter had pushed something astray before', async () => {
    const world = new DropWorld()
    await world.open()
    world.bins.set('A', { bin: 2, reason: null })
    world.pulse('arrived1')
    world.give({ ...book(), stuckAt: 1990 })
    await world.until(() => world.notices.has('DROP_JAM bin 2'))
    await world.run(1_500)
    world.kill()
    await world.run(300)
    for (const it of world.things) it.stuckAt = null
    world.begin()
    await world.settled()
    expect(world.said()).toContain('A returned 9 DROP_JAM')
  })
})
