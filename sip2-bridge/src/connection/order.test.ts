import { describe, expect, it } from 'vitest'
import type { Fields } from '../protocol/codec.ts'
import type { RequestName } from '../protocol/pairs.ts'
import { mustKeepOrder } from './order.ts'

const about = (name: RequestName, subjects: { patronId?: string; itemId?: string } = {}) => ({
  name,
  fields: subjects as Fields<RequestName>,
})

describe('two requests', () => {
  it.each([
    ['that both change something', about('checkout', { itemId: '1' }), about('checkin', { itemId: '2' })],
    ['about one item', about('itemInformation', { itemId: '1' }), about('checkout', { itemId: '1' })],
    [
      'about one patron',
      about('patronInformation', { patronId: '1' }),
      about('patronStatus', { patronId: '1' }),
    ],
    [
      'of which one may change any item',
      about('renewAll', { patronId: '1' }),
      about('itemInformation', { itemId: '1' }),
    ],
  ])('%s keep their order', (_, first, second) => {
    expect(mustKeepOrder(first, second)).toBe(true)
    expect(mustKeepOrder(second, first)).toBe(true)
  })

  it.each([
    ['about different items', about('itemInformation', { itemId: '1' }), about('checkout', { itemId: '2' })],
    [
      'about a patron and an item',
      about('patronInformation', { patronId: '1' }),
      about('itemInformation', { itemId: '1' }),
    ],
    ['of which one is about nobody', about('scStatus'), about('checkin', { itemId: '1' })],
    ['that name nobody', about('itemInformation', { itemId: '' }), about('itemInformation', { itemId: '' })],
  ])('%s may overlap', (_, first, second) => {
    expect(mustKeepOrder(first, second)).toBe(false)
    expect(mustKeepOrder(second, first)).toBe(false)
  })
})
