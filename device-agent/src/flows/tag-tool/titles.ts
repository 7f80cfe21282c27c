import type { Ils } from '../ils.ts'
import { askAbout, type ItemWord } from './writing.ts'

/** Titles kept; the one that was asked for first goes first. */
const TITLES_MAX = 500

/** What the library system calls the items, for the screen: asked for ahead, so that nobody waits. */
export class Titles {
  readonly #ils: Pick<Ils, 'status' | 'item'>
  readonly #changed: () => void
  readonly #known = new Map<string, string | null>()
  readonly #wanted = new Set<string>()

  constructor(ils: Pick<Ils, 'status' | 'item'>, changed: () => void) {
    this.#ils = ils
    this.#changed = changed
  }

  of(item: string): string | null {
    return this.#known.get(item) ?? null
  }

  want(item: string): void {
    if (this.#known.has(item) || this.#wanted.has(item)) return
    this.#wanted.add(item)
    void this.ask(item).then((word) => {
      this.#wanted.delete(item)
      if (word.title !== null) this.#changed()
    })
  }

  /** Asks anew: an item's title stays the same, whether it is on loan does not. */
  async ask(item: string): Promise<ItemWord> {
    const word = await askAbout(this.#ils, item)
    if (word.notes.includes('ilsAway')) return word
    this.#known.delete(item)
    this.#known.set(item, word.title)
    const [oldest] = this.#known.keys()
    if (this.#known.size > TITLES_MAX && oldest !== undefined) this.#known.delete(oldest)
    return word
  }
}
