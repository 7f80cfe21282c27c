import { describe, expect, it } from 'vitest'
import { withCheckDigit } from './barcode.ts'
import { collection, GENERATED_MAX, generatedId, otherNumber } from './collection.ts'
import { HISTORY_MAX, History } from './history.ts'
import { demoItem } from './items.ts'
import { Library } from './library.ts'
import { demoPatron } from './patrons.ts'

const NOW = new Date(2026, 9, 6, 12).getTime()

describe('a generated collection', () => {
  it('has as many items and patrons as asked for, each with its own good barcode', () => {
    const { item, patron } = collection({ items: 5_000, patrons: 100 })
    const ids = Array.from({ length: 5_000 }, (_, index) => generatedId('item', index))
    expect(new Set(ids).size).toBe(5_000)
    expect(ids.every((id) => withCheckDigit(id.slice(0, -1)) === id && item(id) !== undefined)).toBe(true)
    expect(item(generatedId('item', 5_000))).toBeUndefined()
    expect(patron(generatedId('patron', 99))).toMatchObject({ pin: null, limit: 9_999 })
    expect(patron(generatedId('patron', 100))).toBeUndefined()
  })

  it('lies beside the demo library, and titles lead to its first copy', () => {
    const { item, patronByOtherNumber, titled } = collection({ items: 10 })
    expect(item(demoItem('Emma').itemId)).toBe(demoItem('Emma'))
    expect(titled('Pride and Prejudice')).toBe(demoItem('Pride and Prejudice'))
    const mira = demoPatron('Mira K.')
    expect(patronByOtherNumber(otherNumber(mira.patronId))).toBe(mira)
  })

  it('has a limit', () => {
    expect(() => collection({ items: GENERATED_MAX + 1 })).toThrow(RangeError)
  })
})

describe('the history', () => {
  const deed = (index: number) => ({ kind: 'checkout' as const, itemId: String(index), patronId: '' })

  it('remembers the newest, and counts all', () => {
    const history = new History(100)
    const { deeds } = history
    for (let index = 0; index < 1_000; index++) history.add(deed(index))
    expect(deeds.length).toBeLessThanOrEqual(100)
    expect(deeds.at(-1)?.itemId).toBe('999')
    expect(deeds[0]?.itemId).toBe(String(1_000 - deeds.length))
    expect(history.total).toBe(1_000)
    expect(history.count('checkout')).toBe(1_000)
    expect(history.count('renew')).toBe(0)
  })

  it('of a library reaches as far as it was told', () => {
    const library = new Library(() => NOW, { historyMax: 10 })
    const emma = demoItem('Emma').itemId
    for (let time = 0; time < 50; time++) {
      library.checkin(emma)
      library.checkout(demoPatron('Mira K.').patronId, emma)
    }
    expect(library.deeds).toBe(100)
    expect(library.deedsOf('checkin')).toBe(50)
    expect(library.history.length).toBeLessThanOrEqual(10)
    expect(HISTORY_MAX).toBeGreaterThanOrEqual(100_000)
  })

  it('keeps no request in memory by a piece of its text', () => {
    const library = new Library(() => NOW)
    const frame = `09${demoItem('Emma').itemId}`
    library.checkin(frame.slice(2))
    library.checkout(demoPatron('Mira K.').patronId, frame.slice(2))
    for (const { itemId } of library.history) expect(Object.is(itemId, demoItem('Emma').itemId)).toBe(true)
  })
})
