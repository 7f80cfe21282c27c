/** From tags in the field to items on the pad. */
import type { PadTag } from '../../devices/rfid/contract.ts'
import type { TagPart } from '../checkout/item-context.ts'

export interface ItemOnPad {
  readonly itemId: string
  readonly total: number
  readonly present: readonly TagPart[]
}

/** Its tags as one text, the same in any order. */
export const uidsOf = (item: ItemOnPad): string =>
  item.present
    .map((tag) => tag.uid)
    .toSorted()
    .join(' ')

export interface PadContents {
  readonly items: readonly ItemOnPad[]
  /** UIDs of tags that cannot be read. */
  readonly unreadable: readonly string[]
  /** UIDs of tags that are neither item nor card. */
  readonly foreign: readonly string[]
  /** Tags not read yet. */
  readonly pending: number
  readonly cards: readonly { readonly uid: string; readonly patronId: string }[]
}

/**
 * Groups tags by item: the parts of a set are one item. `adopted` names unreadable tags whose barcode was scanned.
 */
export function padContents(field: readonly PadTag[], adopted: ReadonlyMap<string, string>): PadContents {
  const items = new Map<string, { itemId: string; total: number; present: TagPart[] }>()
  const unreadable: string[] = []
  const foreign: string[] = []
  const cards: { uid: string; patronId: string }[] = []
  let pending = 0
  const add = (itemId: string, total: number, part: TagPart) => {
    const item = items.get(itemId) ?? { itemId, total, present: [] }
    item.total = Math.max(item.total, total)
    item.present.push(part)
    items.set(itemId, item)
  }
  for (const { uid, content } of field) {
    const owner = adopted.get(uid)
    if (content.kind === 'item') add(content.itemId, content.parts, { uid, part: content.part })
    else if (content.kind === 'patron') cards.push({ uid, patronId: content.patronId })
    else if (owner !== undefined) add(owner, 1, { uid, part: 1 })
    else if (content.kind === 'unreadable') unreadable.push(uid)
    else if (content.kind === 'foreign') foreign.push(uid)
    else pending++
  }
  return { items: [...items.values()], unreadable, foreign, pending, cards }
}
