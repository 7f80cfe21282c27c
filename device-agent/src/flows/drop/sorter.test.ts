import { describe, expect, it } from 'vitest'
import type { PadTag } from '../../devices/rfid/contract.ts'
import { itemTag, pending, uid } from '../fakes.test-support.ts'
import type { TakenBack } from '../return/contract.ts'
import { DropWorld } from './drop.test-support.ts'
import { disagreements, EXCEPTION, returned, thing } from './parts.test-support.ts'

const book = () => thing('Emma', itemTag(1, 'A'))
async function opened(options: ConstructorParameters<typeof DropWorld>[0] = {}): Promise<DropWorld> {
  const world = new DropWorld(options)
  await world.open()
  return world
}
/** What the record says of one thing that was dropped. */
async function dropped(...tags: readonly PadTag[]): Promise<string[]> {
  const world = await opened()
  world.give(thing('it', ...tags))
  await world.settled()
  expect(disagreements(world)).toEqual([])
  return world.said()
}
const odd = (n: number, content: PadTag['content']): PadTag => ({ uid: uid(n), content })

describe('an item that is dropped', () => {
  it('is recorded, taken back, secured, and lies in the bin that was chosen', async () => {
    const world = await opened()
    world.bins.set('A', { bin: 2, reason: null })
    world.give(book())
    await world.settled()
    expect(world.things[0]?.bin).toBe(2)
    expect(world.disk.closed()).toMatchObject([
      { item: 'A', verdict: 'returned', bin: 2, reason: null, unsecured: new Set() },
    ])
    expect(world.drop.view()).toMatchObject({
      state: 'open',
      onBelt: 0,
      bins: [{ bin: 1, items: 0 }, { bin: 2, items: 1 }, { bin: EXCEPTION }],
      exceptions: [],
    })
    expect(world.sorted).toEqual(['A 2'])
  })

  it('is recorded before the belt moves, on its way to the exception bin until something better is known', async () => {
    const world = await opened()
    const moved: unknown[] = []
    world.signals.onChange(({ name, active }) => {
      if (name === 'belt' && active === true)
        moved.push(...world.disk.open().map(({ phase, sorted }) => ({ phase, sorted })))
    })
    world.force(book())
    const beltMillimetres = world.disk.belt
    await world.settled()
    expect(moved).toEqual([
      { phase: 'seen', sorted: { bin: EXCEPTION, reason: 'DROP_INTERRUPTED', beltMillimetres } },
    ])
  })

  it('lets the next one in when it is far enough, so that several are on their way at once', async () => {
    const world = await opened()
    world.bins.set('A', { bin: 2, reason: null })
    world.give(...[1, 2, 3, 4].map((n) => thing(`${n}`, itemTag(n, ['A', 'B', 'C', 'D'][n - 1] ?? ''))))
    await world.until(() => world.things.filter(({ front }) => front !== null).length === 3)
    const fronts = world.things.map(({ front }) => front ?? 0)
    expect(
      Math.min(...fronts.slice(1).map((front, index) => (fronts[index] ?? 0) - front)),
    ).toBeGreaterThanOrEqual(600)
    await world.settled()
    expect(world.things.map(({ bin }) => bin)).toEqual([2, 1, 1, 1])
    expect(world.belt).toBe(false)
  })

  it('stands at the end of the read zone until the library system has answered', async () => {
    const world = await opened()
    const answer = pending<TakenBack>()
    world.answers.set('A', answer.promise)
    world.give(book())
    await world.until(() => world.asked.includes('A'))
    await world.run(8_000)
    expect(world.belt).toBe(false)
    expect(world.things[0]?.front).toBeLessThan(370)
    answer.resolve(returned())
    await world.settled()
    expect(world.said()).toEqual(['A returned 1 fine'])
  })

  it('stands there also where the beam at the end of the read zone is silent, and is then called stuck', async () => {
    const world = await opened()
    const answer = pending<TakenBack>()
    world.answers.set('A', answer.promise)
    world.signals.become = silence(world, 'tunnelBeam')
    world.give(book())
    await world.until(() => world.asked.includes('A'))
    await world.run(3_000)
    expect(world.things[0]?.front).toBeLessThan(430)
    answer.resolve(returned())
    await world.until(() => world.notices.has('DROP_JAM read zone'))
    expect(world.belt).toBe(false)
  })

  it('is one item with all the parts of a set', async () => {
    expect(await dropped(itemTag(1, 'A', 1, 2), itemTag(2, 'A', 2, 2))).toEqual(['A returned 1 fine'])
  })

  it('may be broken for the beam for a moment and is still one', async () => {
    const world = await opened()
    world.give(book())
    await world.until(() => (world.things[0]?.front ?? 0) > 40)
    world.signals.become('entryBeam', false)
    world.signals.become('entryBeam', true)
    await world.settled()
    expect(world.said()).toEqual(['A returned 1 fine'])
  })
})

/** The beam reports nothing any more. */
function silence(world: DropWorld, name: string): (name: string, active: boolean | null) => void {
  const become = world.signals.become.bind(world.signals)
  return (changed, active) => {
    if (changed !== name) become(changed, active)
  }
}

describe('the exception bin gets with a reason', () => {
  it('what has no tag', async () => {
    expect(await dropped()).toEqual(['- untaken 9 DROP_NO_TAG'])
  })
  it('what has a tag that is no item', async () => {
    expect(await dropped(odd(1, { kind: 'foreign', usage: 9 }))).toEqual(['- untaken 9 DROP_NO_ITEM_TAG'])
  })
  it('what has a tag that cannot be read', async () => {
    expect(await dropped(odd(1, { kind: 'unreadable' }))).toEqual(['- untaken 9 RFID_TAG_UNREADABLE'])
  })
  it('an item with a tag beside it that may be another', async () => {
    expect(await dropped(itemTag(1, 'A'), odd(2, { kind: 'unreadable' }))).toEqual([
      'A returned 9 RFID_TAG_UNREADABLE',
    ])
  })
  it('an incomplete set, which is not taken back, and whose record says which it is', async () => {
    expect(await dropped(itemTag(1, 'A', 1, 2))).toEqual(['A untaken 9 DROP_SET_INCOMPLETE'])
  })
  it('an item whose number no library system can be asked about', async () => {
    expect(await dropped(itemTag(1, 'A|B'))).toEqual(['- untaken 9 CODE_NOT_RECOGNISED'])
  })

  it('two items at once: both are taken back and have their own records', async () => {
    expect(await dropped(itemTag(1, 'A'), itemTag(2, 'B'))).toEqual([
      'A returned 9 DROP_TWO_AT_ONCE',
      'B returned 9 DROP_TWO_AT_ONCE',
    ])
  })

  it('two items at once also where they fall one after the other', async () => {
    const world = await opened()
    world.force(thing('below', itemTag(1, 'A')))
    world.force(thing('above', itemTag(2, 'B')), -50)
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_TWO_AT_ONCE', 'B returned 9 DROP_TWO_AT_ONCE'])
    expect(world.notices.size).toBe(0)
  })

  it('an item that is pushed in while another is read, and that other', async () => {
    const world = await opened()
    world.force(book())
    await world.until(() => (world.things[0]?.front ?? 0) >= 20)
    world.force(thing('pushed', itemTag(2, 'B')), -260)
    await world.settled()
    expect(world.said().sort()).toEqual(['A returned 9 DROP_TWO_AT_ONCE', 'B returned 9 DROP_TWO_AT_ONCE'])
  })

  it('an item that is pushed in too close behind another that was decided, and that other', async () => {
    const world = await opened()
    world.force(book())
    await world.until(() => (world.things[0]?.front ?? 0) >= 300)
    expect(world.disk.rows[0]?.phase).toBe('settled')
    world.force(thing('pushed', itemTag(2, 'B')))
    await world.settled()
    expect(world.said().sort()).toEqual(['A returned 9 DROP_TWO_AT_ONCE', 'B returned 9 DROP_TWO_AT_ONCE'])
  })

  it('an item beside which another shows when it has its bin already', async () => {
    const world = await opened()
    const two = { ...book(), tags: [itemTag(1, 'A')] as PadTag[] }
    world.force(two)
    await world.until(() => world.disk.rows[0]?.sorted?.bin === 1)
    two.tags.push(itemTag(2, 'B'))
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_TWO_AT_ONCE', 'B returned 9 DROP_TWO_AT_ONCE'])
  })

  it('an item beside which a tag shows late that cannot be read', async () => {
    const world = await opened()
    const two = { ...book(), tags: [itemTag(1, 'A')] as PadTag[] }
    world.force(two)
    await world.until(() => world.disk.rows[0]?.sorted?.bin === 1)
    two.tags.push(odd(2, { kind: 'unreadable' }))
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 RFID_TAG_UNREADABLE'])
  })

  it('an item beside which another shows while the library system is asked about it', async () => {
    const world = await opened()
    const answer = pending<TakenBack>()
    world.answers.set('A', answer.promise)
    const two = { ...book(), tags: [itemTag(1, 'A')] as PadTag[] }
    world.force(two)
    await world.until(() => world.asked.includes('A'))
    two.tags.push(itemTag(2, 'B'))
    await world.run(1_000)
    answer.resolve(returned())
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_TWO_AT_ONCE', 'B returned 9 DROP_TWO_AT_ONCE'])
  })

  it('what the library system refuses', async () => {
    const world = await opened()
    world.answers.set('A', { kind: 'refused', title: 'Emma', problem: { code: 'ITEM_UNKNOWN' } })
    world.give(book())
    await world.settled()
    expect(world.said()).toEqual(['A refused 9 ITEM_UNKNOWN'])
    expect(world.drop.view().exceptions).toMatchObject([{ item: 'A', bin: 9, reason: 'ITEM_UNKNOWN' }])
  })

  it('what is not proven to raise the alarm again, whatever bin was chosen', async () => {
    const world = await opened()
    world.answers.set('A', { ...returned(), secured: false } as TakenBack)
    world.give(book())
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 RFID_WRITE_FAILED'])
  })

  it('what is to go to a bin that is not there', async () => {
    const world = await opened()
    world.bins.set('A', { bin: 5, reason: null })
    world.give(book())
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_BIN_UNKNOWN'])
  })

  it('what is longer than an item can be', async () => {
    const world = await opened()
    world.give({ ...book(), length: 500 })
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_ITEM_TOO_LONG'])
  })

  it('what is for a bin that is full, also where it fills up when the item is on its way', async () => {
    const world = await opened()
    world.give(book(), thing('second', itemTag(2, 'B')))
    await world.until(() => (world.things[0]?.front ?? 0) > 900)
    expect(world.disk.rows[0]?.sorted?.bin).toBe(1)
    world.signals.become('full1', true)
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_BIN_FULL', 'B returned 9 DROP_BIN_FULL'])
    expect(world.notices).toContain('DROP_BIN_FULL Fiction')
    expect(world.signals.read('lamp')).toBe(true)
    world.signals.become('full1', false)
    expect(world.notices.size).toBe(0)
  })

  it('what is for a bin in whose arrival sensor something lies', async () => {
    const world = await opened()
    world.give(thing('first', itemTag(2, 'B')))
    await world.settled()
    world.signals.become('arrived2', true)
    await world.run(2_500)
    world.bins.set('A', { bin: 2, reason: null })
    world.give(book())
    await world.until(() => world.disk.closed().some(({ item }) => item === 'A'))
    expect(world.said()).toContain('A returned 9 DROP_BIN_FULL')
  })

  it('what is for a bin whose diverter is away, or does not move', async () => {
    const world = await opened()
    world.signals.become('divert1', null)
    world.give(book())
    await world.settled()
    world.signals.become('divert1', false)
    world.signals.refuses.add('divert1')
    world.give(thing('second', itemTag(2, 'B')))
    await world.settled()
    expect(world.said()).toEqual(['A returned 9 DROP_DIVERTER_AWAY', 'B returned 9 DROP_DIVERTER_AWAY'])
    expect(disagreements(world)).toEqual([])
  })
})
