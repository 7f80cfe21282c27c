/** What was counted between two readings of a people counter that may have begun anew meanwhile. */

export interface Reading {
  readonly into: number
  readonly out: number
}

/** Nobody counts faster: a greater step means that somebody set the counter. */
export const PEOPLE_PER_SECOND_MAX = 4
/** A step up to this is believed however short the time between. */
const STEP_ALWAYS_BELIEVED = 50

/**
 * Each way for itself, never negative: a counter that fell has begun anew at 0 and has counted up to where it stands. What
 * it counted before that, since the last reading, nobody knows.
 */
export function countedBetween(last: Reading, now: Reading, milliseconds: number): Reading {
  const most = STEP_ALWAYS_BELIEVED + (Math.max(0, milliseconds) / 1_000) * PEOPLE_PER_SECOND_MAX
  const step = (before: number, after: number): number => {
    const counted = after >= before ? after - before : after
    return counted <= most ? counted : 0
  }
  return { into: step(last.into, now.into), out: step(last.out, now.out) }
}
