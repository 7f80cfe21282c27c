import { decodeElements } from './iso28560-2/iso28560-2.ts'
import { decodeBlock, USAGE } from './iso28560-3.ts'
import { decodeLegacy3m } from './legacy-3m.ts'
import type { TagContent } from './tag.ts'

/**
 * What a tag's memory says. The model that proves itself by a checksum is tried first, the one that proves least last.
 * A tag without an identifier says nothing.
 */
export function decodeTag(memory: Uint8Array): TagContent {
  return fromBlock(memory) ?? fromElements(memory) ?? fromLegacy3m(memory) ?? { kind: 'unreadable' }
}

interface Facts {
  readonly usage: number
  readonly id: string
  readonly part: number
  readonly parts: number
  readonly owner: string
}

function contentOf({ usage, id, part, parts: told, owner }: Facts): TagContent {
  if (id === '') return { kind: 'unreadable' }
  if (usage === USAGE.patronCard) return { kind: 'patron', patronId: id, owner }
  if (usage !== USAGE.circulating && usage !== USAGE.notForCirculation) return { kind: 'foreign', usage }
  const parts = Math.max(1, told)
  return { kind: 'item', itemId: id, part: Math.min(Math.max(1, part), parts), parts, owner }
}

function fromBlock(memory: Uint8Array): TagContent | null {
  const block = decodeBlock(memory)
  return block === null ? null : contentOf({ ...block, id: block.primaryId })
}

function fromElements(memory: Uint8Array): TagContent | null {
  const elements = decodeElements(memory)
  if (elements === null) return null
  const { primaryId = '', setInformation = '', usage, owner = '' } = elements
  return contentOf({
    // Where a tag does not say what it is for, it is on an item.
    usage: usage === undefined ? USAGE.circulating : Number.parseInt(usage, 16) >> 4,
    id: primaryId,
    parts: Number(setInformation.slice(0, 2)),
    part: Number(setInformation.slice(2, 4)),
    owner: owner.replace('-', ''),
  })
}

function fromLegacy3m(memory: Uint8Array): TagContent | null {
  const tag = decodeLegacy3m(memory)
  return tag === null ? null : contentOf({ ...tag, id: tag.itemId, usage: USAGE.circulating, owner: '' })
}
