import { type ErrorCode, LecternError } from '../../contract/errors.ts'
import type { EntryId, Journal } from '../../journal/contract.ts'

/** A disk that takes no count is told where loans are made: here a refusal stays what it is. */
export function countRefusal(
  journal: Pick<Journal, 'refused'>,
  code: ErrorCode,
  entry: EntryId | null = null,
): void {
  try {
    journal.refused(entry, code)
  } catch (error) {
    if (!(error instanceof LecternError)) throw error
  }
}
