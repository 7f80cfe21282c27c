/** What happened lately, newest first. An event that is told again keeps its place: more is known of it. */
import { DESK_EVENTS_MAX, type DeskEvent } from '../contract/staff.ts'

export class DeskEvents {
  readonly #events = new Map<string, DeskEvent>()
  readonly #acknowledged = new Set<string>()

  /** What was known before the start; what is older than `seenBefore` (ISO 8601, UTC) counts as seen to. */
  restore(events: readonly DeskEvent[], seenBefore: string): void {
    for (const event of events.toSorted((a, b) => a.at.localeCompare(b.at))) {
      this.add(event)
      if (event.at < seenBefore) this.acknowledge(event.id)
    }
  }

  /** With `DESK_EVENTS_MAX`, the oldest makes room. */
  add(event: DeskEvent): void {
    this.#events.set(event.id, event)
    if (this.#events.size <= DESK_EVENTS_MAX) return
    const [oldest] = this.#events.keys()
    if (oldest === undefined) return
    this.#events.delete(oldest)
    this.#acknowledged.delete(oldest)
  }

  /** False where there is no such event. */
  acknowledge(id: string): boolean {
    if (!this.#events.has(id)) return false
    this.#acknowledged.add(id)
    return true
  }

  get newestFirst(): readonly DeskEvent[] {
    return [...this.#events.values()].reverse()
  }
  get acknowledged(): readonly string[] {
    return [...this.#acknowledged]
  }
}
