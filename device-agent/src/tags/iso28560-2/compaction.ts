/**
 * How ISO/IEC 15962 packs text into bytes: schemes by their number in a data set's precursor. Number 0 is left to the
 * application (here: owner codes, see isil.ts).
 */
import { BitReader, BitWriter } from './bits.ts'

interface Scheme {
  readonly code: number
  readonly fits: (text: string) => boolean
  readonly encode: (text: string) => Uint8Array
  /** Throws where the bytes are no such text. */
  readonly decode: (bytes: Uint8Array) => string
}

const INTEGER: Scheme = {
  code: 1,
  // 19 digits fill eight bytes.
  fits: (text) => /^[1-9]\d{1,18}$/.test(text),
  encode: (text) => {
    const hex = BigInt(text).toString(16)
    return Uint8Array.fromHex(hex.padStart(Math.ceil(hex.length / 2) * 2, '0'))
  },
  decode: (bytes) => {
    const text = BigInt(`0x${bytes.toHex() || '0'}`).toString()
    if (!INTEGER.fits(text)) throw new RangeError('an integer has 2 to 19 digits')
    return text
  },
}

/** A digit a nibble; an odd number of digits ends with F. */
const NUMERIC: Scheme = {
  code: 2,
  fits: (text) => /^\d{2,}$/.test(text),
  encode: (text) => Uint8Array.fromHex(text.length % 2 === 0 ? text : `${text}F`),
  decode: (bytes) => bytes.toHex().replace(/f$/, ''),
}

interface Packing {
  readonly code: number
  /** Bits a character: its lowest ones. */
  readonly width: number
  /** The last character must not be the one that the filling looks like. */
  readonly fits: RegExp
  readonly filling: readonly number[]
  readonly toCharacter: (bits: number) => number
}
function packed({ code, width, fits, filling, toCharacter }: Packing): Scheme {
  const filler = String.fromCharCode(toCharacter(Number.parseInt(filling.slice(0, width).join(''), 2)))
  return {
    code,
    fits: (text) => fits.test(text),
    encode: (text) => {
      const bits = new BitWriter()
      for (const character of text) bits.put(character.charCodeAt(0) & ((1 << width) - 1), width)
      return bits.bytes(filling)
    },
    decode: (bytes) => {
      const bits = new BitReader(bytes)
      let text = ''
      for (let value = bits.take(width); value !== null; value = bits.take(width)) {
        text += String.fromCharCode(toCharacter(value))
      }
      return text.endsWith(filler) ? text.slice(0, -1) : text
    },
  }
}
const FIVE_BIT = packed({
  code: 3,
  width: 5,
  fits: /^[\u0041-\u005f]+$/,
  filling: [0, 0, 0, 0, 0, 0, 0],
  toCharacter: (bits) => bits | 0x40,
})
const SIX_BIT = packed({
  code: 4,
  width: 6,
  fits: /^[\u0020-\u005f]*[\u0021-\u005f]$/,
  filling: [1, 0, 0, 0, 0, 0, 0],
  toCharacter: (bits) => (bits < 0x20 ? bits | 0x40 : bits),
})
const SEVEN_BIT = packed({
  code: 5,
  width: 7,
  fits: /^[\u0020-\u007e]+$/,
  filling: [1, 1, 1, 1, 1, 1, 1],
  toCharacter: (bits) => bits,
})
const OCTETS: Scheme = {
  code: 6,
  fits: (text) => /^[\u0020-\u00ff]+$/.test(text),
  encode: (text) => Uint8Array.from(text, (character) => character.charCodeAt(0)),
  decode: (bytes) => String.fromCharCode(...bytes),
}
const UTF8: Scheme = {
  code: 7,
  fits: () => true,
  encode: (text) => new TextEncoder().encode(text),
  decode: (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes),
}
const SCHEMES = [INTEGER, NUMERIC, FIVE_BIT, SIX_BIT, SEVEN_BIT, OCTETS, UTF8]

export interface Compacted {
  /** 0 to 7. */
  readonly scheme: number
  readonly bytes: Uint8Array
}

/** The first scheme that fits and needs the fewest bytes. */
export function compact(text: string): Compacted {
  let best: Compacted | null = null
  for (const { code, fits, encode } of SCHEMES) {
    if (!fits(text)) continue
    const bytes = encode(text)
    if (best === null || bytes.length < best.bytes.length) best = { scheme: code, bytes }
  }
  return best ?? { scheme: UTF8.code, bytes: new Uint8Array(0) }
}

/** Null for a scheme that is none, or bytes that are no text in it. */
export function expand({ scheme, bytes }: Compacted): string | null {
  const found = SCHEMES.find(({ code }) => code === scheme)
  try {
    return found?.decode(bytes) ?? null
  } catch {
    return null
  }
}
