import { LecternError } from '../../contract/errors.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'
import { dayStart } from '../../runtime/local-hours.ts'

export const LOOK_MILLISECONDS = 3_600_000
export const DAYS_KEPT_YEARS = 10

export interface CountKeeper {
  prune(hoursBefore: number, daysBefore: number, day: (hour: number) => number): void
}

/** Once an hour: sums to days what is older than `months()`, and forgets what is older than ten years. */
export function keepCounts(store: CountKeeper, clock: Clock, months: () => number): Unsubscribe {
  const look = () => {
    const now = new Date(clock.wall())
    const hoursBefore = new Date(now.getFullYear(), now.getMonth() - months(), 1).getTime()
    const daysBefore = new Date(now.getFullYear() - DAYS_KEPT_YEARS, now.getMonth(), 1).getTime()
    try {
      store.prune(hoursBefore, daysBefore, dayStart)
    } catch (error) {
      if (!(error instanceof LecternError)) throw error
    }
    timer = clock.setTimeout(look, LOOK_MILLISECONDS)
  }
  let timer = clock.setTimeout(look, LOOK_MILLISECONDS)
  return () => clock.clearTimeout(timer)
}
