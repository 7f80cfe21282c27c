import type { ListEntry } from './account.ts'
import type { Circulation } from './contract.ts'
import { IlsError, type ItemAnswer, type ItemId, itemId } from './types.ts'

/** Items asked about for one list: a kiosk shows no more on its screens. */
export const COMPLETED_MAX_ITEMS = 100

export interface CompletedEntry {
  readonly entry: ListEntry
  /** Null for a text, beyond `COMPLETED_MAX_ITEMS`, and where the server did not answer. */
  readonly about: ItemAnswer | null
}

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

/**
 * What the server knows of the items in a list, one question after the other, so that others may come between. Never
 * rejects for an answer that is missing; after one, nothing more is asked.
 */
export async function withItems(
  circulation: Pick<Circulation, 'item'>,
  entries: readonly ListEntry[],
): Promise<readonly CompletedEntry[]> {
  const found = new Map<ItemId, ItemAnswer>()
  try {
    for (const item of [...new Set(itemsIn(entries))].slice(0, COMPLETED_MAX_ITEMS)) {
      found.set(item, await circulation.item(item))
    }
  } catch (error) {
    if (!(error instanceof IlsError)) throw error
  }
  return entries.map((entry) => ({
    entry,
    about: entry.kind === 'item' ? (found.get(entry.item) ?? null) : null,
  }))
}
