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

  it('is missing where it is taken out and does not come', async () => {
    const world = await opened()
    world.give({ ...book(), stuckAt: 1190 })
    await world.until(() => world.notices.has('DROP_JAM bin 1'))
    first(world).front = null
    world.drop.clear()
    await world.settled()
    expect(world.said()).toEqual(['A returned - DROP_ITEM_MISSING'])
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
    expect(world.said().sort()).toEqual(['A returned 1 DROP_INTERRUPTED', 'B returned - DROP_ITEM_MISSING'])
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

describe('what falls where nothing was expected', () => {
  it('has a record of its own, and staff are told', async () => {
    const world = await opened()
    world.pulse('arrived2')
    expect(world.said()).toEqual(['- untaken 2 DROP_UNEXPECTED_ARRIVAL'])
    expect(world.notices).toContain('DROP_UNEXPECTED_ARRIVAL bin 2')
  })

  it('is the item that a diverter pushed astray, and the record says where it lies', async () => {
    const world = await opened()
    world.bins.set('A', { bin: 2, reason: null })
    world.give(book())
    await world.until(() => (world.things[0]?.front ?? 0) > 1100)
    world.signals.levels.set('divert1', true)
    await world.settled()
    expect(first(world).bin).toBe(1)
    expect(world.said()).toEqual(['A returned 1 DROP_UNEXPECTED_ARRIVAL'])
  })

  it('is found at the end of the read zone where the entry beam saw nothing', async () => {
    const world = await opened()
    const become = world.signals.become.bind(world.signals)
    world.signals.become = (name, active) => {
      if (name !== 'entryBeam') become(name, active)
    }
    world.force(book(1, 'A'))
    world.things.push({ ...book(2, 'B'), front: 340 })
    world.signals.become = become
    world.pulse('tunnelBeam')
    await world.until(() => world.disk.rows.length > 0)
    expect(world.disk.rows[0]?.sorted).toMatchObject({ bin: EXCEPTION })
  })
})

describe('while the record cannot be written', () => {
  it('nothing moves, whatever the moment, and then it goes on', async () => {
    for (let moment = 0; moment < 4_500; moment += 150) {
      const world = await opened()
      world.bins.set('B', { bin: 2, reason: null })
      world.give(book(1, 'A'), book(2, 'B'), thing('bare'))
      await world.run(moment)
      world.disk.refuses = 'JOURNAL_FAILED'
      await world.run(300)
      const places = world.things.map(({ front }) => front)
      expect(world.shutter).toBe(false)
      await world.run(3_000)
      expect(world.things.map(({ front }) => front)).toEqual(places)
      world.disk.refuses = null
      await world.settled()
      expect({ moment, wrong: disagreements(world) }).toEqual({ moment, wrong: [] })
      expect(world.said().filter((said) => !said.includes('fine'))).toEqual(['- untaken 9 DROP_NO_TAG'])
      expect(world.notices.size).toBe(0)
    }
  }, 60_000)

  it('what lies at the entry may be taken out again', async () => {
    const world = await opened()
    world.disk.refuses = 'JOURNAL_DISK_FULL'
    world.force(book())
    await world.run(500)
    expect(world.drop.view()).toMatchObject({ state: 'shut', problem: 'JOURNAL_DISK_FULL' })
    world.things.pop()
    world.disk.refuses = null
    await world.until(() => world.drop.view().state === 'open')
    expect(world.disk.rows).toEqual([])
  })
})

describe('the belt is emptied first', () => {
  it('when a module was away, whatever the moment, and everything is found', async () => {
    for (let moment = 0; moment < 6_000; moment += 100) {
      const world = await opened()
      world.bins.set('B', { bin: 2, reason: null })
      world.give(book(1, 'A'), book(2, 'B'), thing('bare'))
      await world.run(moment)
      world.moduleAway()
      await world.run(4_000)
      expect(world.drop.view()).toMatchObject({ state: 'shut', problem: 'DROP_SIGNALS_AWAY' })
      expect([...world.notices].filter((notice) => notice.startsWith('DROP_SIGNALS_AWAY'))).toHaveLength(1)
      world.moduleBack()
      await world.settled()
      expect({ moment, wrong: disagreements(world) }).toEqual({ moment, wrong: [] })
    }
  }, 60_000)

  for (const [interlock, problem] of [
    ['emergencyStopReleased', 'DROP_EMERGENCY_STOP'],
    ['serviceDoorClosed', 'DROP_SERVICE_DOOR'],
  ] as const)
    it(`after ${interlock} was open, whatever the moment`, async () => {
      for (let moment = 0; moment < 6_000; moment += 300) {
        const world = await opened()
        world.give(book(1, 'A'), book(2, 'B'))
        await world.run(moment)
        world.signals.become(interlock, false)
        await world.run(500)
        expect(world.belt).toBe(false)
        expect(world.drop.view()).toMatchObject({ state: 'shut', problem })
        world.signals.become(interlock, true)
        await world.settled()
        expect({ moment, wrong: disagreements(world) }).toEqual({ moment, wrong: [] })
      }
    }, 60_000)

  it('and what was being asked about ends when the answer is there, with what it was', async () => {
    const world = await opened()
    const { promise, resolve } = Promise.withResolvers<never>()
    world.answers.set('A', promise)
    world.give(book())
    await world.until(() => world.asked.includes('A'))
    world.signals.become('serviceDoorClosed', false)
    await world.run(100)
    world.signals.become('serviceDoorClosed', true)
    await world.until(() => first(world).front === null)
    await world.run(5_000)
    expect(world.disk.open()).toMatchObject([{ phase: 'asking', sorted: { bin: EXCEPTION } }])
    resolve({ kind: 'refused', title: null, problem: { code: 'ITEM_UNKNOWN' } } as never)
    await world.settled()
    expect(world.disk.closed()).toMatchObject([{ item: 'A', verdict: 'refused', bin: EXCEPTION }])
  })

  it('not while the exception bin is full', async () => {
    const world = new DropWorld()
    world.signals.levels.set('full9', true)
    world.begin()
    await world.run(1_000)
    expect(world.belt).toBe(false)
    expect(world.drop.view().problem).toBe('DROP_EXCEPTION_BIN_FULL')
    world.signals.become('full9', false)
    await world.until(() => world.drop.view().state === 'open')
  })

  it('and what falls then without a record gets one', async () => {
    const world = new DropWorld()
    world.things.push({ ...thing('left'), front: 1500 })
    await world.open()
    expect(world.said()).toEqual(['- untaken 9 DROP_UNEXPECTED_ARRIVAL'])
    expect(disagreements(world)).toEqual([])
  })

  it('and what lay across the entry beam is recorded, once', async () => {
    const world = new DropWorld()
    world.things.push({ ...thing('left'), front: 100 })
    await world.open()
    expect(world.said()).toEqual(['- untaken 9 DROP_INTERRUPTED'])
  })
})
