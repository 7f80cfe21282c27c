/** From the tags that were read in the tunnel to what came in. Pure. */
import type { ErrorCode } from '../../contract/errors.ts'
import type { PadTag } from '../../devices/rfid/contract.ts'
import type { TagUid } from '../../tags/tag.ts'

export interface CameItem {
  readonly itemId: string
  readonly tags: readonly TagUid[]
  /** All its parts are here. */
  readonly whole: boolean
}

export interface WhatCame {
  readonly items: readonly CameItem[]
  /** Why there is no item, or what lies beside it that may be another; null where nothing is odd. */
  readonly odd: ErrorCode | null
  /** Nothing more is expected: all that is here is read, and whole. */
  readonly complete: boolean
}

export function whatCame(tags: readonly PadTag[]): WhatCame {
  const items = new Map<string, { parts: number; here: Set<number>; tags: TagUid[] }>()
  for (const { uid, content } of tags) {
    if (content.kind !== 'item') continue
    const item = items.get(content.itemId) ?? { parts: 1, here: new Set<number>(), tags: [] }
    item.parts = Math.max(item.parts, content.parts)
    item.here.add(content.part)
    item.tags.push(uid)
    items.set(content.itemId, item)
  }
  const came = [...items].map(([itemId, item]) => ({
    itemId,
    tags: item.tags,
    whole: item.here.size >= item.parts,
  }))
  const unread = tags.some(({ content }) => content.kind === 'unreadable' || content.kind === 'pending')
  const odd = oddness(tags, came.length, unread)
  return { items: came, odd, complete: came.length > 0 && !unread && came.every((item) => item.whole) }
}

/** A supplier's tag or a patron's card in a book is common, and no reason to put the book aside. */
function oddness(tags: readonly PadTag[], items: number, unread: boolean): ErrorCode | null {
  if (unread) return 'RFID_TAG_UNREADABLE'
  if (items > 0) return null
  return tags.length === 0 ? 'DROP_NO_TAG' : 'DROP_NO_ITEM_TAG'
}
