import { describe, expect, it } from 'vitest'
import { itemTag } from '../fakes.test-support.ts'
import { DropWorld } from './drop.test-support.ts'
import { disagreements, thing } from './parts.test-support.ts'
import { SimpleDrop } from './simple-drop.ts'

const book = (n = 1, item = 'A') => thing(item, itemTag(n, item))
/** As the staff's page does it: taken, moved, and put back as it was found. */
async function tried(world: DropWorld, name: string, milliseconds: number): Promise<void> {
  const rest = world.signals.read(name) === true
  world.hands.take(name)
  await world.signals.set(name, !rest)
  await world.run(milliseconds)
  await world.signals.set(name, rest)
  world.hands.giveBack(name)
}
/** Shut, so that its outputs may be tried, with nothing on the belt. */
async function shut(): Promise<DropWorld> {
  const world = new DropWorld()
  await world.open()
  world.obstacle = 'ILS_AWAY'
  await world.until(() => world.drop.view().problem === 'ILS_AWAY')
  return world
}

describe('while an output is tried by hand, a drop', () => {
  it('stays shut though nothing else forbids it, says why, and opens again by itself', async () => {
    const world = await shut()
    world.hands.take('lamp')
    world.obstacle = null
    world.give(book())
    await world.run(5_000)
    expect(world.drop.view()).toMatchObject({ state: 'shut', problem: 'DROP_BY_HAND' })
    expect({ shutter: world.shutter, belt: world.belt, taken: world.asked }).toEqual({
      shutter: false,
      belt: false,
      taken: [],
    })
    world.hands.giveBack('lamp')
    await world.settled()
    expect(world.said()).toEqual(['A returned 1 fine'])
  })

  it('leaves it alone', async () => {
    const world = await shut()
    for (const output of ['lamp', 'shutter', 'belt', 'divert1']) {
      world.hands.take(output)
      await world.signals.set(output, true)
      await world.run(1_000)
      expect({ output, active: world.signals.read(output) }).toEqual({ output, active: true })
      await world.signals.set(output, false)
      world.hands.giveBack(output)
    }
  })

  it('knows where everything lies afterwards, whatever was moved and whenever', async () => {
    for (const output of ['belt', 'divert1', 'shutter', 'lamp'])
      for (let moment = 0; moment < 6_000; moment += 500) {
        const world = new DropWorld()
        await world.open()
        world.give(book(1, 'A'), book(2, 'B'))
        await world.run(moment)
        world.waiting.length = 0
        await tried(world, output, 1_500)
        await world.settled()
        expect({ output, moment, wrong: disagreements(world) }).toEqual({ output, moment, wrong: [] })
        await world.until(() => world.drop.view().state === 'open')
      }
  }, 60_000)

  it('keeps a jam a jam, and its lamp alight afterwards', async () => {
    const world = new DropWorld()
    await world.open()
    world.give({ ...book(), stuckAt: 1190 })
    await world.until(() => world.notices.has('DROP_JAM bin 1'))
    for (const output of ['lamp', 'belt']) {
      await tried(world, output, 2_000)
      await world.run(1_000)
      expect(world.drop.view()).toMatchObject({ state: 'shut', problem: 'DROP_JAM' })
      expect({ belt: world.belt, lamp: world.signals.read('lamp') }).toEqual({ belt: false, lamp: true })
    }
    expect([...world.notices]).toEqual(['DROP_JAM bin 1'])
    for (const it of world.things) it.stuckAt = null
    world.drop.clear()
    await world.settled()
    expect(disagreements(world)).toEqual([])
  })

  it('of one bin stays shut as well', async () => {
    const world = new DropWorld({
      settings: { layout: 'simple', bins: [{ number: 4, name: 'All', exception: true }] },
      make: (ports) => new SimpleDrop(ports),
    })
    await world.open()
    world.hands.take('lamp')
    await world.run(100)
    expect(world.drop.view()).toMatchObject({ state: 'shut', problem: 'DROP_BY_HAND' })
    expect(world.shutter).toBe(false)
    world.hands.giveBack('lamp')
    await world.until(() => world.shutter)
  })
})
