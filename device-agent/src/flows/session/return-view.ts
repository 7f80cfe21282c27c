import type { ReturnCounts, ReturnRow, Screen } from '../../contract/view.ts'
import type { ReturnVisit } from '../return/return-pad.ts'
import type { ReturnFacts } from '../return/return-row.ts'
import { padContents } from './pad-items.ts'
import { isNotReturned, isReturned } from './return-actions.ts'
import type { SessionContext } from './session-context.ts'

/** A visit that returns, as the patron sees it; `finishing`: asked about the receipt. */
export function returnScreen(
  context: SessionContext,
  visit: ReturnVisit,
  finishing: boolean,
  receipt: Extract<Screen, { name: 'returnsFinish' }>['receipt'],
): Screen {
  const counts = returnCounts(context, visit)
  if (finishing) return { name: 'returnsFinish', counts, receipt }
  const rows = shown(visit).map(({ tags, settled, outcome, ...row }): ReturnRow => row)
  return { name: 'returns', counts, rows, problem: context.problem }
}

export function returnCounts({ field }: SessionContext, visit: ReturnVisit): ReturnCounts {
  const { items, unreadable, foreign, pending } = padContents(field, visit.adopted)
  const rows = shown(visit)
  return {
    onPad: items.length + unreadable.length + foreign.length + pending,
    returned: rows.filter(isReturned).length,
    inProgress: rows.filter((row) => !isReturned(row) && !isNotReturned(row)).length,
    notReturned: rows.filter(isNotReturned).length,
  }
}

const shown = ({ rows, dismissed }: ReturnVisit): readonly ReturnFacts[] =>
  rows.filter((row) => !dismissed.includes(row.id))
