/** From a gate's record to what it means. */
import { createHash } from 'node:crypto'
import { decodeTag } from '../../../tags/decode-tag.ts'
import type { GateSighting } from '../contract.ts'
import type { GateRecord, TimeOfDay } from './records.ts'

export interface SightingOptions {
  /** What the gate's own filter is set to. */
  readonly cause: 'afi' | 'eas' | 'unknown'
  /** The values of a direction gate's byte; null where the gate tells none. */
  readonly direction: { readonly in: number; readonly out: number } | null
}

const DAY_MILLISECONDS = 86_400_000
/** A record may seem to come from so far ahead: the reader's timer is no real-time clock. */
const AHEAD_MAX_MILLISECONDS = 300_000

export const ofDay = ({ hour, minute, milliseconds }: TimeOfDay): number =>
  (hour * 60 + minute) * 60_000 + milliseconds

/** How long ago that was, where the reader's timer now says `now`; both in milliseconds of the day. */
export function ageOf(time: number, now: number): number {
  const age = (((now - time) % DAY_MILLISECONDS) + DAY_MILLISECONDS) % DAY_MILLISECONDS
  return age > DAY_MILLISECONDS - AHEAD_MAX_MILLISECONDS ? 0 : age
}

/**
 * `wall` now; `timer`: what the reader's timer says now, in milliseconds of the day, or null where it was not asked.
 * Records that only say how the inputs are, are none.
 */
export function sightingsOf(
  records: readonly GateRecord[],
  options: SightingOptions,
  wall: number,
  timer: number | null,
): readonly GateSighting[] {
  const alike = new Map<string, number>()
  return records.filter(sawSomething).map((record) => {
    const before = alike.get(record.raw) ?? 0
    alike.set(record.raw, before + 1)
    const age = record.time === null || timer === null ? 0 : ageOf(ofDay(record.time), timer)
    return {
      uid: record.uid,
      content: record.memory === null ? null : decodeTag(record.memory),
      afi: null,
      cause: options.cause,
      antennas: record.antennas,
      direction: directionOf(record, options),
      // Whole milliseconds: the reader's timer is reckoned on with a finer clock.
      at: Math.round(wall - age),
      record: `${createHash('sha256').update(record.raw).digest('base64url')}.${before}`,
      timed: record.time !== null,
    }
  })
}

/** A record without inputs is of a tag, even where it names none (EAS). */
const sawSomething = ({ named, antennas, inputs, unreadable }: GateRecord): boolean =>
  unreadable || named || antennas.length > 0 || inputs === null

/** The byte before the MAC, where the gate is one that tells directions. */
function directionOf({ rest }: GateRecord, { direction }: SightingOptions): 'in' | 'out' | null {
  if (direction === null || rest.length < 2) return null
  const value = Number.parseInt(rest.slice(-2), 16)
  return value === direction.in ? 'in' : value === direction.out ? 'out' : null
}
