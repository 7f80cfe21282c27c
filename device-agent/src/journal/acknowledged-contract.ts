/** What staff have said they saw to, so that a restart does not ask them again. An event's id says nothing of a patron. */
export interface KeptAcknowledgements {
  all(): readonly string[]
  /** Durable when it returns; throws LecternError `JOURNAL_DISK_FULL` or `JOURNAL_FAILED` where it is not. So does `remove`. */
  add(event: string): void
  remove(event: string): void
}
