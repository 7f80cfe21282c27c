/** What faults do to the bytes of an answer. */
import { checksum } from '../protocol/checksum.ts'
import { CR_NOTE } from './words.ts'

export const NOISE = Buffer.from('Problems handling the request\r\n', 'latin1')

const GARBAGE_BYTES = 40
const CR = 13
const LF = 10

/** Where the four digits of the checksum begin, or -1 where the message has none. */
const digitsAt = (text: string): number => {
  const trailer = /AZ[0-9A-F]{4}[\r\n]*$/.exec(text)
  return trailer === null ? -1 : trailer.index + 2
}

/** With a checksum that does not fit. */
export function withBadChecksum(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  const at = digitsAt(text)
  if (at < 0) return bytes
  const wrong = text.startsWith('0000', at) ? '0001' : '0000'
  return Buffer.from(text.slice(0, at) + wrong + text.slice(at + 4), 'latin1')
}

/** With a CR in the patron's note, under a checksum that covers it: a message that a careless server cuts in two. */
export function withCrInNote(bytes: Buffer): Buffer {
  return summedAgain(bytes.toString('latin1').replace(CR_NOTE, CR_NOTE.replace('~CR~', '\r')))
}

/** With the number of another request. */
export function withWrongSequence(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  return summedAgain(text.replace(/AY(\d)(?=AZ)/, (_, digit: string) => `AY${(Number(digit) + 5) % 10}`))
}

function summedAgain(text: string): Buffer {
  const at = digitsAt(text)
  if (at < 0) return Buffer.from(text, 'latin1')
  const covered = Buffer.from(text.slice(0, at), 'latin1')
  return Buffer.concat([covered, Buffer.from(checksum(covered) + text.slice(at + 4), 'latin1')])
}

/** A line of bytes that say nothing; `below` gives a number under its end by chance. */
export function garbage(below: (end: number) => number): Buffer {
  const bytes = Array.from({ length: GARBAGE_BYTES }, () => below(256))
  return Buffer.from([...bytes.map((byte) => (byte === CR || byte === LF ? 0 : byte)), CR])
}

/** Cut at so many places by chance. */
export function cutAnywhere(bytes: Buffer, cuts: number, below: (end: number) => number): readonly Buffer[] {
  const places = new Set(Array.from({ length: cuts }, () => 1 + below(Math.max(1, bytes.length - 1))))
  const ends = [...places].filter((place) => place < bytes.length).toSorted((a, b) => a - b)
  return [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
}

export function inSegments(bytes: Buffer, size: number): readonly Buffer[] {
  const count = Math.ceil(bytes.length / size)
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
}
