import { tagUid } from '../../tags/tag.ts'
import type { VirtualTag } from './virtual-tag.ts'

/** Chips that libraries have on their shelves: UID prefix, blocks, bytes of a block (makers' data sheets). */
export const CHIPS = {
  slix: ['E00401', 28, 4],
  slixL: ['E00403', 8, 4],
  slix2: ['E00401', 80, 4],
  st: ['E00223', 64, 4],
  fujitsu: ['E00801', 250, 8],
} as const

/** An unused tag on such a chip. */
export function blankTag(chip: keyof typeof CHIPS, n: number, change: Partial<VirtualTag> = {}): VirtualTag {
  const [prefix, blocks, blockSize] = CHIPS[chip]
  return {
    uid: tagUid(`${prefix}${n.toString(16).toUpperCase().padStart(10, '0')}`),
    dsfid: 0,
    afi: 0,
    memory: new Uint8Array(blocks * blockSize),
    blockSize,
    ...change,
  }
}
