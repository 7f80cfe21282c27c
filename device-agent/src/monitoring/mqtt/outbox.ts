/** What must not be lost while no broker is there, or while the kiosk has no power. */
import type { Parcel } from './contract.ts'

/** Messages that wait, at most; then the oldest `count` makes room, and an `alarm` only where nothing else waits. */
export const OUTBOX_MAX = 10_000
/** Ids of what was told, and of orders that were carried out: the newest are known. */
export const KNOWN_IDS_MAX = 2_000

export type OutboxKind = 'alarm' | 'count'
export type OutboxParcel = Omit<Parcel, 'qos' | 'correlation'>

export interface OutboxEntry {
  readonly id: number
  readonly parcel: OutboxParcel
}

/** An alert that was told and is not yet over: it outlives the kiosk's end. */
export interface OpenAlert {
  readonly code: string
  readonly key: string
  /** Of the fault that was told. */
  readonly id: string
  /** ISO 8601. */
  readonly since: string
}

/** What is written is durable when the call returns. Throws LecternError `JOURNAL_DISK_FULL` or `JOURNAL_FAILED` where it is not. */
export interface Outbox {
  /** All that `work` writes, or none of it. */
  together<T>(work: () => T): T
  /** Of a retained topic only the newest waits. Returns how many made room. */
  put(kind: OutboxKind, parcel: OutboxParcel): number
  /** Oldest first, after the entry with this id; 0 for the first. */
  next(after: number): OutboxEntry | null
  /** The broker has it. */
  confirm(id: number): void
  readonly waiting: number

  /** Remembers the id; false where it was known. */
  learn(what: 'event' | 'order', id: string): boolean

  alerts(): readonly OpenAlert[]
  keepAlert(alert: OpenAlert): void
  dropAlert(code: string, key: string): void
  shut(): void
}
