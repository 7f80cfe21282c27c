import type { TagToolAction, TagToolView } from '../../contract/tag-tool.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'

/** What the staff's tag page needs. */
export interface TagToolPort {
  view(): TagToolView
  /** Told that `view()` has changed; several changes may follow each other at once. */
  onView(listener: () => void): Unsubscribe
  /** Never throws: what cannot be done is said in the view. */
  act(action: TagToolAction): void
  /** Every write so far as CSV (RFC 4180), oldest first, in pieces. */
  csv(): Iterable<string>
}
