/** What the session's returns do to its context; the item flows themselves are in `flows/return/`. */
import type { ReturnInput } from '../return/return-context.ts'
import {
  followReturnBarcode,
  followReturns,
  NEW_VISIT,
  type ReturnHandle,
  type ReturnScene,
  type ReturnVisit,
  takeReturnRow,
} from '../return/return-pad.ts'
import type { ReturnFacts } from '../return/return-row.ts'
import type { SessionContext } from './session-context.ts'

type SpawnReturn = (input: ReturnInput) => ReturnHandle['ref']
type Change = Partial<SessionContext>

const sceneOf = (context: SessionContext, spawn: SpawnReturn): ReturnScene => ({
  field: context.field,
  lentJustNow: context.leftovers,
  // Where no pad is configured, nobody is asked to lay anything on it.
  kioskHasPad: context.around.devices.rfid !== 'none',
  incompleteAllowed: context.settings.incompleteReturns,
  spawn,
})

/** "Return" was touched: what lies on the pad comes back at once. */
export function beginReturns(context: SessionContext, spawn: SpawnReturn): Change {
  return {
    items: [],
    rows: [],
    problem: null,
    returning: followReturns(NEW_VISIT, sceneOf(context, spawn)),
  }
}

export function followReturnField(
  context: SessionContext,
  returning: ReturnVisit,
  spawn: SpawnReturn,
): Change {
  return { returning: followReturns(returning, sceneOf(context, spawn)) }
}

export function followReturnCode(context: SessionContext, code: string, spawn: SpawnReturn): Change {
  if (context.returning === null) return {}
  const returning = followReturnBarcode(context.returning, code, sceneOf(context, spawn))
  return returning === null ? { problem: { code: 'CODE_NOT_RECOGNISED' } } : { returning, problem: null }
}

export function noteReturnRow({ returning }: SessionContext, row: ReturnFacts): Change {
  return returning === null ? {} : { returning: takeReturnRow(returning, row) }
}

/** The rows of the visit that are shown and that the patron may do something about, of either kind. */
export function dismissRow(context: SessionContext, id: string): Change {
  const { returning } = context
  const rows = returning === null ? context.rows : returning.rows
  const may = rows.some((row) => row.id === id && row.actions.some((action) => action === 'dismiss'))
  if (!may) return {}
  if (returning === null) return { dismissed: [...context.dismissed, id] }
  return { returning: { ...returning, dismissed: [...returning.dismissed, id] } }
}

/** Rows not returned that still ask for the patron. */
export const returnsInNeed = ({ rows, dismissed }: ReturnVisit): number =>
  rows.filter((row) => isNotReturned(row) && !dismissed.includes(row.id)).length

export const isReturned = ({ state }: ReturnFacts): boolean =>
  state === 'returned' || state === 'again' || state === 'kept'
export const isNotReturned = ({ state }: ReturnFacts): boolean =>
  state === 'refused' || state === 'attention' || state === 'unresolved'

/** Tags that came back, in this visit or before it, and still lie on the pad. */
export function stillHere({ cameBack, field, returning }: SessionContext): readonly string[] {
  const back = (returning?.rows ?? []).filter((row) => row.outcome !== null).flatMap((row) => row.tags)
  const onPad = new Set<string>(field.map((tag) => tag.uid))
  return [...new Set([...cameBack, ...back])].filter((uid) => onPad.has(uid))
}
