import type { ListEntry } from './account.ts'
import { type ItemId, itemId } from './types.ts'

/** Lines of a list, as what this server writes there. What can be no identifier is a text in any case. */
export function entriesOf(
  lines: readonly string[] | undefined,
  listsIdentifiers: boolean,
): readonly ListEntry[] {
  return (lines ?? [])
    .filter((line) => line.trim() !== '')
    .map((text): ListEntry => {
      const item = listsIdentifiers ? identifierOf(text) : null
      return item === null ? { kind: 'text', text } : { kind: 'item', item }
    })
}

export const itemsIn = (entries: readonly ListEntry[]): readonly ItemId[] =>
  entries.flatMap((entry) => (entry.kind === 'item' ? [entry.item] : []))

export function identifierOf(text: string): ItemId | null {
  try {
    return itemId(text)
  } catch {
    return null
  }
}
