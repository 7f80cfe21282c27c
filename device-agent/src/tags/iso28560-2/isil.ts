/**
 * Owner codes (ISIL, ISO 15511) as ISO 28560-2 packs them: three sets of characters, five bits a character in the upper
 * and lower set, four in the digit set; latches change the set for good, shifts for one character. It begins in the
 * upper set and is filled up with ones.
 */
import { BitReader, BitWriter } from './bits.ts'

type SetName = 'upper' | 'lower' | 'digit'
interface CharacterSet {
  readonly width: number
  readonly characters: string
  readonly latch: Readonly<Partial<Record<SetName, number>>>
  readonly shift: Readonly<Partial<Record<SetName, number>>>
}

const SETS: Readonly<Record<SetName, CharacterSet>> = {
  upper: {
    width: 5,
    characters: '-ABCDEFGHIJKLMNOPQRSTUVWXYZ:',
    latch: { lower: 28, digit: 30 },
    shift: { lower: 29, digit: 31 },
  },
  lower: {
    width: 5,
    characters: '-abcdefghijklmnopqrstuvwxyz/',
    latch: { upper: 28, digit: 30 },
    shift: { upper: 29, digit: 31 },
  },
  digit: {
    width: 4,
    characters: '0123456789-:',
    latch: { upper: 12, lower: 14 },
    shift: { upper: 13, lower: 15 },
  },
}
const SET_NAMES = ['upper', 'lower', 'digit'] as const
const ONES = [1, 1, 1, 1, 1, 1, 1]

export function decodeIsil(bytes: Uint8Array): string {
  const bits = new BitReader(bytes)
  let latched: SetName = 'upper'
  let current: SetName = latched
  let text = ''
  for (;;) {
    const set: CharacterSet = SETS[current]
    const value = bits.take(set.width)
    if (value === null) return text
    const character = set.characters[value]
    if (character !== undefined) {
      text += character
      current = latched
      continue
    }
    const target = SET_NAMES.find((name) => set.latch[name] === value || set.shift[name] === value)
    if (target === undefined) continue
    if (set.latch[target] === value) latched = target
    current = target
  }
}

/** Null where the text holds a character that none of the sets has. */
export function encodeIsil(text: string): Uint8Array | null {
  const bits = new BitWriter()
  let current: SetName = 'upper'
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? ''
    const set: CharacterSet = SETS[current]
    if (set.characters.includes(character)) {
      bits.put(set.characters.indexOf(character), set.width)
      continue
    }
    const target = SET_NAMES.find((name) => SETS[name].characters.includes(character))
    if (target === undefined) return null
    const next = text[at + 1]
    // A shift is for one character; where the next one needs the other set too, a latch is shorter.
    const stays =
      next !== undefined && !set.characters.includes(next) && SETS[target].characters.includes(next)
    bits.put((stays ? set.latch : set.shift)[target] ?? 0, set.width)
    bits.put(SETS[target].characters.indexOf(character), SETS[target].width)
    if (stays) current = target
  }
  return bits.bytes(ONES)
}
