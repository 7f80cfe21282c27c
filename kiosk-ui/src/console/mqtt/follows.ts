/** Topics that are listened to only while somebody looks at them: subscribed once, anew with each connection. */
import type { Line } from './line.ts'

export class Follows {
  readonly #line: () => Pick<Line, 'subscribe' | 'unsubscribe'> | null
  /** How many want each filter. */
  readonly #wanted = new Map<string, number>()

  constructor(line: () => Pick<Line, 'subscribe' | 'unsubscribe'> | null) {
    this.#line = line
  }

  /** Ends with what it returns. */
  begin(filters: readonly string[]): () => void {
    const fresh = filters.filter((filter) => !this.#wanted.has(filter))
    for (const filter of filters) this.#wanted.set(filter, (this.#wanted.get(filter) ?? 0) + 1)
    if (fresh.length > 0) void this.#line()?.subscribe(fresh)
    let over = false
    return () => {
      if (over) return
      over = true
      this.#end(filters)
    }
  }

  /** A new connection knows of none. */
  again(): void {
    const filters = [...this.#wanted.keys()]
    if (filters.length > 0) void this.#line()?.subscribe(filters)
  }

  #end(filters: readonly string[]): void {
    const gone: string[] = []
    for (const filter of filters) {
      const left = (this.#wanted.get(filter) ?? 0) - 1
      if (left > 0) this.#wanted.set(filter, left)
      else {
        this.#wanted.delete(filter)
        gone.push(filter)
      }
    }
    if (gone.length > 0) this.#line()?.unsubscribe(gone)
  }
}
