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
