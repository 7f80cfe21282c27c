import { describe, expect, it } from 'vitest'
import type { Greeting } from '../../contract/drop-screen.ts'
import type { DropView } from '../../contract/staff.ts'
import { itemTag } from '../fakes.test-support.ts'
import { DropWorld } from './drop.test-support.ts'
import { EXCEPTION, thing } from './parts.test-support.ts'

async function opened(options: ConstructorParameters<typeof DropWorld>[0] = {}): Promise<DropWorld> {
  const world = new DropWorld(options)
  await world.open()
  return world
}
const book = (n = 1, item = 'A') => thing(item, itemTag(n, item))

describe('the shutter', () => {
  it('is open only while something can be taken', async () => {
    const world = await opened()
    expect(world.shutter).toBe(true)
    for (const [state, open] of [
      ['away', false],
      ['reduced', true],
      ['fault', false],
      ['ready', true],
    ] as const) {
      world.reader.state = state
      await world.run(300)
      expect({ state, open: world.shutter }).toEqual({ state, open })
    }
    world.obstacle = 'ILS_AWAY'
    await world.run(300)
    expect(world.shutter).toBe(false)
    expect(world.drop.view()).toMatchObject({ state: 'shut', problem: 'ILS_AWAY' })
    world.obstacle = null
    world.signals.become(`full${EXCEPTION}`, true)
    expect(world.shutter).toBe(false)
    expect(world.notices).toContain('DROP_EXCEPTION_BIN_FULL ')
    world.signals.become(`full${EXCEPTION}`, false)
    await world.run(300)
    expect(world.shutter).toBe(true)
    expect(world.notices.size).toBe(0)
  })

  it('shuts behind each item, and waits for it to be far enough in', async () => {
    const world = await opened()
    world.give(book())
    await world.until(() => world.things.length === 1)
    expect(world.shutter).toBe(false)
    await world.until(() => world.shutter)
    expect(world.things[0]?.front).toBeGreaterThanOrEqual(600)
  })

  it('has a feeder behind it that runs while the drop is open, and until an item is on the belt', async () => {
    const world = await opened()
    const feeds = () => world.signals.read('feeder')
    expect(feeds()).toBe(true)
    world.give(book())
    await world.until(() => world.things.length === 1)
    await world.until(() => world.belt)
    expect({ feeds: feeds(), shutter: world.shutter }).toEqual({ feeds: true, shutter: false })
    await world.until(() => world.signals.read('entryBeam') === false)
    expect(feeds()).toBe(false)
    await world.until(() => world.shutter)
    expect(feeds()).toBe(true)
    world.signals.become('serviceDoorClosed', false)
    expect(feeds()).toBe(false)
    world.signals.become('serviceDoorClosed', true)
    await world.until(() => world.shutter)
    expect(feeds()).toBe(true)
    world.hands.take('lamp')
    expect(feeds()).toBe(false)
  })

  it('has a feeder that waits for something heavy enough, where there are scales', async () => {
    const world = new DropWorld()
    world.signals.levels.set('itemWeight', false)
    await world.open()
    expect({ feeds: world.signals.read('feeder'), shutter: world.shutter }).toEqual({
      feeds: false,
      shutter: true,
    })
    world.signals.become('itemWeight', true)
    expect(world.signals.read('feeder')).toBe(true)
  })

  it('that does not close is told to staff until it does', async () => {
    const world = new DropWorld()
    world.signals.levels.set('shutterClosed', false)
    await world.open()
    world.reader.state = 'away'
    await world.run(5_600)
    expect(world.notices).toContain('DROP_SHUTTER_OPEN ')
    world.signals.become('shutterClosed', true)
    expect(world.notices.size).toBe(0)
  })

  it('stays shut over what is too light, where that is weighed', async () => {
    const world = await opened()
    world.signals.levels.set('itemWeight', false)
    world.force(thing('a leaf'))
    await world.run(100)
    expect(world.disk.rows).toEqual([])
    expect(world.shutter).toBe(false)
    world.signals.become('itemWeight', true)
    expect(world.disk.rows).toHaveLength(1)
  })
})

describe('whoever stands at the drop', () => {
  it('is told when to wait and what became of the item, and nothing about it', async () => {
    const world = await opened()
    const told: Greeting[] = []
    world.drop.onGreeting((greeting) => told.push(greeting))
    world.give(book(), book(2, 'B'))
    await world.settled()
    await world.until(() => world.drop.view().state === 'open')
    const nobodys = { visit: 'none', count: 0, aside: 0, receipt: 'none' }
    const first = { number: 1, taken: true }
    const second = { number: 2, taken: true }
    expect(told).toEqual([
      { ...nobodys, state: 'wait', last: null },
      { ...nobodys, state: 'wait', last: first },
      { ...nobodys, state: 'welcome', last: first },
      { ...nobodys, state: 'wait', last: null },
      { ...nobodys, state: 'wait', last: second },
      { ...nobodys, state: 'welcome', last: second },
    ])
  })

  it.each([
    [`full${EXCEPTION}`, true, 'full'],
    ['serviceDoorClosed', false, 'staff'],
    ['emergencyStopReleased', false, 'shut'],
  ] as const)('is told why it is shut when “%s” is %s', async (signal, level, state) => {
    const world = await opened()
    world.signals.become(signal, level)
    expect(world.drop.greeting().state).toBe(state)
  })

  it('is told that it opens soon, or that something is stuck', async () => {
    const world = new DropWorld()
    world.begin()
    expect(world.drop.greeting().state).toBe('starting')
    await world.until(() => world.drop.view().state === 'open')
    const stuck = book()
    stuck.stuckAt = 100
    world.give(stuck)
    await world.until(() => world.drop.view().problem === 'DROP_JAM')
    expect(world.drop.greeting().state).toBe('stuck')
  })
})

describe('staff', () => {
  it('see every change of the drop, and not one view twice', async () => {
    const world = await opened()
    const views: DropView[] = []
    world.drop.onView((view) => views.push(view))
    world.give(book())
    await world.settled()
    await world.run(1_000)
    expect(views.at(-1)).toEqual(world.drop.view())
    expect(views.some(({ state, onBelt }) => state === 'busy' && onBelt === 1)).toBe(true)
    const seen = views.length
    await world.run(10_000)
    expect(views).toHaveLength(seen)
  })

  it('empty a bin at its button or on their page, and the count begins anew', async () => {
    const world = await opened()
    world.give(book(), book(2, 'B'))
    await world.settled()
    expect(world.drop.view().bins[0]).toMatchObject({ bin: 1, items: 2, emptiedAt: null })
    world.pulse('emptied1')
    expect(world.drop.view().bins[0]).toMatchObject({ items: 0, emptiedAt: '1970-01-01T00:00:00.077Z' })
    expect(world.drop.empty(2)).toBe(true)
    expect(world.drop.empty(5)).toBe(false)
    world.disk.refuses = 'JOURNAL_FAILED'
    expect(world.drop.empty(1)).toBe(false)
  })

  it('hear of a diverter that stays away, once, and of its return', async () => {
    const world = await opened()
    world.signals.become('divert2', null)
    await world.run(1_000)
    expect(world.notices.size).toBe(0)
    await world.run(2_500)
    expect([...world.notices]).toEqual(['DROP_DIVERTER_AWAY Holds'])
    world.signals.become('divert2', false)
    expect(world.notices.size).toBe(0)
  })
})

describe('a drop that is stopped', () => {
  it('leaves nothing switched on and no timer that does anything', async () => {
    const world = await opened()
    world.give(book())
    await world.until(() => world.belt)
    await world.drop.stop()
    const writes = world.disk.writes
    await world.run(2_000)
    for (const name of ['belt', 'shutter', 'lamp', 'divert1', 'divert2'])
      expect({ name, on: world.signals.read(name) }).toEqual({ name, on: false })
    expect(world.disk.writes).toBe(writes)
  })
})
