/**
 * Transactions made while the library system was away: kept in the order they happened, told when it is back, each
 * exactly once. What the library system refuses stays for staff until they resolve it.
 */

export type StoredId = number & { readonly __brand: 'StoredId' }
export type StoredKind = 'checkout' | 'checkin'

export interface StoredIntent {
  /** Idempotency key: the same key is never kept twice. */
  readonly key: string
  readonly kind: StoredKind
  /** Null for a return: whose it was is the library system's to know. */
  readonly patron: string | null
  readonly item: string
  /** When it happened, in milliseconds since 1970. */
  readonly at: number
  /** The end of the loan the patron was promised, in milliseconds since 1970; null for a return. */
  readonly due: number | null
}

/**
 * - `stored`: not told yet
 * - `sending`: may be on its way to the library system, or may have arrived; to be asked about before it is told again
 */
export type StoredPhase = 'stored' | 'sending'

/**
 * - `done`: the library system said yes
 * - `attention`: it said yes, and wants a look at the item (it is on hold, or belongs elsewhere); listed for staff
 * - `refused`: it said no; listed for staff
 * - `unresolved`: it cannot be found out; listed for staff
 */
export type StoredOutcome = 'done' | 'attention' | 'refused' | 'unresolved'

export interface StoredEntry extends Omit<StoredIntent, 'key'> {
  readonly id: StoredId
  readonly phase: StoredPhase
}

export interface ListedEntry extends Omit<StoredIntent, 'key'> {
  readonly id: StoredId
  readonly outcome: Exclude<StoredOutcome, 'done'>
  /** The library system's own words; empty where it had none. */
  readonly message: string
}

export interface Backlog {
  readonly count: number
  /** Milliseconds since 1970; null where nothing waits. */
  readonly oldestAt: number | null
}

/** Every write is durable when it returns, and throws LecternError `JOURNAL_DISK_FULL` or `JOURNAL_FAILED` where it is not. */
export interface StoredJournal {
  add(intent: StoredIntent): StoredId
  /** Before its first byte leaves. */
  sending(id: StoredId): void
  /** Not one byte of it left. */
  notSent(id: StoredId): void
  /**
   * Ends an entry; `next`, where given, is marked as sending in the same write. Done erases the patron, the others keep
   * them for staff.
   */
  close(id: StoredId, outcome: StoredOutcome, message?: string, next?: StoredId | null): void
  /** What waits, oldest first, from just after `after`. */
  page(after: StoredId | null, limit: number): readonly StoredEntry[]
  /** The newest that waits about this item, or null. */
  latest(item: string): StoredEntry | null
  /** Loans of this patron that wait. */
  loansOf(patron: string): number
  backlog(): Backlog
  /** What staff must look at, oldest first, from just after `after`. */
  listed(after: StoredId | null, limit: number): readonly ListedEntry[]
  listedCount(): number
  /** Staff have seen to it: erases the patron. False where it is not on the list. */
  resolve(id: StoredId): boolean
}
