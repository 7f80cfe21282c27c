/** What happened lately, newest first. An event that is told again keeps its place: more is known of it. */
import { LecternError } from '../contract/errors.ts'
import { DESK_EVENTS_MAX, type DeskEvent } from '../contract/staff.ts'
import type { AcknowledgedPort } from './desk-ports.ts'

export class DeskEvents {
  readonly #kept: AcknowledgedPort
  readonly #events = new Map<string, DeskEvent>()
  readonly #acknowledged = new Set<string>()

  constructor(kept: AcknowledgedPort) {
    this.#kept = kept
  }

  /** What was known before the start; what is older than `seenBefore` (ISO 8601, UTC) counts as seen to. */
  restore(events: readonly DeskEvent[], seenBefore: string): void {
    const before = this.#kept.all()
    const seen = new Set(before)
    for (const event of events.toSorted((a, b) => a.at.localeCompare(b.at))) {
      this.add(event)
      if (seen.has(event.id) || event.at < seenBefore) this.#acknowledged.add(event.id)
    }
    for (const id of before) if (!this.#events.has(id)) this.#keep(() => this.#kept.remove(id))
  }

  /** With `DESK_EVENTS_MAX`, the oldest makes room. */
  add(event: DeskEvent): void {
    this.#events.set(event.id, event)
    if (this.#events.size <= DESK_EVENTS_MAX) return
    const [oldest] = this.#events.keys()
    if (oldest === undefined) return
    this.#events.delete(oldest)
    if (this.#acknowledged.delete(oldest)) this.#keep(() => this.#kept.remove(oldest))
  }

  /** False where there is no such event. */
  acknowledge(id: string): boolean {
    if (!this.#events.has(id)) return false
    this.#acknowledged.add(id)
    this.#keep(() => this.#kept.add(id))
    return true
  }

  get newestFirst(): readonly DeskEvent[] {
    return [...this.#events.values()].reverse()
  }
  get acknowledged(): readonly string[] {
    return [...this.#acknowledged]
  }

  /** Of a disk that cannot keep it staff hear elsewhere: what they saw to is seen to until the next start. */
  #keep(write: () => void): void {
    try {
      write()
    } catch (error) {
      if (!(error instanceof LecternError)) throw error
    }
  }
}
