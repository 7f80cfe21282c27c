import { encodeBlock } from '../../tags/iso28560-3.ts'
import { tagUid } from '../../tags/tag.ts'
import type { AisleTag } from './feig-gate/emulator.ts'

export const itemNumber = (n: number): string => `311730000${String(n).padStart(5, '0')}`

/** A tagged item as it is carried through a gate: ISO 28560-3, secured. */
export function tagged(n: number, change: Partial<AisleTag> = {}): AisleTag {
  const memory = new Uint8Array(112)
  memory.set(encodeBlock({ usage: 1, parts: 1, part: 1, primaryId: itemNumber(n), owner: 'XXLIB' }))
  const uid = tagUid(`E00401${(n * 7_919).toString(16).toUpperCase().padStart(10, '0')}`)
  return { uid, afi: 0x07, memory, blockSize: 4, ...change }
}
