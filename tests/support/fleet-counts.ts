/** What a simulated kiosk has counted, and what waits there for a person: lifelike, and the same with each run. */
import { ERRORS, type ErrorCode } from '@lectern/device-agent/contract/errors'
import { COUNTED_DAYS, COUNTED_HOURS } from '@lectern/device-agent/monitoring/mqtt/count-topics'
import type { Facts } from '@lectern/device-agent/monitoring/mqtt/topics'
import type { Random } from './random.ts'

const HOUR_MILLISECONDS = 3_600_000
const DAY_MILLISECONDS = 86_400_000
/** Visits an hour while the library is open, at most. */
const BUSY = 14
const [OPENS, SHUTS] = [9, 19]
const WAITING: readonly ErrorCode[] = [
  'DROP_NO_TAG',
  'OFFLINE_LOAN_REFUSED',
  'TAG_LEFT_ARMED',
  'DROP_TWO_AT_ONCE',
]
const TITLES = ['The Tide Tables', 'A Field Guide to Mosses', 'Winter Bread', 'Emma', 'Small Engines, Mended']

type Sums = Pick<Facts<'today'>, 'visits' | 'checkouts' | 'renewals' | 'returns' | 'refusals'>

function sums(random: Random, most: number): Sums {
  const visits = most === 0 ? 0 : random.below(most + 1)
  const of = (each: number) => (visits === 0 ? 0 : random.below(visits * each + 1))
  return {
    visits,
    checkouts: of(4),
    renewals: of(1),
    returns: of(3),
    refusals: random.below(visits + 1) >> 2,
  }
}

function columns(slots: readonly Sums[]) {
  const of = (name: keyof Sums) => slots.map((slot) => slot[name])
  return {
    visits: of('visits'),
    checkouts: of('checkouts'),
    renewals: of('renewals'),
    returns: of('returns'),
    refusals: of('refusals'),
  }
}

export interface SimulatedCounts {
  readonly today: Facts<'today'>
  readonly hours: Facts<'hours'>
  readonly days: Facts<'days'>
}

/** `now`: milliseconds since 1970. */
export function simulatedCounts(random: Random, now: number): SimulatedCounts {
  const last = Math.floor(now / HOUR_MILLISECONDS) * HOUR_MILLISECONDS
  const from = last - (COUNTED_HOURS - 1) * HOUR_MILLISECONDS
  const slots = Array.from({ length: COUNTED_HOURS }, (_, index) => {
    const hour = new Date(from + index * HOUR_MILLISECONDS).getHours()
    return sums(random, hour >= OPENS && hour < SHUTS ? BUSY : 0)
  })
  const day = localDate(now)
  const ofToday = slots.filter((_, index) => localDate(from + index * HOUR_MILLISECONDS) === day)
  const sum = (name: keyof Sums) => ofToday.reduce((all, one) => all + one[name], 0)
  const today = {
    day,
    visits: sum('visits'),
    checkouts: sum('checkouts'),
    renewals: sum('renewals'),
    returns: sum('returns'),
    refusals: sum('refusals'),
  }
  const before = Array.from({ length: COUNTED_DAYS - 1 }, () => sums(random, BUSY * (SHUTS - OPENS)))
  return {
    today,
    hours: { from: new Date(from).toISOString(), ...columns(slots) },
    days: { first: localDate(now - (COUNTED_DAYS - 1) * DAY_MILLISECONDS), ...columns([...before, today]) },
  }
}

function localDate(at: number): string {
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 'YYYY-MM-DD'.length)
}

export function simulatedAttention(random: Random, count: number, now: number): Facts<'attention'> {
  return {
    count,
    items: Array.from({ length: count }, (_, index) => {
      const code = random.pick(WAITING)
      const kind = code.startsWith('DROP') ? 'drop' : code.startsWith('OFFLINE') ? 'offline' : 'item'
      return {
        ...{ id: `${kind}:${index}`, kind, code, severity: ERRORS[code].severity },
        at: new Date(now - random.below(2 * DAY_MILLISECONDS)).toISOString(),
        text: ERRORS[code].staff,
        what_to_do: ERRORS[code].whatToDo,
        item: `3117300000${1_000 + random.below(9_000)}`,
        title: kind === 'drop' ? random.pick(TITLES) : null,
        place: kind === 'drop' ? 'Exceptions' : null,
        resolvable: true,
      }
    }),
  }
}
