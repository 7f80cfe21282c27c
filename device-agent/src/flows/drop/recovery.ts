/**
 * After an interruption: where the record has everything, and what is to become of it. Pure.
 *
 * What had surely not reached its diverter goes to the exception bin. What had reached it, or may have, still belongs into
 * its own bin: its diverter is set once more, so that it lies there whether it had fallen already or not. That way a second
 * interruption leaves no doubt either. (Items lie at least the plan's spacing apart, more than the doubt about a place.)
 *
 * A diverter that has just pushed something astray most likely stands out still: what may have come by it unheard is taken
 * for one that it was set for, and lies there too.
 */
import type { ErrorCode } from '../../contract/errors.ts'
import type { ListedReturn, OpenReturn, ReturnId } from '../../journal/returns-contract.ts'
import { ASTRAY_MILLISECONDS, PLACE_SLACK_MILLIMETRES } from './limits.ts'
import type { Piece } from './piece.ts'
import { binOf, type DropPlan, type PlannedBin } from './plan.ts'
import { type BeltPlace, overdue } from './tracker.ts'

/**
 * - `there`: it had surely reached its bin's diverter, or the end of the belt
 * - `maybe`: it may have, unheard
 * - `missing`: it must lie on the belt, or in somebody's hands
 */
export type Silent = 'there' | 'maybe' | 'missing'

export interface Recovered {
  readonly entered: number
  readonly bin: number
  /** All that lay on one place. */
  readonly entries: readonly { readonly id: ReturnId; readonly reason: ErrorCode | null }[]
  /** Where nothing more is heard of it: it lies in its bin, or most likely does, or it is missing. */
  readonly silent: Silent
  /** To be written before the belt runs: it no longer goes where the record says. */
  readonly resorted: boolean
  /** Only the beam at the end of the read zone saw it, and no tag was read. */
  readonly mayBeNothing: boolean
}

/** Something that a diverter pushed where nothing was expected. */
export type Astray = Pick<ListedReturn, 'at'> & { readonly bin: PlannedBin }

/** The last of what staff are to look at, newest first, that a diverter pushed astray. */
export function lastAstray(listed: readonly ListedReturn[], plan: DropPlan): Astray | null {
  for (const { at, bin: number, reason } of listed) {
    const bin = number === null ? null : binOf(plan, number)
    if (reason === 'DROP_UNEXPECTED_ARRIVAL' && bin !== null && !bin.exception) return { at, bin }
  }
  return null
}

/** What was known about a piece before, where that still holds; `lost`: what fell meanwhile was perhaps not heard. Null: nothing. */
export function knownBefore(
  { entries }: Recovered,
  before: readonly Piece[],
  lost: boolean,
  belt: BeltPlace,
  plan: DropPlan,
): Silent | null {
  const piece = before.find(({ reasons }) => entries.some(({ id }) => reasons.has(id)))
  // What should have come out long ago has not fallen now.
  const isHeard = !lost || (piece !== undefined && overdue([piece], belt, plan) !== null)
  return piece !== undefined && isHeard ? piece.silent : null
}

/**
 * `travel`: how far the belt has run at the least, in millimetres. `astray`: what a diverter pushed astray last; null
 * where nothing can have fallen unheard.
 */
export function recovered(
  open: readonly OpenReturn[],
  travel: number,
  plan: DropPlan,
  astray: Astray | null,
): Recovered[] {
  const pieces = new Map<string, Recovered>()
  for (const entry of open) {
    const one = pushedAstray(recoveredOne(entry, travel, plan), entry, travel, plan, astray)
    const key = `${one.entered} ${one.bin} ${one.resorted} ${one.silent} ${one.mayBeNothing}`
    const before = pieces.get(key)
    pieces.set(key, before === undefined ? one : { ...before, entries: [...before.entries, ...one.entries] })
  }
  return [...pieces.values()].sort((a, b) => a.entered - b.entered)
}

function recoveredOne({ id, item, sorted }: OpenReturn, travel: number, plan: DropPlan): Recovered {
  const { exception } = plan
  // Recorded and nothing more: it came in at that moment.
  const entered = sorted === null ? travel : (sorted.beltMillimetres ?? travel - plan.flush)
  const bin = sorted === null ? null : binOf(plan, sorted.bin)
  const silent = (place: number): Silent =>
    travel - entered >= place
      ? 'there'
      : travel - entered + plan.blind >= place - PLACE_SLACK_MILLIMETRES
        ? 'maybe'
        : 'missing'
  if (sorted !== null && bin !== null && !bin.exception && silent(bin.place) !== 'missing')
    return {
      entered,
      bin: bin.number,
      entries: [{ id, reason: sorted.reason }],
      silent: silent(bin.place),
      resorted: false,
      mayBeNothing: false,
    }
  const stays = bin?.exception === true
  const reason = stays ? (sorted?.reason ?? null) : (sorted?.reason ?? 'DROP_INTERRUPTED')
  return {
    entered,
    bin: exception.number,
    entries: [{ id, reason }],
    silent: silent(exception.place),
    resorted: !stays,
    mayBeNothing: stays && item === null && reason === 'DROP_READ_ZONE_ONLY',
  }
}

function pushedAstray(
  one: Recovered,
  { at }: OpenReturn,
  travel: number,
  plan: DropPlan,
  astray: Astray | null,
): Recovered {
  if (astray === null || one.silent !== 'missing' || Math.abs(at - astray.at) > ASTRAY_MILLISECONDS)
    return one
  const front = travel - one.entered
  const { number, place } = astray.bin
  const slack = PLACE_SLACK_MILLIMETRES
  if (front + plan.blind < place - slack || front > place + plan.arrival + slack) return one
  const entries = one.entries.map(({ id }) => ({ id, reason: 'DROP_INTERRUPTED' as const }))
  return { ...one, bin: number, entries, silent: 'maybe', resorted: true }
}
