import type { ErrorCode } from '../contract/errors.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Unsubscribe } from '../runtime/emitter.ts'
import type { Notices } from './notices.ts'

/** How often the journal's disk is looked at. */
export const DISK_LOOK_MILLISECONDS = 5_000

export interface JournalWatch {
  readonly clock: Clock
  readonly notices: Pick<Notices, 'raise' | 'clear'>
  /** Why the journal takes nothing new, or null. */
  obstacle(): ErrorCode | null
  /** Whatever else only time changes; true where it has changed. */
  also(): boolean
  changed(): void
}

/** Tells staff when the journal cannot be written and when it can again; who is at the screen sees it as well. */
export function watchJournal({ clock, notices, obstacle, also, changed }: JournalWatch): Unsubscribe {
  let known = obstacle()
  if (known !== null) notices.raise(known)
  const look = () => {
    const now = obstacle()
    if (known !== null && known !== now) notices.clear(known)
    if (now !== null && known !== now) notices.raise(now)
    const moved = also() || known !== now
    known = now
    if (moved) changed()
    timer = clock.setTimeout(look, DISK_LOOK_MILLISECONDS)
  }
  let timer = clock.setTimeout(look, DISK_LOOK_MILLISECONDS)
  return () => clock.clearTimeout(timer)
}
