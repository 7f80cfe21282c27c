import { withoutHyphen } from './facts.ts'
import { USAGE } from './iso28560-3.ts'
import { type ReadOptions, readTag } from './read-tag.ts'
import type { TagContent } from './tag.ts'

/** What a tag's memory says, in short. A tag without an identifier says nothing. */
export function decodeTag(memory: Uint8Array, options: ReadOptions = {}): TagContent {
  const { facts } = readTag(memory, options)
  if (facts === null || facts.id === '') return { kind: 'unreadable' }
  const { usage, id, part, parts: told } = facts
  const owner = withoutHyphen(facts.owner)
  if (usage === USAGE.patronCard) return { kind: 'patron', patronId: id, owner }
  if (usage !== USAGE.circulating && usage !== USAGE.notForCirculation) return { kind: 'foreign', usage }
  const parts = Math.max(1, told)
  return { kind: 'item', itemId: id, part: Math.min(Math.max(1, part), parts), parts, owner }
}
