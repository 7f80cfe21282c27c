/**
 * The durable record of every item that comes back, from the moment it is seen until it lies where the record says.
 * Written before anything is tried; what is open at a start was interrupted.
 */
import type { ErrorCode } from '../contract/errors.ts'
import type { MediaType } from '../contract/view.ts'
import type { StoredIntent } from './stored-contract.ts'

export type ReturnId = number & { readonly __brand: 'ReturnId' }

/** `pad`: at the screen, by hand. `drop`: the unattended book drop. */
export type ReturnPlace = 'pad' | 'drop'

/**
 * - `seen`: something came; nothing was sent about it
 * - `asking`: the library system may have heard of it
 * - `settled`: what becomes of it is known (`verdict`)
 * - `closed`: it lies where the record says
 */
export type ReturnPhase = 'seen' | 'asking' | 'settled' | 'closed'

/**
 * - `returned`: the library system took it back
 * - `again`: it was not on loan; taken all the same
 * - `kept`: the library system was away; told later, with its true time
 * - `refused`: the library system said no; it is not taken back
 * - `untaken`: never asked about: no tag, two at once, an incomplete set
 * - `unresolved`: it cannot be found out; a person must look
 */
export type ReturnVerdict = 'returned' | 'again' | 'kept' | 'refused' | 'untaken' | 'unresolved'

export interface ReturnIntent {
  readonly place: ReturnPlace
  /** When it came, in milliseconds since 1970. */
  readonly at: number
}

/** What is known of a return when it is settled, for the counts. */
export interface ReturnFacts {
  readonly media?: MediaType | null
  /** Why it was refused. */
  readonly reason?: ErrorCode
}

/** Where a dropped item goes. */
export interface Sorted {
  readonly bin: number
  /** Why it goes to the exception bin; null for an ordinary way. */
  readonly reason: ErrorCode | null
  /** The belt's way at which the item's front was at the entry, in millimetres; null without a belt. */
  readonly beltMillimetres: number | null
}

export interface OpenReturn {
  readonly id: ReturnId
  readonly place: ReturnPlace
  readonly phase: Exclude<ReturnPhase, 'closed'>
  readonly at: number
  /** Null until its tag was read. */
  readonly item: string | null
  /** Tags that are not proven secured. */
  readonly unsecured: readonly string[]
  readonly verdict: ReturnVerdict | null
  readonly sorted: Sorted | null
}

/** A closed one that staff must look at. */
export interface ListedReturn {
  readonly id: ReturnId
  readonly at: number
  readonly item: string | null
  readonly title: string | null
  readonly verdict: ReturnVerdict
  readonly bin: number | null
  readonly reason: ErrorCode
}

export interface BinCount {
  readonly bin: number
  /** Items since it was emptied last. */
  readonly items: number
  /** Milliseconds since 1970; null where it never was. */
  readonly emptiedAt: number | null
}

/** Every write is durable when it returns, and throws LecternError `JOURNAL_DISK_FULL` or `JOURNAL_FAILED` where it is not. */
export interface ReturnsJournal {
  /** Whatever `work` writes is one write: all of it is kept, or nothing. */
  together(work: () => void): void
  begin(intent: ReturnIntent): ReturnId
  /** Its tags were read, and nobody is asked to take it back. As with `asking` it lies nowhere else any more. */
  name(id: ReturnId, item: string): void
  /** Its tags were read, and the library system is asked next. */
  asking(id: ReturnId, item: string, tags: readonly string[]): void
  /**
   * Settled as `kept`, and kept for the library system: both in one write. `mayHaveArrived`: it was asked and the answer
   * was lost, so that it is asked about before it is told again.
   */
  keep(id: ReturnId, intent: StoredIntent, mayHaveArrived: boolean): void
  /** The first verdict counts: a return where it was taken back and had been on loan, a refusal where it was refused. */
  settle(id: ReturnId, verdict: ReturnVerdict, title: string | null, facts?: ReturnFacts): void
  /** A tag was written and read back. */
  secured(id: ReturnId, tag: string): void
  sort(id: ReturnId, sorted: Sorted): void
  /**
   * Ends it; with a bin, that bin's count rises in the same write. `reason`: staff must look at it; of one that was not
   * taken it counts as a refusal.
   */
  close(id: ReturnId, bin: number | null, reason: ErrorCode | null): void
  /** A closed one that staff look for lies in that bin after all; counted there instead. */
  found(id: ReturnId, bin: number, reason: ErrorCode): void
  open(): readonly OpenReturn[]
  entry(id: ReturnId): OpenReturn | null
  /** How far the belt has run, in millimetres since its beginning; 0 before the first. */
  readonly belt: number
  moveBelt(millimetres: number): void
  /** It stands, and nothing falls any more. */
  restBelt(): void
  /** It has not been moved since. */
  readonly beltRests: boolean
  bins(): readonly BinCount[]
  emptied(bin: number): void
  /** What staff must look at, newest first. */
  listed(limit: number): readonly ListedReturn[]
  /** Staff have seen to it; false where it is not on the list. */
  resolve(id: ReturnId): boolean
}
