import { describe, expect, it } from 'vitest'
import { itemTag } from '../fakes.test-support.ts'
import { DropWorld } from './drop.test-support.ts'
import { disagreements, EXCEPTION, thing } from './parts.test-support.ts'

const book = (n = 1, item = 'A') => thing(item, itemTag(n, item))
async function opened(options: ConstructorParameters<typeof DropWorld>[0] = {}): Promise<DropWorld> {
  const world = new DropWorld(options)
  await world.open()
  return world
}
const first = (world: DropWorld) => {
  const [it] = world.things
  if (it === undefined) throw new Error('nothing was given in')
  return it
}

describe('what is stuck', () => {
  it('stops the belt and shuts the shutter until staff have cleared it, and goes to the exception bin', async () => {
    const world = await opened()
    world.give({ ...book(), stuckAt: 1190 })
    await world.until(() => world.notices.has('DROP_JAM bin 1'))
    await world.run(1_000)
    expect({ belt: world.belt, shutter: world.shutter, lamp: world.signals.read('lamp') }).toEqual({
      belt: false,
      shutter: false,
      lamp: true,
    })
    expect(world.drop.view()).toMatchObject({ state: 'shut', problem: 'DROP_JAM', onBelt: 1 })
    first(world).stuckAt = null
    world.drop.clear()
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_JAM'])
    expect(disagreements(world)).toEqual([])
    expect(world.notices.size).toBe(0)
    await world.until(() => world.drop.view().state === 'open')
  })

  it('lies in the exception bin where it is taken out, as staff are told to, and is to be looked for there', async () => {
    const world = await opened()
    world.give({ ...book(), stuckAt: 1190 })
    await world.until(() => world.notices.has('DROP_JAM bin 1'))
    first(world).front = null
    first(world).bin = EXCEPTION
    world.drop.clear()
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_ITEM_MISSING'])
    expect(disagreements(world)).toEqual([])
    const [missing] = world.drop.view().exceptions
    expect(world.notices).toContain('DROP_ITEM_MISSING ')
    expect(world.drop.resolve(missing?.id ?? 0)).toBe(true)
    expect(world.drop.resolve(missing?.id ?? 0)).toBe(false)
    expect(world.notices.size).toBe(0)
    expect(world.drop.view().exceptions).toEqual([])
  })

  it('lies in its bin where it falls there after all', async () => {
    const world = await opened()
    world.give({ ...book(), stuckAt: 2790 })
    world.bins.set('A', { bin: EXCEPTION, reason: 'RETURN_NEEDS_LOOK' as never })
    await world.until(() => world.notices.has('DROP_JAM bin 9'))
    first(world).front = null
    first(world).bin = EXCEPTION
    world.pulse('arrived9')
    await world.settled()
    expect(disagreements(world)).toEqual([])
    world.drop.clear()
    await world.until(() => world.drop.view().state === 'open')
    expect(world.disk.closed()).toHaveLength(1)
  })

  it('at the entry is seen by the beam that stays broken', async () => {
    const world = await opened()
    world.give({ ...book(), stuckAt: 100 })
    await world.until(() => world.notices.has('DROP_JAM entry'))
    expect(world.belt).toBe(false)
    first(world).stuckAt = null
    world.drop.clear()
    await world.settled()
    expect(disagreements(world)).toEqual([])
  })

  it('in the read zone is seen by the beam at its end that stays free', async () => {
    const world = await opened()
    world.give({ ...book(), length: 150, stuckAt: 300 })
    await world.until(() => world.notices.has('DROP_JAM read zone'))
    first(world).stuckAt = null
    world.drop.clear()
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_JAM'])
    expect(disagreements(world)).toEqual([])
  })

  it('is found again where the agent dies before staff have cleared it', async () => {
    const world = await opened()
    world.give({ ...book(), stuckAt: 1190 })
    await world.until(() => world.notices.has('DROP_JAM bin 1'))
    world.kill()
    await world.run(200)
    first(world).stuckAt = null
    world.begin()
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_JAM'])
  })
})

describe('what does not come out of the belt', () => {
  it('after an interruption is looked for by staff once, before it counts as missing', async () => {
    const world = await opened()
    world.give({ ...book(), stuckAt: 700 })
    await world.until(() => (world.things[0]?.front ?? 0) >= 690)
    world.kill()
    await world.run(300)
    world.begin()
    await world.until(() => world.notices.has('DROP_JAM belt'))
    expect(world.disk.open()).toHaveLength(1)
    expect(world.belt).toBe(false)
    first(world).stuckAt = null
    world.drop.clear()
    await world.settled()
    expect(disagreements(world)).toEqual([])
    await world.until(() => world.drop.view().state === 'open')
  })

  it('makes staff look also at what nobody heard fall', async () => {
    const world = await opened()
    world.give(book(), book(2, 'B'))
    await world.until(() => world.things[0]?.bin === 1 && world.asked.length === 2)
    world.mainsCut = true
    world.kill()
    world.things.pop()
    await world.run(300)
    world.begin()
    await world.until(() => world.notices.has('DROP_JAM belt'))
    world.drop.clear()
    await world.settled()
    expect(first(world).bin).toBe(1)
    expect(world.said().sort()).toEqual(['A returned 1 DROP_PLACE_UNSURE', 'B returned 9 DROP_ITEM_MISSING'])
  })

  it('lies behind what is stuck, however far the belt has run on beneath it', async () => {
    const world = await opened()
    world.bins.set('B', { bin: 2, reason: null })
    world.give({ ...book(), stuckAt: 1190 }, { ...book(2, 'B'), stuckAt: 940 })
    await world.until(() => world.notices.has('DROP_JAM bin 1'))
    for (const it of world.things) it.stuckAt = null
    world.drop.clear()
    await world.settled()
    expect(world.things.map(({ bin }) => bin)).toEqual([EXCEPTION, EXCEPTION])
    expect(disagreements(world)).toEqual([])
    expect(world.said().some((said) => said.includes('MISSING'))).toBe(false)
  })
})

describe('what was falling when the belt was stopped', () => {
  it('is not missing where its module went away before it was heard', async () => {
    const world = await opened()
    world.give(book())
    await world.until(() => world.things[0]?.bin === 1)
    world.signals.become('emergencyStopReleased', false)
    await world.run(20)
    world.moduleAway()
    await world.run(2_000)
    world.moduleBack()
    world.signals.become('emergencyStopReleased', true)
    await world.settled()
    expect(world.said()).toEqual(['A returned 1 fine'])
    expect(disagreements(world)).toEqual([])
  })
})

describe('a jam', () => {
  it('stays one until staff have cleared it, though its module was away or the door was opened', async () => {
    const world = await opened()
    world.give({ ...book(), stuckAt: 1190 })
    await world.until(() => world.notices.has('DROP_JAM bin 1'))
    world.moduleAway()
    await world.run(1_000)
    world.moduleBack()
    await world.run(2_000)
    expect(world.drop.view()).toMatchObject({ problem: 'DROP_JAM' })
    expect(world.signals.read('lamp')).toBe(true)
    world.signals.become('serviceDoorClosed', false)
    await world.run(1_000)
    world.signals.become('serviceDoorClosed', true)
    await world.run(20_000)
    expect({ belt: world.belt, problem: world.drop.view().problem }).toEqual({
      belt: false,
      problem: 'DROP_JAM',
    })
    first(world).stuckAt = null
    world.drop.clear()
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_JAM'])
    expect(disagreements(world)).toEqual([])
  })

  it('is not over while nobody has looked for what did not come out', async () => {
    const world = await opened()
    world.give({ ...book(), stuckAt: 700 })
    await world.until(() => (world.things[0]?.front ?? 0) >= 690)
    world.kill()
    await world.run(300)
    world.begin()
    await world.until(() => world.notices.has('DROP_JAM belt'))
    world.moduleAway()
    await world.run(1_000)
    world.moduleBack()
    await world.run(20_000)
    expect(world.disk.open()).toHaveLength(1)
    first(world).stuckAt = null
    world.drop.clear()
    await world.settled()
    expect(disagreements(world)).toEqual([])
  })

  it('holds all that has not fallen by then, also where the agent dies and staff have taken it out meanwhile', async () => {
    const world = await opened()
    world.bins.set('A', { bin: 2, reason: null })
    world.give({ ...book(), stuckAt: 1500 }, { ...book(2, 'B'), stuckAt: 900 })
    await world.until(() => world.notices.has('DROP_JAM bin 1'))
    await world.run(1_500)
    world.kill()
    await world.run(300)
    first(world).front = null
    first(world).bin = EXCEPTION
    for (const it of world.things) it.stuckAt = null
    world.begin()
    await world.until(() => world.notices.has('DROP_JAM belt'))
    world.drop.clear()
    await world.settled()
    expect(world.said().sort()).toEqual(['A returned 9 DROP_ITEM_MISSING', 'B returned 9 DROP_JAM'])
    expect(disagreements(world)).toEqual([])
  })

  it('that staff took out is not what falls astray behind it', async () => {
    const world = await opened()
    world.bins.set('A', { bin: 2, reason: null })
    world.give({ ...book(), stuckAt: 1500 }, { ...book(2, 'B'), stuckAt: 900 })
    await world.until(() => world.notices.has('DROP_JAM bin 1'))
    await world.run(1_500)
    const [, behind = first(world)] = world.things
    Object.assign(first(world), { front: null, bin: EXCEPTION })
    for (const it of world.things) it.stuckAt = null
    world.drop.clear()
    await world.until(() => (behind.front ?? 0) >= 1_700)
    Object.assign(behind, { front: null, bin: 2 })
    world.pulse('arrived2')
    await world.settled()
    expect(world.said().sort()).toEqual([
      'A returned 9 DROP_ITEM_MISSING',
      'B returned 2 DROP_UNEXPECTED_ARRIVAL',
    ])
    expect(disagreements(world)).toEqual([])
  })
})
