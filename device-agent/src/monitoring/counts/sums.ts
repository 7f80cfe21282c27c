/** Counts put together to what staff ask for: a sum of each kind, or one a slot of time. */
import type { Tally } from '../../contract/counts.ts'

export const SUMMED = ['visits', 'checkouts', 'renewals', 'returns', 'refusals'] as const
export type SummedName = (typeof SUMMED)[number]
export type Sums = Record<SummedName, number>
/** One value a slot, oldest first. */
export type Series = Record<SummedName, number[]>

const NAME_OF: Partial<Record<Tally['kind'], SummedName>> = {
  session: 'visits',
  checkout: 'checkouts',
  renewal: 'renewals',
  return: 'returns',
  refusal: 'refusals',
}

export function sumsOf(tallies: readonly Tally[]): Sums {
  const sums: Sums = { visits: 0, checkouts: 0, renewals: 0, returns: 0, refusals: 0 }
  for (const { count, kind } of tallies) {
    const name = NAME_OF[kind]
    if (name !== undefined) sums[name] += count
  }
  return sums
}

/** `slotOf`: the slot that begins at, or around, a tally's start; what lies outside of the slots is left out. */
export function seriesOf(
  tallies: readonly Tally[],
  slots: number,
  slotOf: (start: number) => number,
): Series {
  const none = () => Array.from({ length: slots }, () => 0)
  const series: Series = {
    visits: none(),
    checkouts: none(),
    renewals: none(),
    returns: none(),
    refusals: none(),
  }
  for (const { count, kind, start } of tallies) {
    const name = NAME_OF[kind]
    const before = name === undefined ? undefined : series[name][slotOf(start)]
    if (name !== undefined && before !== undefined) series[name][slotOf(start)] = before + count
  }
  return series
}
