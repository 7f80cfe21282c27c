import { decodeBlock, USAGE } from './iso28560-3.ts'
import type { TagContent } from './tag.ts'

/** What a tag's memory says. A block without an identifier says nothing. */
export function decodeTag(memory: Uint8Array): TagContent {
  const block = decodeBlock(memory)
  if (block === null || block.primaryId === '') return { kind: 'unreadable' }
  const { usage, primaryId, owner } = block
  if (usage === USAGE.patronCard) return { kind: 'patron', patronId: primaryId, owner }
  if (usage !== USAGE.circulating && usage !== USAGE.notForCirculation) return { kind: 'foreign', usage }
  const parts = Math.max(1, block.parts)
  return { kind: 'item', itemId: primaryId, part: Math.min(Math.max(1, block.part), parts), parts, owner }
}
