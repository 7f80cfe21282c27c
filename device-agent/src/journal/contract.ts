/**
 * The durable record of every transaction, written before it is attempted and closed with its outcome.
 * Whatever is open at a start was interrupted and is resolved against the library system and the tags.
 */
import type { ErrorCode } from '../contract/errors.ts'
import type { MediaType } from '../contract/view.ts'
import type { StoredId, StoredIntent } from './stored-contract.ts'

export type EntryId = number & { readonly __brand: 'EntryId' }

export interface CheckoutIntent {
  /** Idempotency key: the same key never begins twice. */
  readonly key: string
  readonly patron: string
  readonly item: string
  /** UIDs of the tags that must be switched once the item is lent. */
  readonly tags: readonly string[]
}

/**
 * - `intended`: recorded; whether the library system heard of it is not known
 * - `lent`: the library system said yes; not every tag is proven yet
 * - `armed`: lent, patron erased; a tag still raises the alarm and is switched when it is next seen
 */
export type Phase = 'intended' | 'lent' | 'armed'

/**
 * - `lent`: on loan, every tag safe (or none to switch)
 * - `notLent`: refused, or never reached the library system
 */
export type Ending = 'lent' | 'notLent'

/** What the library system said of a loan, for the counts; of one that was found out about later it said nothing. */
export interface LoanFacts {
  readonly media: MediaType | null
  /** The patron had it already. */
  readonly renewed: boolean
}

export interface OpenEntry {
  readonly id: EntryId
  readonly phase: Phase
  /** Null once erased. */
  readonly patron: string | null
  readonly item: string
  /** Tags not proven yet. */
  readonly tags: readonly string[]
  /** Milliseconds since 1970. */
  readonly begunAt: number
}

/** A loan promised while the library system was away; `entry` is for its tags, null where it has none. */
export interface Promised {
  readonly stored: StoredId
  readonly entry: EntryId | null
}

export interface Journal {
  /** Durable when it returns. Throws LecternError `JOURNAL_DISK_FULL` or `JOURNAL_FAILED`: then nothing may be sent. */
  begin(intent: CheckoutIntent): EntryId
  /**
   * A loan made by the library's rules for the time its system is away: kept to be told later, and its tags to be
   * switched now, in one write. The patron stands only in what is kept. Throws like `begin`.
   */
  promise(loan: StoredIntent, tags: readonly string[]): Promised
  /** The library system said yes. `tags`: those to switch now (may have grown since `begin`). Counts the loan. */
  lent(id: EntryId, tags: readonly string[], loan?: LoanFacts): void
  /** A tag was written and read back. */
  proven(id: EntryId, tag: string): void
  /** A tag stays armed after the patron left: the patron is erased, the entry stays open for the tag. */
  armed(id: EntryId): void
  /** Ends the entry and erases the patron from it. Counts a loan that `lent` did not. */
  close(id: EntryId, ending: Ending, loan?: LoanFacts): void
  /**
   * Counts a refusal, once an entry; one that is open ends with it as not lent. `reason` null: it is being asked for; where
   * it never comes, it counts as `ITEM_REFUSED`. `id` null: refused before an entry was begun.
   */
  refused(id: EntryId | null, reason: ErrorCode | null): void
  open(): readonly OpenEntry[]
  /** Null for one that is closed. */
  entry(id: EntryId): OpenEntry | null
  openAbout(item: string): readonly OpenEntry[]
  /** Why no new loan may be begun now, or null. */
  obstacle(): ErrorCode | null
  /** Frees the file; safe to call twice. */
  shut(): void
}
