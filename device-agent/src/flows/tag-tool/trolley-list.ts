import {
  type PartView,
  type TagRefusal,
  type TagToolAction,
  TROLLEY_MAX_ITEMS,
  type TrolleyView,
} from '../../contract/tag-tool.ts'
import type { TagFacts } from '../../tags/facts.ts'
import type { TagLedger, TrolleyEntry } from './ledger.ts'
import { parseList } from './list.ts'
import { type Assigned, assign, currentEntry } from './trolley.ts'

export type TrolleyAction = Extract<TagToolAction, { type: 'add' | 'choose' | 'skip' | 'remove' | 'clear' }>

/** Failures that the same tag would meet again. */
const FINAL: readonly TagRefusal[] = ['locked', 'failed', 'doesNotFit']

/** The trolley's list as it is kept, and which entry is next. */
export class TrolleyList {
  readonly #ledger: TagLedger
  #chosen: number | null = null
  #entries: readonly TrolleyEntry[] | null = null

  constructor(ledger: TagLedger) {
    this.#ledger = ledger
  }

  get entries(): readonly TrolleyEntry[] {
    try {
      this.#entries ??= this.#ledger.entries()
    } catch {
      // Told when something is to be recorded.
    }
    return this.#entries ?? []
  }
  view(): TrolleyView {
    const current = currentEntry(this.entries, this.#chosen)?.id
    const count = (state: TrolleyEntry['state']) =>
      this.entries.filter((entry) => entry.state === state).length
    return {
      entries: this.entries.map((entry) => ({ ...entry, current: entry.id === current })),
      waiting: count('waiting'),
      done: count('done'),
      failed: count('failed'),
    }
  }

  next(): Omit<PartView, 'title'> | null {
    const entry = currentEntry(this.entries, this.#chosen)
    if (entry === null) return null
    return { item: entry.item, part: Math.min(entry.written + 1, entry.parts), parts: entry.parts }
  }
  assign(facts: TagFacts | null): Assigned | null {
    return assign(this.entries, this.#chosen, facts)
  }

  act(action: TrolleyAction, pattern: RegExp): void {
    switch (action.type) {
      case 'add':
        return this.#add(action.text, pattern)
      case 'choose':
        return this.#choose(action.entry)
      case 'skip':
        return this.#change(() => this.#ledger.change(action.entry, { state: 'skipped' }))
      case 'remove':
        return this.#change(() => this.#ledger.remove(action.entry))
      case 'clear':
        return this.#change(() => this.#ledger.clear())
    }
  }

  #add(text: string, pattern: RegExp): void {
    const known = new Set(this.entries.map(({ item }) => item))
    const fresh = parseList(text, pattern).filter(({ item }) => !known.has(item))
    this.#change(() => this.#ledger.add(fresh.slice(0, TROLLEY_MAX_ITEMS - known.size)))
  }
  /** A scanned item is next, whatever the list's order; it is added where it is not on the list. */
  scan(item: string): void {
    const find = () => this.entries.find((entry) => entry.item === item)
    if (find() === undefined && this.entries.length < TROLLEY_MAX_ITEMS)
      this.#change(() => this.#ledger.add([{ item, parts: 1 }]))
    const entry = find()
    if (entry !== undefined) this.#choose(entry.id)
  }
  /** The entry is next, and waits again where it did not. */
  #choose(id: number): void {
    const entry = this.entries.find((candidate) => candidate.id === id)
    if (entry === undefined) return
    const again = entry.state === 'done' ? { written: 0 } : {}
    if (entry.state !== 'waiting') this.#change(() => this.#ledger.change(id, { state: 'waiting', ...again }))
    this.#chosen = id
  }

  /** What a write's outcome means for the item's entry; nothing where it is not on the list. */
  account(item: string, written: number, parts: number) {
    const entry = this.entries.find((candidate) => candidate.item === item)
    if (entry === undefined) return {}
    return {
      done: () => {
        const done = written >= Math.max(parts, entry.parts)
        this.#change(() => this.#ledger.change(entry.id, { written, state: done ? 'done' : 'waiting' }))
        this.#chosen = done ? null : entry.id
      },
      failed: (why: TagRefusal) => {
        if (FINAL.includes(why)) this.#change(() => this.#ledger.change(entry.id, { state: 'failed', why }))
      },
    }
  }

  #change(change: () => void): void {
    this.#entries = null
    change()
  }
}
