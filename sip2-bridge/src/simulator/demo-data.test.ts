import { describe, expect, it } from 'vitest'
import { withCheckDigit } from './barcode.ts'
import { firstDay } from './first-day.ts'
import { demoItem, demoItems } from './items.ts'
import { demoPatron, demoPatrons } from './patrons.ts'

const luhnHolds = (barcode: string) => withCheckDigit(barcode.slice(0, -1)) === barcode
const NOW = new Date(2026, 9, 6, 12, 5, 30).getTime()

describe('the demo collection', () => {
  it('has barcodes of 14 digits that begin with 3, hold their check digit and are unique', () => {
    expect(demoItems.filter(({ itemId }) => !/^31173\d{9}$/.test(itemId) || !luhnHolds(itemId))).toEqual([])
    expect(new Set(demoItems.map(({ itemId }) => itemId)).size).toBe(demoItems.length)
  })

  it('checks digits as Luhn’s published example has it', () => {
    expect(withCheckDigit('7992739871')).toBe('79927398713')
  })

  it('has some sixty titles, some twice, and sets of three and four parts', () => {
    const titles = new Set(demoItems.map(({ title }) => title))
    expect(titles.size).toBeGreaterThanOrEqual(60)
    expect(demoItems.length - titles.size).toBeGreaterThanOrEqual(3)
    expect(new Set(demoItems.map(({ parts }) => parts))).toEqual(new Set([1, 3, 4]))
  })

  it('has letters that one code page alone cannot hold', () => {
    const titles = demoItems.map(({ title }) => title).join()
    for (const script of [/[äöü]/, /[éáí]/, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /&/]) {
      expect(titles).toMatch(script)
    }
  })

  it('tells a sorting machine where each kind goes', () => {
    expect(demoItem('Emma')).toMatchObject({ location: 'Fiction', sortBin: '1' })
    expect(demoItem('Treasure Island')).toMatchObject({ location: 'Children', sortBin: '2' })
    expect(demoItem('Walden')).toMatchObject({ location: 'Non-fiction', sortBin: '3' })
    expect(demoItem('Nosferatu')).toMatchObject({ location: 'Film', sortBin: '4' })
    expect(demoItem('Pan Tadeusz')).toMatchObject({ location: 'World languages', sortBin: '1' })
  })

  it('has no title it does not have', () => {
    expect(() => demoItem('The Lost Book')).toThrow(RangeError)
    expect(() => demoPatron('Nobody')).toThrow(RangeError)
  })
})

describe('the demo patrons', () => {
  it('have cards of 14 digits that begin with 2, hold their check digit and are unique', () => {
    const bad = demoPatrons.filter(({ patronId }) => !/^21173\d{9}$/.test(patronId) || !luhnHolds(patronId))
    expect(bad).toEqual([])
    expect(new Set(demoPatrons.map(({ patronId }) => patronId)).size).toBe(demoPatrons.length)
  })

  it('have limits by category', () => {
    expect(demoPatron('Mira K.').limit).toBe(30)
    expect(demoPatron('Lotte (8)').limit).toBe(3)
  })
})

describe('the first day', () => {
  const { loans, holds } = firstDay(NOW)
  const loansOf = (name: string) => loans.filter(({ patronId }) => patronId === demoPatron(name).patronId)

  it('lends each item once, and none that stays in the house', () => {
    expect(new Set(loans.map(({ itemId }) => itemId)).size).toBe(loans.length)
    const reference = demoItems.filter(({ notForLoan }) => notForLoan).map(({ itemId }) => itemId)
    expect(loans.filter(({ itemId }) => reference.includes(itemId))).toEqual([])
  })

  it('has what each card promises', () => {
    expect(loansOf('Agathe N.')).toHaveLength(20)
    expect(loansOf('Wanda S.')).toHaveLength(demoPatron('Wanda S.').limit)
    expect(loansOf('Karl H.').every(({ due }) => due < NOW)).toBe(true)
    expect(loansOf('Bruno F.').every(({ due }) => due > NOW)).toBe(true)
    expect(holds.map(({ ready }) => ready).toSorted()).toEqual([false, true])
  })
})
