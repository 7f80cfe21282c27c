/** The drop as it is built: the settings, worked out. All ways in millimetres along the belt from the entry beam. */
import type { DropSettings } from '../../config/drop-settings.ts'
import { INTERRUPTION_MILLISECONDS, PLACE_SLACK_MILLIMETRES } from './limits.ts'

export interface PlannedBin {
  readonly number: number
  readonly name: string
  readonly exception: boolean
  /** Its diverter; the exception bin's: the end of the belt. */
  readonly place: number
}

export interface DropPlan {
  readonly bins: readonly PlannedBin[]
  readonly exception: PlannedBin
  /** Millimetres per second. */
  readonly speed: number
  /** Where the read zone ends. */
  readonly tunnel: number
  readonly itemMin: number
  readonly itemMax: number
  /** From front to front at the least. */
  readonly spacing: number
  readonly lead: number
  readonly hold: number
  /** An item must have arrived when the belt has run on so far past its bin. */
  readonly arrival: number
  /** How far the belt usually runs on while an item falls. */
  readonly fall: number
  /** After an interruption an item may lie up to so much further than recorded. */
  readonly blind: number
  /** When the belt has run on so far, nothing that lay on it lies there any more. */
  readonly flush: number
  readonly read: { readonly total: number; readonly atEnd: number; readonly quiet: number }
}

/** Of settings that `dropClashes` finds nothing in; throws RangeError where there is no exception bin. */
export function dropPlan(drop: DropSettings): DropPlan {
  const bins = drop.bins.map(
    ({ number, name, exception, millimetres }): PlannedBin => ({
      number,
      name,
      exception: exception || drop.layout === 'simple',
      place: millimetres,
    }),
  )
  const exception = bins.find((bin) => bin.exception)
  if (exception === undefined) throw new RangeError('a drop without an exception bin')
  const speed = drop.beltMillimetresPerSecond
  const run = (milliseconds: number) => (speed * milliseconds) / 1000
  const blind = run(INTERRUPTION_MILLISECONDS)
  return {
    bins,
    exception,
    speed,
    tunnel: drop.tunnelMillimetres,
    itemMin: drop.itemMillimetresMin,
    itemMax: drop.itemMillimetresMax,
    spacing: drop.spacingMillimetres,
    lead: drop.divertLeadMillimetres,
    hold: drop.divertHoldMillimetres,
    arrival: drop.arrivalMillimetres,
    fall: run(drop.fallMilliseconds),
    blind,
    flush: exception.place + blind + drop.arrivalMillimetres + PLACE_SLACK_MILLIMETRES,
    read: { total: drop.readMilliseconds, atEnd: drop.readAtEndMilliseconds, quiet: drop.quietMilliseconds },
  }
}

export const binOf = (plan: DropPlan, number: number): PlannedBin | null =>
  plan.bins.find((bin) => bin.number === number) ?? null

/** Where a piece on its way to that bin leaves the belt. */
export const placeOf = (plan: DropPlan, bin: number): number => (binOf(plan, bin) ?? plan.exception).place

/** What is stuck on its way to that bin is taken to lie there: surely before its diverter. */
export const heldAt = (plan: DropPlan, bin: number): number =>
  placeOf(plan, bin) - plan.blind - 2 * PLACE_SLACK_MILLIMETRES
