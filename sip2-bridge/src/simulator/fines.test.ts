import { describe, expect, it } from 'vitest'
import { amountText, feeGroup, fineText } from './fines.ts'
import { demoItem } from './items.ts'
import { Library } from './library.ts'

const NOW = new Date(2026, 9, 6, 12).getTime()
const library = new Library(() => NOW)
const about = { feeId: 'FEE-7', patronId: '2', itemId: demoItem('Emma').itemId, minor: 1240, since: NOW }
const overdue = { ...about, type: '04' }
const lost = { ...about, type: '07' }
const card = { ...about, itemId: '', type: '02' }

describe('a fine item', () => {
  it.each([
    ['plain', '12.40 Overdue'],
    ['koha', 'Overdue: Emma 12.40'],
    ['egLegacy', '12.40 Overdue Emma / Jane Austen'],
    ['threeM', 'FEE-7 $12.40 "FINE" Emma'],
    ['swyerB', 'Charge-Number: FEE-7, Amount-Due: 12.40, Fine-Type: FINE, Title: Emma'],
    ['fsip2', 'FEE-7 12.40 "Overdue" Emma'],
  ] as const)('in the style %s is %j', (style, text) => {
    expect(fineText(overdue, library, style)).toBe(text)
  })

  it('tells a lost item from a fee without one', () => {
    expect(fineText(lost, library, 'threeM')).toBe('FEE-7 $12.40 "LOST" Emma')
    expect(fineText(card, library, 'threeM')).toBe('FEE-7 $12.40 "FEE" Fee')
    expect(feeGroup(card, library)).toContainEqual(['FB', ''])
  })
})

describe('an amount', () => {
  it('has two decimals, or as few as it needs', () => {
    expect([0, 5, 150, 1575].map((minor) => amountText(minor, { amounts: 'twoDecimals' }))).toEqual([
      '0.00',
      '0.05',
      '1.50',
      '15.75',
    ])
    expect([120, 1575, 200].map((minor) => amountText(minor, { amounts: 'shortest' }))).toEqual([
      '1.2',
      '15.75',
      '2',
    ])
  })
})
