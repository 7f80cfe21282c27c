import { encodeBlock, reversePerBlock } from '../../tags/iso28560-3.ts'
import { tagUid } from '../../tags/tag.ts'
import type { VirtualTag } from './virtual-tag.ts'

/** A library tag as it lies on the shelf: ISO 28560-3, secured. */
export function shelfTag(
  n: number,
  change: Partial<VirtualTag> & {
    id?: string
    part?: number
    parts?: number
    usage?: number
    reversed?: boolean
  } = {},
): VirtualTag {
  const {
    id = `311730000${String(n).padStart(5, '0')}`,
    part = 1,
    parts = 1,
    usage = 1,
    reversed = false,
    ...rest
  } = change
  const memory = new Uint8Array(112)
  memory.set(encodeBlock({ usage, parts, part, primaryId: id, owner: 'XXLIB' }))
  const uid = tagUid(`E00401${n.toString(16).toUpperCase().padStart(10, '0')}`)
  return {
    uid,
    dsfid: 0x3e,
    afi: 0x07,
    memory: reversed ? reversePerBlock(memory) : memory,
    blockSize: 4,
    ...rest,
  }
}
