/** The numbers of a report. */
import {
  type CountedMedia,
  type CountedPlace,
  type Tally,
  type UptimeState,
  VISIT_ENDS,
  type VisitEnd,
} from '../../contract/counts.ts'
import type { ErrorCode } from '../../contract/errors.ts'
import { type Period, slotOf } from './period.ts'

export interface GateHour {
  readonly gate: string
  /** Milliseconds since 1970. */
  readonly start: number
  readonly into: number
  readonly out: number
  readonly alarms: number
}

export interface SlotNumbers {
  readonly start: number
  checkouts: number
  renewals: number
  returns: number
  refusals: number
  /** People who came in. */
  visitors: number
}

export interface MediaNumbers {
  readonly media: CountedMedia
  checkouts: number
  renewals: number
  readonly returns: Record<CountedPlace, number>
}

export interface Numbers {
  readonly slots: readonly SlotNumbers[]
  /** False for a day whose hours are no longer kept. */
  readonly bySlot: boolean
  /** Most first. */
  readonly media: readonly MediaNumbers[]
  readonly refusals: readonly (readonly [ErrorCode, number])[]
  readonly sessions: readonly (readonly [VisitEnd, number])[]
  /** Milliseconds in each state. */
  readonly devices: readonly (readonly [string, Readonly<Record<UptimeState, number>>])[]
  readonly gates: readonly { readonly gate: string; into: number; out: number; alarms: number }[]
}

const NO_TIME: Readonly<Record<UptimeState, number>> = { ready: 0, reduced: 0, fault: 0, away: 0, off: 0 }

export function numbersOf(period: Period, tallies: readonly Tally[], hours: readonly GateHour[]): Numbers {
  const slots = new Map(period.slots.map((start) => [start, emptySlot(start)]))
  const media = new Map<CountedMedia, MediaNumbers>()
  const refusals = new Map<ErrorCode, number>()
  const sessions = new Map<VisitEnd, number>()
  const devices = new Map<string, Record<UptimeState, number>>()
  const mediaOf = (name: CountedMedia) =>
    known(media, name, () => ({ media: name, checkouts: 0, renewals: 0, returns: { pad: 0, drop: 0 } }))
  for (const tally of tallies) {
    const slot = known(slots, slotOf(period, tally.start), () => emptySlot(tally.start))
    const { count } = tally
    switch (tally.kind) {
      case 'checkout':
        slot.checkouts += count
        mediaOf(tally.media).checkouts += count
        break
      case 'renewal':
        slot.renewals += count
        mediaOf(tally.media).renewals += count
        break
      case 'return':
        slot.returns += count
        mediaOf(tally.media).returns[tally.place] += count
        break
      case 'refusal':
        slot.refusals += count
        refusals.set(tally.code, (refusals.get(tally.code) ?? 0) + count)
        break
      case 'session':
        sessions.set(tally.ended, (sessions.get(tally.ended) ?? 0) + count)
        break
      case 'device':
        known(devices, tally.device, () => ({ ...NO_TIME }))[tally.state] += count
    }
  }
  const gates = new Map<string, Numbers['gates'][number]>()
  for (const { gate, start, into, out, alarms } of hours) {
    known(slots, slotOf(period, start), () => emptySlot(start)).visitors += into
    const sums = known(gates, gate, () => ({ gate, into: 0, out: 0, alarms: 0 }))
    sums.into += into
    sums.out += out
    sums.alarms += alarms
  }
  const moved = (one: MediaNumbers) => one.checkouts + one.renewals + one.returns.pad + one.returns.drop
  return {
    slots: [...slots.values()],
    bySlot: period.span === 'month' || tallies.every(({ span }) => span === 'hour'),
    media: [...media.values()].sort((a, b) => moved(b) - moved(a)),
    refusals: [...refusals].sort(([, a], [, b]) => b - a),
    sessions: VISIT_ENDS.map((end) => [end, sessions.get(end) ?? 0] as const).filter(
      ([, count]) => count > 0,
    ),
    devices: [...devices],
    gates: [...gates.values()],
  }
}

export const sumOf = <T>(list: readonly T[], of: (one: T) => number): number =>
  list.reduce((sum, one) => sum + of(one), 0)

const emptySlot = (start: number): SlotNumbers => ({
  start,
  checkouts: 0,
  renewals: 0,
  returns: 0,
  refusals: 0,
  visitors: 0,
})

function known<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make()
  map.set(key, value)
  return value
}
