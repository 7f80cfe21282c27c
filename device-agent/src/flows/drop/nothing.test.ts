import { beforeEach, describe, expect, it } from 'vitest'
import { itemTag } from '../fakes.test-support.ts'
import { DropWorld } from './drop.test-support.ts'
import { thing } from './parts.test-support.ts'
import { INPUTS } from './roles.ts'

const NOTHING = '- untaken 9 DROP_READ_ZONE_ONLY'

describe('what only the beam at the end of the read zone saw', () => {
  let world: DropWorld
  beforeEach(async () => {
    world = new DropWorld()
    await world.open()
  })
  const free = () => {
    for (const it of world.things) it.stuckAt = null
    world.drop.clear()
  }
  /** Something is stuck, and that beam saw something behind it. */
  const jam = async () => {
    world.give({ ...thing('A', itemTag(1, 'A')), stuckAt: 1190 })
    await world.until(() => (world.things[0]?.front ?? 0) >= 1000)
    world.pulse(INPUTS.tunnel)
    await world.until(() => world.notices.has('DROP_JAM bin 1'))
  }

  it('is looked for by staff once; then they are told to clean it', async () => {
    world.pulse(INPUTS.tunnel)
    await world.until(() => world.notices.has('DROP_JAM bin 9'))
    free()
    await world.settled()
    expect(world.said()).toEqual([NOTHING])
    expect([...world.notices]).toEqual(['DROP_READ_ZONE_ONLY '])
    const [listed] = world.drop.view().exceptions
    world.drop.resolve(listed?.id ?? 0)
    expect(world.notices.size).toBe(0)
  })

  it('is no item where it has a tag', async () => {
    world.force(thing('A', itemTag(1, 'A')), 360)
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_READ_ZONE_ONLY'])
  })

  it('is recorded also while the belt is emptied, where power went before its record was begun', async () => {
    world.kill()
    await world.run(300)
    world.begin()
    await world.until(() => world.belt)
    world.force({ ...thing('A', itemTag(1, 'A')), length: 120 }, 300)
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_READ_ZONE_ONLY'])
  })

  it('is not taken for what fell after staff had freed something', async () => {
    await jam()
    free()
    await world.settled()
    expect(world.said().sort()).toEqual([NOTHING, 'A returned 9 DROP_JAM'])
  })

  it('nor where the agent dies before they have', async () => {
    await jam()
    world.kill()
    await world.run(200)
    for (const it of world.things) it.stuckAt = null
    world.begin()
    await world.until(() => world.notices.has('DROP_JAM belt'))
    world.drop.clear()
    await world.settled()
    expect(world.said().sort()).toEqual([NOTHING, 'A returned 9 DROP_JAM'])
  })
})
