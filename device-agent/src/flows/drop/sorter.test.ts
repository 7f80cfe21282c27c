import { describe, expect, it } from 'vitest'
import { itemTag } from '../fakes.test-support.ts'
import { DropWorld, EXCEPTION, thing } from './drop.test-support.ts'

describe('an item that is dropped', () => {
  it('is recorded, taken back, secured, and lies in the bin that was chosen', async () => {
    const world = new DropWorld()
    await world.open()
    const book = thing('Emma', itemTag(1, 'A'))
    world.bins.set('A', { bin: 2, reason: null })
    world.give(book)
    await world.settled()
    expect(book.bin).toBe(2)
    expect(world.disk.closed()).toMatchObject([
      { item: 'A', verdict: 'returned', bin: 2, reason: null, unsecured: new Set() },
    ])
    expect(world.drop.view()).toMatchObject({
      state: 'open',
      onBelt: 0,
      bins: [{ bin: 1, items: 0 }, { bin: 2, items: 1 }, { bin: EXCEPTION }],
    })
    expect(world.sorted).toEqual(['A 2'])
  })
})
