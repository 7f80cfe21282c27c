/** What a tag in the emulated field does to a reader and a writer: locks, passwords, worn memory, leaving in mid-write. */
import { hasEas } from '../../../tags/chip.ts'
import { fails, takeBlocks, type VirtualTag } from '../virtual-tag.ts'
import { ISO_ERROR, reversed, STATUS } from './codec.ts'

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
  const memory = reversed(data.subarray(3, 3 + count * blockSize), blockSize)
  const stopped = takeBlocks(tag, first, memory, leave)
  if (stopped === null) return DONE
  return stopped.why === 'locked'
    ? Uint8Array.of(STATUS.isoError, ISO_ERROR.locked)
    : Uint8Array.of(STATUS.writeError, stopped.block)
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
