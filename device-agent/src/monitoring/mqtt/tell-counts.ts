/**
 * Tells MQTT what was counted: today's sums as they rise, and of late by the hour and by the day. All of it is retained,
 * so that whoever looks at one kiosk, or at all, has its past at once and asks no kiosk for it.
 */
import type { Tally } from '../../contract/counts.ts'
import { LecternError } from '../../contract/errors.ts'
import type { Clock, TimerHandle } from '../../runtime/clock.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'
import { dayStart, hourStart, isoWithOffset } from '../../runtime/local-hours.ts'
import { seriesOf, sumsOf } from '../counts/sums.ts'
import type { Publisher } from './contract.ts'
import { COUNTED_DAYS, COUNTED_HOURS } from './count-topics.ts'
import type { Facts, TopicName } from './topics.ts'

/** Today's sums are looked at so often, and told where they have changed. */
export const TODAY_MILLISECONDS = 5_000
/** Hours and days are told at each so many looks: once a minute. */
const SERIES_EVERY = 12
const HOUR_MILLISECONDS = 3_600_000
const DAY_MILLISECONDS = 86_400_000
/** Of '2026-01-15T…'. */
const DATE_CHARACTERS = 10

export interface CountsSources {
  readonly publisher: Pick<Publisher, 'publish'>
  readonly counts: { between(from: number, to: number): readonly Tally[] }
  readonly clock: Clock
}

export function tellCounts({ clock, counts, publisher }: CountsSources): Unsubscribe {
  const told = new Map<TopicName, string>()
  const tell = <N extends TopicName>(name: N, facts: Facts<N>) => {
    const words = JSON.stringify(facts)
    if (told.get(name) === words) return
    told.set(name, words)
    publisher.publish(name, facts)
  }
  let looks = 0
  const look = () => {
    const now = clock.wall()
    try {
      tell('today', todayOf(counts, now))
      if (looks++ % SERIES_EVERY === 0) {
        tell('hours', hoursOf(counts, now))
        tell('days', daysOf(counts, now))
      }
    } catch (error) {
      // A disk that does not give them is told by whoever watches the journal.
      if (!(error instanceof LecternError)) throw error
    }
    timer = clock.setTimeout(look, TODAY_MILLISECONDS)
  }
  let timer: TimerHandle = null
  look()
  return () => clock.clearTimeout(timer)
}

type Counted = CountsSources['counts']

const dateOf = (at: number): string => isoWithOffset(at).slice(0, DATE_CHARACTERS)

function todayOf(counts: Counted, now: number): Facts<'today'> {
  return { day: dateOf(now), ...sumsOf(counts.between(dayStart(now), now + 1)) }
}

function hoursOf(counts: Counted, now: number): Facts<'hours'> {
  const from = hourStart(now) - (COUNTED_HOURS - 1) * HOUR_MILLISECONDS
  const slotOf = (start: number) => Math.floor((start - from) / HOUR_MILLISECONDS)
  return {
    from: new Date(from).toISOString(),
    ...seriesOf(counts.between(from, now + 1), COUNTED_HOURS, slotOf),
  }
}

function daysOf(counts: Counted, now: number): Facts<'days'> {
  const today = new Date(now)
  const from = new Date(today.getFullYear(), today.getMonth(), today.getDate() - COUNTED_DAYS + 1).getTime()
  // A day of 23 or of 25 hours is one day all the same.
  const slotOf = (start: number) => Math.round((dayStart(start) - from) / DAY_MILLISECONDS)
  return { first: dateOf(from), ...seriesOf(counts.between(from, now + 1), COUNTED_DAYS, slotOf) }
}
