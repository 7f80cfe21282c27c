/** Which entry of the list a tag belongs to; pure. */
import type { TagFacts } from '../../tags/facts.ts'
import type { TrolleyEntry } from './ledger.ts'

export interface Assigned {
  readonly entry: TrolleyEntry
  readonly part: number
  readonly parts: number
  /** Parts written once this one is. */
  readonly written: number
}

/** The entry to be done next: the chosen one, else the first that waits. */
export function currentEntry(entries: readonly TrolleyEntry[], chosen: number | null): TrolleyEntry | null {
  const waiting = entries.filter(({ state }) => state === 'waiting')
  return waiting.find(({ id }) => id === chosen) ?? waiting[0] ?? null
}

/**
 * A tag that says what it is on goes to its own entry, whatever is next; any other to the next one. A set's parts come
 * one after the other, unless the tag says which it is.
 */
export function assign(
  entries: readonly TrolleyEntry[],
  chosen: number | null,
  facts: Pick<TagFacts, 'id' | 'part' | 'parts'> | null,
): Assigned | null {
  const own = entries.find(({ item, state }) => item === facts?.id && state !== 'skipped')
  const entry = own ?? currentEntry(entries, chosen)
  if (entry === null) return null
  const parts = Math.max(entry.parts, own === undefined ? 1 : (facts?.parts ?? 1))
  const told = own !== undefined && facts !== null && facts.parts === parts ? facts.part : null
  const part = Math.min(Math.max(1, told ?? entry.written + 1), parts)
  return { entry, part, parts, written: Math.min(parts, Math.max(entry.written, told ?? part)) }
}
