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
