/**
 * ISO 28560-3, the fixed-length data model of library tags (the Danish model, DS/INF 163-1): a 34-byte block, cut to 32
 * on small chips, then extension blocks.
 */
import { crcCcittFalse } from './crc.ts'

/** Bytes of the basic block; chips of 32 bytes hold all but the last two. */
export const BLOCK_BYTES = 34
export const SHORT_BLOCK_BYTES = 32

/** ISO 28560-3, "type of usage". */
export const USAGE = {
  acquisition: 0,
  circulating: 1,
  notForCirculation: 2,
  discarded: 7,
  patronCard: 8,
  equipment: 9,
} as const

/** The tag's data format identifier (ISO 28560-3); many older tags hold 00, so that only the CRC proves the model. */
export const DSFID = 0x3e

export interface BasicBlock {
  /** Type of usage, 0 to 15. */
  readonly usage: number
  readonly parts: number
  /** From 1. */
  readonly part: number
  /** Primary item identifier, up to 16 bytes. */
  readonly primaryId: string
  /** ISIL without its first hyphen ('DK718500'), up to 13 bytes. */
  readonly owner: string
}

export interface DecodedBlock extends BasicBlock {
  /** Bytes of the block; extension blocks begin behind it. */
  readonly length: number
  /** The tag holds every four bytes back to front, as some vendors wrote them; it is rewritten the same way. */
  readonly reversed: boolean
}

const CONTENT_PARAMETER = 1
const ID_AT = 3
const ID_BYTES = 16
const CRC_AT = 19
const OWNER_AT = 21
const OWNER_BYTES = 13

const text = new TextDecoder('utf-8', { fatal: true })

/** Null where the bytes are no such block: too few, a wrong CRC in either byte order, or no text. */
export function decodeBlock(memory: Uint8Array): DecodedBlock | null {
  return decodePlain(memory, false) ?? decodePlain(reversePerBlock(memory), true)
}

function decodePlain(memory: Uint8Array, reversed: boolean): DecodedBlock | null {
  if (memory.length < SHORT_BLOCK_BYTES) return null
  const block = memory.subarray(0, BLOCK_BYTES)
  const [first = 0, parts = 0, part = 0] = block
  if (first >> 4 !== CONTENT_PARAMETER) return null
  const stored = (block[CRC_AT] ?? 0) | ((block[CRC_AT + 1] ?? 0) << 8)
  // A longer chip whose block was written in the short form has other data where bytes 32 and 33 would be.
  const whole = crcOf(block) === stored
  if (!whole && crcOf(block.subarray(0, SHORT_BLOCK_BYTES)) !== stored) return null
  try {
    const end = whole && block.length === BLOCK_BYTES ? BLOCK_BYTES : SHORT_BLOCK_BYTES
    return {
      length: end,
      usage: first & 15,
      parts,
      part,
      primaryId: textOf(block.subarray(ID_AT, ID_AT + ID_BYTES)),
      owner: textOf(block.subarray(OWNER_AT, Math.min(OWNER_AT + OWNER_BYTES, end))),
      reversed,
    }
  } catch {
    return null
  }
}

/**
 * In either byte order all but the CRC fits: what a torn write leaves. Its first bytes can also be read as a data set of
 * ISO 28560-2 (11 01 01: the integer 1), so whatever looks so is no tag of that model.
 */
export const looksLikeBlock = (memory: Uint8Array): boolean => tornUsage(memory) !== null

/** The type of usage of such a block; null where it does not look like one. */
export function tornUsage(memory: Uint8Array): number | null {
  for (const bytes of [memory, reversePerBlock(memory)]) {
    const [first = 0, parts = 0, part = 0] = bytes
    if (bytes.length < SHORT_BLOCK_BYTES || first >> 4 !== CONTENT_PARAMETER || part > parts) continue
    const id = bytes.subarray(ID_AT, ID_AT + ID_BYTES)
    const end = id.indexOf(0) < 0 ? ID_BYTES : id.indexOf(0)
    const text = end > 0 && id.subarray(0, end).every((byte) => byte > 0x20 && byte < 0x7f)
    if (text && id.subarray(end).every((byte) => byte === 0)) return first & 15
  }
  return null
}

/** CRC-16/CCITT-FALSE over the 34 bytes without the CRC's own two; a cut block counts as filled up with 00. */
function crcOf(block: Uint8Array): number {
  const padded = new Uint8Array(BLOCK_BYTES)
  padded.set(block.subarray(0, BLOCK_BYTES))
  return crcCcittFalse([...padded.subarray(0, CRC_AT), ...padded.subarray(CRC_AT + 2)])
}

const textOf = (bytes: Uint8Array): string => {
  const end = bytes.indexOf(0)
  return text.decode(end < 0 ? bytes : bytes.subarray(0, end))
}

/** The block in 34 bytes. Throws RangeError for an identifier, owner or set that does not fit. */
export function encodeBlock({ usage, parts, part, primaryId, owner }: BasicBlock): Uint8Array {
  if (![parts, part].every((count) => Number.isInteger(count) && count >= 0 && count <= 255)) {
    throw new RangeError('a set takes 255 parts')
  }
  const block = new Uint8Array(BLOCK_BYTES)
  block[0] = (CONTENT_PARAMETER << 4) | (usage & 15)
  block[1] = parts
  block[2] = part
  place(block, ID_AT, ID_BYTES, primaryId, 'primary item identifier')
  place(block, OWNER_AT, OWNER_BYTES, owner, 'owner')
  const crc = crcOf(block)
  block[CRC_AT] = crc & 0xff
  block[CRC_AT + 1] = crc >> 8
  return block
}

function place(block: Uint8Array, at: number, width: number, value: string, what: string): void {
  const bytes = new TextEncoder().encode(value)
  if (bytes.length > width) throw new RangeError(`the ${what} takes ${width} bytes`)
  block.set(bytes, at)
}

/** Every four bytes back to front. */
export function reversePerBlock(memory: Uint8Array): Uint8Array {
  const reversed = new Uint8Array(memory.length)
  for (let start = 0; start < memory.length; start += 4) {
    reversed.set(memory.subarray(start, start + 4).toReversed(), start)
  }
  return reversed
}
