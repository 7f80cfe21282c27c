import { randomUUID } from 'node:crypto'
import { type ErrorCode, LecternError } from '../../contract/errors.ts'
import type { StoredId, StoredJournal } from '../../journal/stored-contract.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Replay } from './replay.ts'
import type { OfflineRules } from './rules.ts'

export interface TakeBackPorts {
  readonly stored: StoredJournal
  readonly replay: Pick<Replay, 'wake'>
  readonly clock: Clock
  readonly rules: () => Pick<OfflineRules, 'mode' | 'backlogMax'>
}

export type TakenBack =
  | { readonly taken: true; readonly id: StoredId; readonly at: number }
  | { readonly taken: false; readonly code: ErrorCode }

/**
 * Takes an item back while the library system is away: kept with the time at which it came, so that nobody pays for the
 * outage. Durable when it returns; only then may its tag be secured. Returns go on however long the outage is.
 */
export function takeBack({ stored, replay, clock, rules }: TakeBackPorts, item: string): TakenBack {
  const { mode, backlogMax } = rules()
  if (mode === 'off') return { taken: false, code: 'ILS_AWAY' }
  if (stored.backlog().count >= backlogMax) return { taken: false, code: 'OFFLINE_BACKLOG_FULL' }
  try {
    const at = clock.wall()
    const id = stored.add({ key: randomUUID(), kind: 'checkin', patron: null, item, at, due: null })
    replay.wake()
    return { taken: true, id, at }
  } catch (error) {
    return { taken: false, code: error instanceof LecternError ? error.code : 'JOURNAL_FAILED' }
  }
}
