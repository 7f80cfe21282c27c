/** A tag in the emulated field, with what real ones do to a writer: locks, passwords, worn memory, and leaving in mid-write. */
import { hasEas } from '../../../tags/chip.ts'
import type { TagUid } from '../../../tags/tag.ts'
import { ISO_ERROR, reversed, STATUS } from './codec.ts'

export interface VirtualTag {
  readonly uid: TagUid
  dsfid: number
  afi: number
  /** Bytes in the tag's own order; a whole number of blocks. */
  readonly memory: Uint8Array
  readonly blockSize: number
  /** The EAS bit of a chip that has one. */
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

const DONE = Uint8Array.of(STATUS.ok)

/** DB-N, DB-SIZE, then for each block its security byte (where asked for) and the block, last byte first. */
export function readBlocks(tag: VirtualTag, first: number, count: number, withSecurity: boolean): Uint8Array {
  const { blockSize, memory, unreadable, lockedBlocks } = tag
  if (unreadable === true) return Uint8Array.of(STATUS.rfError)
  if ((first + count) * blockSize > memory.length)
    return Uint8Array.of(STATUS.isoError, ISO_ERROR.blockNotAvailable)
  const blocks: number[] = []
  for (let block = first; block < first + count; block++) {
    const locked = withSecurity && lockedBlocks?.includes(block) === true
    blocks.push(locked ? 1 : 0, ...memory.subarray(block * blockSize, (block + 1) * blockSize).toReversed())
  }
  return Uint8Array.of(STATUS.ok, count, blockSize, ...blocks)
}

/** `data`: the request from DB-ADR on. Block after block, as a reader does it; `leave` takes the tag out of the field. */
export function writeBlocks(tag: VirtualTag, data: Uint8Array, leave: () => void): Uint8Array {
  const [first = 0, count = 0, blockSize = 0] = data
  if (fails(tag)) return Uint8Array.of(STATUS.writeError, first)
  if (blockSize !== tag.blockSize || (first + count) * blockSize > tag.memory.length) {
    return Uint8Array.of(STATUS.isoError, ISO_ERROR.blockNotAvailable)
  }
  const blocks = reversed(data.subarray(3, 3 + count * blockSize), blockSize)
  for (let block = first; block < first + count; block++) {
    if (tag.lockedBlocks?.includes(block) === true) return Uint8Array.of(STATUS.isoError, ISO_ERROR.locked)
    if (tag.blocksLeft !== undefined && tag.blocksLeft-- <= 0) return Uint8Array.of(STATUS.writeError, block)
    if (tag.leavesAfterBlocks !== undefined && tag.leavesAfterBlocks-- <= 0) {
      leave()
      return Uint8Array.of(STATUS.writeError, block)
    }
    const from = (block - first) * blockSize
    tag.memory.set(blocks.subarray(from, from + blockSize), block * blockSize)
  }
  return DONE
}

export function writeAfi(tag: VirtualTag, afi: number): Uint8Array {
  if (tag.afiLocked === true) return Uint8Array.of(STATUS.isoError, ISO_ERROR.locked)
  const refusal = refused(tag, 'afi')
  if (refusal !== null) return refusal
  tag.afi = afi
  return DONE
}

export function writeDsfid(tag: VirtualTag, dsfid: number): Uint8Array {
  if (fails(tag)) return Uint8Array.of(STATUS.rfError)
  tag.dsfid = dsfid
  return DONE
}

export function writeEas(tag: VirtualTag, on: boolean): Uint8Array {
  // A chip that does not know the command keeps silent (ISO/IEC 15693-3, custom commands).
  if (!hasEas(tag.uid)) return Uint8Array.of(STATUS.noTag)
  const refusal = refused(tag, 'eas')
  if (refusal !== null) return refusal
  tag.eas = on
  return DONE
}

function refused(tag: VirtualTag, what: 'afi' | 'eas'): Uint8Array | null {
  if (tag.password?.on.includes(what) === true) {
    return tag.password.silent
      ? Uint8Array.of(STATUS.noTag)
      : Uint8Array.of(STATUS.isoError, ISO_ERROR.noInformation)
  }
  return fails(tag) ? Uint8Array.of(STATUS.rfError) : null
}

function fails(tag: VirtualTag): boolean {
  const left = tag.writeFailures ?? 0
  if (left > 0) tag.writeFailures = left - 1
  return left > 0
}
