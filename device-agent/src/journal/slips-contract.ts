/** Slips for staff that wait for the printer, as they outlive a restart. They hold what is printed on them, and no patron. */
import type { Slip } from '../flows/return/contract.ts'

export type SlipId = number & { readonly __brand: 'SlipId' }

/** Every write is durable when it returns, and throws LecternError `JOURNAL_DISK_FULL` or `JOURNAL_FAILED` where it is not. */
export interface KeptSlips {
  add(slip: Slip): SlipId
  /** It was printed, or staff were told that it will not be. */
  remove(id: SlipId): void
  /** Oldest first. */
  all(): readonly { readonly id: SlipId; readonly slip: Slip }[]
}
