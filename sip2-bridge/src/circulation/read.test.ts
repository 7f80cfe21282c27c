import { describe, expect, it } from 'vitest'
import {
  amount,
  circulationStatus,
  count,
  mediaType,
  messages,
  money,
  orNull,
  privileges,
  told,
} from './read.ts'

describe('an amount', () => {
  it.each([
    ['3.50', 350],
    ['3,50', 350],
    ['$3.50', 350],
    ['3.5', 350],
    ['350', 35_000],
    ['.50', 50],
    ['0.500', 50],
    ['15.750000', 1_575],
    ['-2.75', -275],
    ['-$2.75', -275],
    ['$-2.75', -275],
    ['(2.75)', -275],
    ['2.75-', -275],
    ['\u22122,75 €', -275],
    ['3.50 - overdue', 350],
    ['1\u00a0234,50', 123_450],
    ['1\u202f234,50', 123_450],
    ['1\u2019234.50', 123_450],
    ['1.234', 123_400],
    ['1.234,50', 123_450],
    ['1,234.50', 123_450],
    ['1 234,50', 123_450],
    ["1'234.50", 123_450],
    ['1.234.567', 123_456_700],
    ['Rs. 20', 2_000],
    ['0.00', 0],
  ])('%j is %i minor units', (text, minor) => {
    expect(money(text, 'EUR')).toEqual({ minor, currency: 'EUR' })
  })

  it.each([undefined, '', 'free', '-', '99999999999999999999'])('is not read from %j', (text) => {
    expect(money(text, 'EUR')).toBeNull()
  })

  it('has as many minor units as its currency', () => {
    expect(money('350', 'JPY')).toEqual({ minor: 350, currency: 'JPY' })
    expect(money('1.500', 'KWD')).toEqual({ minor: 1_500, currency: 'KWD' })
  })

  it('is in the server’s currency where it names one', () => {
    expect(amount({ feeAmount: '1.00', currency: 'USD' }, 'EUR')).toEqual({ minor: 100, currency: 'USD' })
    expect(amount({ feeAmount: '1.00', currency: '   ' }, 'EUR')).toEqual({ minor: 100, currency: 'EUR' })
    expect(amount({}, 'EUR')).toBeNull()
  })
})

describe('codes', () => {
  it('that are missing or odd are unknown, never yes', () => {
    expect(['Y', 'N', 'U', '', undefined].map(told)).toEqual(['yes', 'no', 'unknown', 'unknown', 'unknown'])
    expect(['08', '8', '14', '', 'xx'].map(circulationStatus)).toEqual([
      'onHoldShelf',
      'onHoldShelf',
      'other',
      'other',
      'other',
    ])
    expect(['006', '011', '', 'abc', undefined].map(mediaType)).toEqual(['cd', 'other', null, null, null])
    expect(['0020', '  20', '    ', '', undefined].map(count)).toEqual([20, 20, null, null, null])
  })

  it('for reasons deny nothing by themselves', () => {
    const reasons = privileges({ patronStatus: '  Y  YYYYYYYYY' })
    expect(reasons).toMatchObject({ mayCheckout: true, mayRenew: true, mayHold: true, cardLost: false })
    expect(reasons.standing).toHaveLength(9)
    expect(privileges({ patronStatus: 'YY YY         ' })).toEqual({
      mayCheckout: false,
      mayRenew: false,
      mayHold: false,
      cardLost: true,
      standing: [],
    })
  })

  it('of a status that is too short deny nothing', () => {
    expect(privileges({ patronStatus: '' })).toMatchObject({ mayCheckout: true, standing: [] })
  })
})

describe('a text', () => {
  it('of blanks only is none, and blanks around it go', () => {
    expect(['   ', '', undefined, ' A title '].map(orNull)).toEqual([null, null, null, 'A title'])
  })
})

describe('messages', () => {
  it('lose control characters and empty lines', () => {
    expect(messages(['one\r\ntwo', ' ', '', ' three '])).toEqual(['one two', 'three'])
    expect(messages(undefined)).toEqual([])
  })
})
