/** From a chip's number to the card number that the library system knows, by the rules of the site. */
import type { CardNumberSettings } from '../../config/settings.ts'

/** Null where the chip's number has fewer bytes than the rules want. */
export function cardNumber(uid: Uint8Array, rules: CardNumberSettings): string | null {
  const { bytes, from, reversed, base, width, prefix, suffix } = rules
  const count = bytes === 0 ? uid.length : bytes
  if (count === 0 || count > uid.length) return null
  const taken = from === 'start' ? uid.subarray(0, count) : uid.subarray(uid.length - count)
  const hex = Buffer.from(reversed ? taken.toReversed() : taken).toString('hex')
  const text = base === 'hexLower' ? hex : base === 'hex' ? hex.toUpperCase() : BigInt(`0x${hex}`).toString()
  return `${prefix}${text.padStart(width, '0')}${suffix}`
}

const SINGLE_SIZE_BYTES = 4
const RANDOM = 0x08

/** Phones, passports and some bank cards make up a number at each showing (ISO/IEC 14443-3, "UID contents": uid0 = 08h). */
export const isRandom = (uid: Uint8Array): boolean => uid.length === SINGLE_SIZE_BYTES && uid[0] === RANDOM
