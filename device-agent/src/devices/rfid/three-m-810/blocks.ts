/** The three fields of this protocol whose length depends on what stands in them. */
import type { TagUid } from '../../../tags/tag.ts'
import { BYTE, REST, type Shape, take, UID } from './shape.ts'

export interface ReadBlocksReply {
  readonly uid: TagUid
  readonly first: number
  readonly blockSize: number
  /** In the tag's own byte order: this reader turns nothing round. */
  readonly memory: Uint8Array
  /** Blocks that are locked, counted from the first of these. */
  readonly locked: readonly number[]
}

/** Number and lock byte before each block ("old style", section 7.5). */
const BLOCK_LEAD_BYTES = 2
/** Above it the lock byte is an error code: the block was not read. */
const LOCKS_MAX = 0x03
const USER_LOCKED = 0x01

/**
 * UID, number of blocks, then number, lock and data of each. The specification knows blocks of 4 bytes only; the size is
 * taken from the length, so that a reader which passes blocks of 8 on is understood.
 */
export const READ_BLOCKS_REPLY: Shape<ReadBlocksReply> = {
  write: ({ uid, first, blockSize, memory, locked }) => {
    const count = memory.length / blockSize
    const blocks = Array.from({ length: count }, (_, block) => [
      first + block,
      locked.includes(block) ? USER_LOCKED : 0x00,
      ...memory.subarray(block * blockSize, (block + 1) * blockSize),
    ])
    return [...UID.write(uid), count, ...blocks.flat()]
  },
  read: (from) => {
    const uid = UID.read(from)
    const count = BYTE.read(from)
    const each = (from.bytes.length - from.at) / count
    const blockSize = each - BLOCK_LEAD_BYTES
    if (!Number.isInteger(each) || blockSize < 1) throw new RangeError('blocks of no size')
    const memory = new Uint8Array(count * blockSize)
    const first = from.bytes[from.at] ?? 0
    const locked: number[] = []
    for (let block = 0; block < count; block++) {
      const [number = -1, lock = LOCKS_MAX + 1] = take(from, BLOCK_LEAD_BYTES)
      if (number !== first + block || lock > LOCKS_MAX) throw new RangeError('a block was not read')
      if (lock !== 0) locked.push(block)
      memory.set(take(from, blockSize), block * blockSize)
    }
    return { uid, first, blockSize, memory, locked }
  },
}

export interface WriteBlocks {
  readonly uid: TagUid
  readonly first: number
  readonly blockSize: number
  /** A whole number of blocks. */
  readonly memory: Uint8Array
}

/** UID, first block, number of blocks, a byte that is 0, data (section 7.6). */
export const WRITE_BLOCKS_REQUEST: Shape<WriteBlocks> = {
  write: ({ uid, first, blockSize, memory }) => [
    ...UID.write(uid),
    first,
    memory.length / blockSize,
    0x00,
    ...memory,
  ],
  read: (from) => {
    const uid = UID.read(from)
    const [first = 0, count = 0] = take(from, 3)
    const memory = REST.read(from)
    const blockSize = memory.length / count
    if (!Number.isInteger(blockSize) || blockSize < 1) throw new RangeError('blocks of no size')
    return { uid, first, blockSize, memory }
  },
}

/** What a tag says of itself; null where it does not say it. Sizes in bytes. */
export interface TagInfo {
  readonly uid: TagUid
  readonly dsfid: number | null
  readonly afi: number | null
  readonly memory: { readonly blockSize: number; readonly blocks: number } | null
}

/** Bits of what was asked and of what there is (section 7.18). */
const DSFID = 0x01
const AFI = 0x02
const MEMORY = 0x04
const CHIP = 0x08
const CHIP_BYTES = 2

/** UID, which facts there are, and these; sizes less one. */
export const TAG_INFO_REPLY: Shape<TagInfo> = {
  write: ({ uid, dsfid, afi, memory }) => [
    ...UID.write(uid),
    (dsfid === null ? 0 : DSFID) | (afi === null ? 0 : AFI) | (memory === null ? 0 : MEMORY),
    ...(dsfid === null ? [] : [dsfid]),
    ...(afi === null ? [] : [afi]),
    ...(memory === null ? [] : [memory.blockSize - 1, memory.blocks - 1]),
  ],
  read: (from) => {
    const uid = UID.read(from)
    const there = BYTE.read(from)
    const dsfid = there & DSFID ? BYTE.read(from) : null
    const afi = there & AFI ? BYTE.read(from) : null
    const memory = there & MEMORY ? { blockSize: BYTE.read(from) + 1, blocks: BYTE.read(from) + 1 } : null
    if (there & CHIP) take(from, CHIP_BYTES)
    return { uid, dsfid, afi, memory }
  },
}
