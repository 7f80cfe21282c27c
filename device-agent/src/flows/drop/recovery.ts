/**
 * After an interruption: where the record has everything, and what is to become of it. Pure.
 *
 * What had surely not reached its diverter goes to the exception bin. What had reached it, or may have, still belongs into
 * its own bin: its diverter is set once more, so that it lies there whether it had fallen already or not. That way a second
 * interruption leaves no doubt either. (Items lie at least the plan's spacing apart, more than the doubt about a place.)
 */
import type { ErrorCode } from '../../contract/errors.ts'
import type { OpenReturn, ReturnId } from '../../journal/returns-contract.ts'
import { PLACE_SLACK_MILLIMETRES } from './limits.ts'
import { binOf, type DropPlan } from './plan.ts'

export interface Recovered {
  readonly entered: number
  readonly bin: number
  /** All that lay on one place. */
  readonly entries: readonly { readonly id: ReturnId; readonly reason: ErrorCode | null }[]
  /** Where nothing more is heard of it: it lies in its bin, or it is missing. */
  readonly silent: 'there' | 'missing'
  /** To be written before the belt runs: it no longer goes where the record says. */
  readonly resorted: boolean
}

/** `travel`: how far the belt has run at the least, in millimetres. */
export function recovered(open: readonly OpenReturn[], travel: number, plan: DropPlan): Recovered[] {
  const pieces = new Map<string, Recovered>()
  for (const entry of open) {
    const one = recoveredOne(entry, travel, plan)
    const key = `${one.entered} ${one.bin} ${one.resorted} ${one.silent}`
    const before = pieces.get(key)
    pieces.set(key, before === undefined ? one : { ...before, entries: [...before.entries, ...one.entries] })
  }
  return [...pieces.values()].sort((a, b) => a.entered - b.entered)
}

function recoveredOne({ id, sorted }: OpenReturn, travel: number, plan: DropPlan): Recovered {
  const { exception } = plan
  // Recorded and nothing more: it came in at that moment.
  const entered = sorted === null ? travel : (sorted.beltMillimetres ?? travel - plan.flush)
  const bin = sorted === null ? null : binOf(plan, sorted.bin)
  const reached = (place: number) => travel - entered + plan.blind >= place - PLACE_SLACK_MILLIMETRES
  if (sorted !== null && bin !== null && !bin.exception && reached(bin.place))
    return {
      entered,
      bin: bin.number,
      entries: [{ id, reason: sorted.reason }],
      silent: 'there',
      resorted: false,
    }
  const stays = bin?.exception === true
  const reason = stays ? (sorted?.reason ?? null) : (sorted?.reason ?? 'DROP_INTERRUPTED')
  return {
    entered,
    bin: exception.number,
    entries: [{ id, reason }],
    silent: reached(exception.place) ? 'there' : 'missing',
    resorted: !stays,
  }
}
