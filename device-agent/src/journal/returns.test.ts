import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenedJournal, openJournal } from './open-journal.ts'

const ITEM = '31173000000017'
let folder: string
let house: OpenedJournal
let now = 77
beforeEach(() => {
  now = 77
  folder = mkdtempSync(join(tmpdir(), 'returns-'))
  open()
})
afterEach(() => {
  house.journal.shut()
  rmSync(folder, { recursive: true })
})

function open(freeBytes = 1_000_000): void {
  house = openJournal({ folder, reserveBytes: 1_000, wall: () => now, freeBytes: () => freeBytes })
}
function again(): void {
  house.journal.shut()
  open()
}
const taken = () => {
  const id = house.returns.begin({ place: 'drop', at: 5 })
  house.returns.asking(id, ITEM, ['A', 'B'])
  return id
}

describe('the record of what comes back', () => {
  it('holds an item from the moment it is seen, over a restart', () => {
    const id = house.returns.begin({ place: 'drop', at: 5 })
    again()
    expect(house.returns.open()).toEqual([
      { id, place: 'drop', phase: 'seen', at: 5, item: null, unsecured: [], verdict: null, sorted: null },
    ])
  })

  it('takes what is written together as one, also where a part that failed was caught', () => {
    const id = house.returns.begin({ place: 'drop', at: 5 })
    house.returns.together(() => {
      house.returns.settle(id, 'untaken', null)
      house.returns.close(id, 9, 'DROP_JAM')
    })
    expect(house.returns.listed(9)).toMatchObject([{ id, bin: 9 }])
    const attempt = () =>
      house.returns.together(() => {
        house.returns.emptied(9)
        expect(() =>
          house.returns.sort(id, { bin: Symbol('9') as never, reason: null, beltMillimetres: 0 }),
        ).toThrow()
      })
    expect(attempt).toThrow('JOURNAL_FAILED')
    expect(house.returns.bins()).toMatchObject([{ bin: 9, items: 1 }])
    house.returns.emptied(9)
    expect(house.returns.bins()).toMatchObject([{ bin: 9, items: 0 }])
  })

  it('counts what is found after all where it lies', () => {
    const id = house.returns.begin({ place: 'drop', at: 5 })
    house.returns.close(id, 9, 'DROP_ITEM_MISSING')
    house.returns.found(id, 2, 'DROP_PLACE_UNSURE')
    expect(house.returns.listed(1)).toMatchObject([{ id, bin: 2, reason: 'DROP_PLACE_UNSURE' }])
    house.returns.resolve(id)
    house.returns.found(id, 3, 'DROP_PLACE_UNSURE')
    expect(house.returns.bins()).toMatchObject([
      { bin: 2, items: 1 },
      { bin: 9, items: 0 },
    ])
  })

  it('has an item in one bin, the last, unless that other bin was emptied meanwhile', () => {
    const first = taken()
    house.returns.close(first, 2, 'DROP_INTERRUPTED')
    const second = taken()
    expect(house.returns.listed(9)).toEqual([])
    house.returns.close(second, 3, null)
    expect(house.returns.bins()).toMatchObject([
      { bin: 2, items: 0 },
      { bin: 3, items: 1 },
    ])
    now++
    house.returns.emptied(3)
    house.returns.close(taken(), 3, null)
    expect(house.returns.bins()).toMatchObject([{ items: 0 }, { bin: 3, items: 1 }])
  })

  it('knows over a restart that the belt rests, until it is moved again', () => {
    house.returns.moveBelt(500)
    expect(house.returns.beltRests).toBe(false)
    house.returns.restBelt()
    again()
    expect([house.returns.beltRests, house.returns.belt]).toEqual([true, 500])
    house.returns.moveBelt(500)
    again()
    expect(house.returns.beltRests).toBe(false)
  })

  it('names an item that nobody was asked to take back, for the staff who find it', () => {
    const id = house.returns.begin({ place: 'drop', at: 5 })
    house.returns.name(id, ITEM)
    again()
    expect(house.returns.entry(id)).toMatchObject({ phase: 'seen', item: ITEM })
    house.returns.settle(id, 'untaken', 'Emma')
    house.returns.close(id, 9, 'DROP_SET_INCOMPLETE')
    expect(house.returns.listed(1)).toMatchObject([{ id, item: ITEM, title: 'Emma', verdict: 'untaken' }])
  })

  it('knows what was asked, what came of it, and which tags are proven', () => {
    const id = taken()
    expect(house.returns.entry(id)).toMatchObject({ phase: 'asking', item: ITEM, unsecured: ['A', 'B'] })
    house.returns.settle(id, 'returned', 'Emma')
    house.returns.secured(id, 'A')
    house.returns.sort(id, { bin: 3, reason: null, beltMillimetres: 812.5 })
    again()
    expect(house.returns.entry(id)).toMatchObject({
      phase: 'settled',
      verdict: 'returned',
      unsecured: ['B'],
      sorted: { bin: 3, reason: null, beltMillimetres: 812.5 },
    })
  })

  it('counts an item in its bin in the write that ends it, once', () => {
    const id = taken()
    house.returns.settle(id, 'returned', 'Emma')
    house.returns.close(id, 3, null)
    house.returns.close(id, 3, null)
    again()
    expect(house.returns.open()).toEqual([])
    expect(house.returns.bins()).toEqual([{ bin: 3, items: 1, emptiedAt: null }])
    house.returns.emptied(3)
    expect(house.returns.bins()).toEqual([{ bin: 3, items: 0, emptiedAt: 77 }])
  })

  it('keeps a return for later and settles it in one write', () => {
    const id = taken()
    const intent = { key: 'k', kind: 'checkin', patron: null, item: ITEM, at: 5, due: null } as const
    house.returns.keep(id, intent, true)
    again()
    expect(house.returns.entry(id)).toMatchObject({ verdict: 'kept' })
    expect(house.stored.page(null, 9)).toMatchObject([{ item: ITEM, at: 5, phase: 'sending' }])
    const second = taken()
    expect(() => house.returns.keep(second, intent, false)).toThrow('JOURNAL_FAILED')
    expect(house.returns.entry(second)).toMatchObject({ phase: 'asking' })
  })

  it('lists for staff what ended with a reason until they have seen to it', () => {
    const fine = taken()
    house.returns.close(fine, 1, null)
    const odd = house.returns.begin({ place: 'drop', at: 9 })
    house.returns.close(odd, 9, 'ITEM_UNKNOWN')
    again()
    expect(house.returns.listed(10)).toEqual([
      { id: odd, at: 9, item: null, title: null, verdict: 'untaken', bin: 9, reason: 'ITEM_UNKNOWN' },
    ])
    expect(house.returns.resolve(fine)).toBe(false)
    expect(house.returns.resolve(odd)).toBe(true)
    expect(house.returns.listed(10)).toEqual([])
  })

  it('remembers how far the belt has run', () => {
    expect(house.returns.belt).toBe(0)
    house.returns.moveBelt(1_234.5)
    again()
    expect(house.returns.belt).toBe(1_234.5)
  })

  it('begins nothing on a full disk', () => {
    house.journal.shut()
    open(10)
    expect(() => house.returns.begin({ place: 'drop', at: 1 })).toThrow('JOURNAL_DISK_FULL')
  })
})
