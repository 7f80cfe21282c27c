/** What staff have ordered and what holds until they order otherwise, over a restart. Nothing of a patron stands here. */
export type KeptOrder = 'closed' | 'message' | 'volume' | 'staffTries'

export interface KeptOrders {
  /** Null where nothing is ordered. `at`: milliseconds since 1970. */
  get(order: KeptOrder): { readonly value: string; readonly at: number } | null
  /** Durable when it returns; throws LecternError `JOURNAL_DISK_FULL` or `JOURNAL_FAILED` where it is not. So does `remove`. */
  set(order: KeptOrder, value: string): void
  remove(order: KeptOrder): void
}
