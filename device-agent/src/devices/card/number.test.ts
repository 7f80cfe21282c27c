import { describe, expect, it } from 'vitest'
import type { CardNumberSettings } from '../../config/settings.ts'
import { cardNumber, isRandom } from './number.ts'

const RULES: CardNumberSettings = {
  bytes: 0,
  from: 'start',
  reversed: false,
  base: 'hex',
  width: 0,
  prefix: '',
  suffix: '',
}
const uid = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))
const of = (hex: string, change: Partial<CardNumberSettings> = {}) =>
  cardNumber(uid(hex), { ...RULES, ...change })

describe('a card number', () => {
  it.each<[string, Partial<CardNumberSettings>, string]>([
    ['9a3b00c1', {}, '9A3B00C1'],
    ['9a3b00c1', { base: 'hexLower' }, '9a3b00c1'],
    ['9a3b00c1', { reversed: true }, 'C1003B9A'],
    ['9a3b00c1', { base: 'decimal' }, '2587558081'],
    ['9a3b00c1', { base: 'decimal', reversed: true }, '3238017946'],
    ['0000002a', { base: 'decimal', width: 10 }, '0000000042'],
    ['0000002a', { base: 'decimal' }, '42'],
    ['04a2b3c4d5e680', {}, '04A2B3C4D5E680'],
    ['04a2b3c4d5e680', { bytes: 4 }, '04A2B3C4'],
    ['04a2b3c4d5e680', { bytes: 4, from: 'end' }, 'C4D5E680'],
    ['04a2b3c4d5e680', { bytes: 4, from: 'end', reversed: true, base: 'decimal' }, '2162611652'],
    ['04a2b3c4d5e680', { base: 'decimal' }, '1304792892040832'],
    ['ffffffffffffffffffff', { base: 'decimal' }, '1208925819614629174706175'],
    ['04a2b3c4', { prefix: 'C', suffix: '-X', width: 10 }, 'C0004A2B3C4-X'],
  ])('of %s by %o is %s', (chip, change, wanted) => {
    expect(of(chip, change)).toBe(wanted)
  })

  it('is no longer than the rules say only where the number is', () => {
    expect(of('04a2b3c4', { width: 4 })).toBe('04A2B3C4')
  })

  it('is not made from too few bytes', () => {
    expect(of('04a2b3c4', { bytes: 7 })).toBeNull()
    expect(of('')).toBeNull()
  })
})

describe('a number made up at each showing', () => {
  it('is known by its first byte, and only where it has four', () => {
    expect(isRandom(uid('08a2b3c4'))).toBe(true)
    expect(isRandom(uid('04a2b3c4'))).toBe(false)
    expect(isRandom(uid('08a2b3c4d5e680'))).toBe(false)
  })
})
