/** What staff see of the transactions made while the library system was away, and what they do about them. */
import type { StoredId, StoredJournal } from '../../journal/stored-contract.ts'
import { Signal, type Unsubscribe } from '../../runtime/emitter.ts'
import type { StaffNotices } from '../ports.ts'

/** Entries told at a time; `next` names the page after. */
export const LIST_PAGE_ENTRIES = 200

/** Times are ISO 8601 in UTC. */
export interface OfflineList {
  readonly backlog: { readonly count: number; readonly oldest: string | null }
  readonly listedCount: number
  readonly listed: readonly {
    readonly id: number
    readonly kind: 'checkout' | 'checkin'
    /** `refused`, `unresolved` (it cannot be found out) or `attention` (done; the item wants a look). */
    readonly outcome: string
    readonly item: string
    readonly patron: string | null
    readonly at: string
    readonly due: string | null
    readonly message: string
  }[]
  /** For the next page; null at the end. */
  readonly next: number | null
}

export class StaffList {
  readonly #stored: StoredJournal
  readonly #notices: StaffNotices
  readonly #changed = new Signal<void>()
  #noticed = 0

  constructor({ stored, notices }: { readonly stored: StoredJournal; readonly notices: StaffNotices }) {
    this.#stored = stored
    this.#notices = notices
  }

  summary(): { readonly waiting: number; readonly oldest: string | null; readonly listed: number } {
    const { count, oldestAt } = this.#stored.backlog()
    const oldest = oldestAt === null ? null : iso(oldestAt)
    return { waiting: count, oldest, listed: this.#stored.listedCount() }
  }

  list(after: number | null): OfflineList {
    const { count, oldestAt } = this.#stored.backlog()
    const page = this.#stored.listed(after as StoredId | null, LIST_PAGE_ENTRIES)
    return {
      backlog: { count, oldest: oldestAt === null ? null : iso(oldestAt) },
      listedCount: this.#stored.listedCount(),
      listed: page.map(({ id, kind, outcome, item, patron, at, due, message }) => ({
        id,
        kind,
        outcome,
        item,
        patron,
        at: iso(at),
        due: due === null ? null : iso(due),
        message,
      })),
      next: page.length < LIST_PAGE_ENTRIES ? null : (page.at(-1)?.id ?? null),
    }
  }

  /** Ends an entry and erases its patron. False where it is not on the list. */
  resolve(id: number): boolean {
    const resolved = this.#stored.resolve(id as StoredId)
    this.look()
    return resolved
  }

  /** Told when there are more on the list, or fewer. */
  onChange(listener: () => void): Unsubscribe {
    return this.#changed.listen(listener)
  }

  /** Keeps the notice in step with the list. */
  look(): void {
    const count = this.#stored.listedCount()
    if (count === this.#noticed) return
    this.#noticed = count
    if (count === 0) this.#notices.clear('OFFLINE_REFUSED')
    else this.#notices.raise('OFFLINE_REFUSED', `${count} to look at`)
    this.#changed.tell()
  }
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()
