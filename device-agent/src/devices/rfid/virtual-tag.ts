/** A tag in the field of an emulated reader, whatever the reader's protocol. */
import type { TagUid } from '../../tags/tag.ts'

export interface VirtualTag {
  readonly uid: TagUid
  dsfid: number
  afi: number
  /** Bytes in the tag's own order; a whole number of blocks. */
  readonly memory: Uint8Array
  readonly blockSize: number
  /** The EAS bit; left out where the chip has none. */
  eas?: boolean
  /** The AFI is locked for good. */
  readonly afiLocked?: boolean
  readonly lockedBlocks?: readonly number[]
  /** The chip wants a password before these are written; it keeps silent then, or names no reason. */
  readonly password?: { readonly on: readonly ('afi' | 'eas')[]; readonly silent: boolean }
  /** Answers inventories, and no read. */
  readonly unreadable?: boolean
  /** So many of the next writes fail. */
  writeFailures?: number
  /** The memory takes so many more blocks; afterwards it is worn out. Endless where left out. */
  blocksLeft?: number
  /** The tag is taken away after so many more blocks. */
  leavesAfterBlocks?: number
}

/** True where this write fails. */
export function fails(tag: VirtualTag): boolean {
  const left = tag.writeFailures ?? 0
  if (left > 0) tag.writeFailures = left - 1
  return left > 0
}

/** Why a write of several blocks stopped, and at which block. */
export interface Stopped {
  readonly why: 'locked' | 'worn' | 'left'
  readonly block: number
}

/** Block after block, as a reader does it; null where all were taken. `leave` takes the tag out of the field. */
export function takeBlocks(
  tag: VirtualTag,
  first: number,
  memory: Uint8Array,
  leave: () => void,
): Stopped | null {
  const { blockSize, lockedBlocks } = tag
  for (let at = 0; at < memory.length; at += blockSize) {
    const block = first + at / blockSize
    if (lockedBlocks?.includes(block) === true) return { why: 'locked', block }
    if (tag.blocksLeft !== undefined && tag.blocksLeft-- <= 0) return { why: 'worn', block }
    if (tag.leavesAfterBlocks !== undefined && tag.leavesAfterBlocks-- <= 0) {
      leave()
      return { why: 'left', block }
    }
    tag.memory.set(memory.subarray(at, at + blockSize), block * blockSize)
  }
  return null
}
