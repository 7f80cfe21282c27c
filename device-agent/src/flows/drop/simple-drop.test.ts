import { describe, expect, it } from 'vitest'
import { itemTag, pending } from '../fakes.test-support.ts'
import type { TakenBack } from '../return/contract.ts'
import { DropWorld } from './drop.test-support.ts'
import { disagreements, returned, thing } from './parts.test-support.ts'
import { SimpleDrop } from './simple-drop.ts'

const BIN = 4
/** Gravity is its belt: what is let in slides past the reader at a walking pace and falls. */
function simple(without: readonly string[] = []): DropWorld {
  const world = new DropWorld({
    settings: { layout: 'simple', bins: [{ number: BIN, name: 'The bin', millimetres: 900 }] },
    make: (ports) => new SimpleDrop(ports),
    without: ['tunnelBeam', ...without],
  })
  world.slides = true
  return world
}
async function opened(without: readonly string[] = []): Promise<DropWorld> {
  const world = simple(without)
  await world.open()
  return world
}
const book = () => thing('Emma', itemTag(1, 'A'))

describe('a drop of one bin', () => {
  it('takes an item back while it slides by, and counts it where it has fallen', async () => {
    const world = await opened()
    world.bins.set('A', { bin: 7, reason: null })
    world.give(book(), thing('second', itemTag(2, 'B')))
    await world.settled()
    expect(world.said()).toEqual(['A returned 4 fine', 'B returned 4 fine'])
    expect(world.drop.view()).toMatchObject({
      state: 'open',
      bins: [{ bin: BIN, items: 2, exception: true }],
    })
    expect(disagreements(world)).toEqual([])
  })

  it('needs no sensor in the bin', async () => {
    const world = await opened(['arrived4'])
    world.give(book())
    await world.settled()
    expect(world.said()).toEqual(['A returned 4 fine'])
  })

  it('lists what cannot be handled, though it falls into the same bin', async () => {
    const world = await opened()
    world.give(
      thing('bare'),
      thing('two', itemTag(1, 'A'), itemTag(2, 'B')),
      thing('half', itemTag(3, 'C', 1, 2)),
    )
    await world.settled()
    expect(world.said()).toEqual([
      '- untaken 4 DROP_NO_TAG',
      'A returned 4 DROP_TWO_AT_ONCE',
      'B returned 4 DROP_TWO_AT_ONCE',
      'C untaken 4 DROP_SET_INCOMPLETE',
    ])
  })

  it('stays shut until the library system has answered about the one before', async () => {
    const world = await opened()
    const answer = pending<TakenBack>()
    world.answers.set('A', answer.promise)
    world.give(book(), thing('second', itemTag(2, 'B')))
    await world.run(4_000)
    expect(world.shutter).toBe(false)
    expect(world.drop.view()).toMatchObject({ state: 'busy', onBelt: 1 })
    answer.resolve(returned())
    await world.settled()
    expect(world.said()).toEqual(['A returned 4 fine', 'B returned 4 fine'])
  })

  it('is jammed where an item does not fall, until staff have put it into the bin', async () => {
    const world = await opened()
    const stuck = { ...book(), stuckAt: 800 }
    world.give(stuck)
    await world.until(() => world.notices.has('DROP_JAM entry'))
    expect(world.shutter).toBe(false)
    Object.assign(stuck, { front: null, bin: BIN })
    world.drop.clear()
    await world.settled()
    expect(world.said()).toEqual(['A returned 4 DROP_JAM'])
    expect(world.drop.view().state).toBe('open')
  })

  it('knows where everything lies, after whichever write it died', async () => {
    for (let writes = 1; writes <= 16; writes++) {
      const world = await opened()
      world.give(book(), thing('bare'))
      world.diesAfter = world.disk.writes + writes
      await world.run(8_000)
      world.kill()
      await world.run(500)
      world.begin()
      await world.settled()
      expect({ writes, wrong: disagreements(world) }).toEqual({ writes, wrong: [] })
    }
  })

  it('tells of an item that was on its way in when its signals went', async () => {
    const world = await opened()
    const answer = pending<TakenBack>()
    world.answers.set('A', answer.promise)
    world.give(book())
    await world.until(() => world.asked.includes('A'))
    world.moduleAway()
    answer.resolve(returned())
    await world.run(100)
    expect(world.said()).toEqual(['A returned 4 DROP_INTERRUPTED'])
  })

  it('records what falls into the bin unseen', async () => {
    const world = await opened()
    world.pulse('arrived4')
    expect(world.said()).toEqual(['- untaken 4 DROP_UNEXPECTED_ARRIVAL'])
  })

  it('lets nothing in while it cannot be recorded', async () => {
    const world = await opened()
    world.disk.refuses = 'JOURNAL_DISK_FULL'
    world.force({ ...book(), stuckAt: 20 })
    await world.run(500)
    expect(world.drop.view()).toMatchObject({ state: 'shut', problem: 'JOURNAL_DISK_FULL' })
    world.disk.refuses = null
    await world.until(() => world.disk.rows.length === 1)
  })
})
