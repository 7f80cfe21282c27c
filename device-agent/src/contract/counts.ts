/** What a kiosk counts. A count names a kind of thing or a reason, never an item and never a patron. */
import type { ErrorCode } from './errors.ts'
import type { MediaType } from './view.ts'

/** `unknown`: the library system does not tell, or was not there to be asked. */
export type CountedMedia = MediaType | 'unknown'

/** `pad`: at the screen, by hand. `drop`: the unattended book drop. */
export type CountedPlace = 'pad' | 'drop'

/**
 * How a visit at the screen ended.
 * - `finished`: the patron said so
 * - `timeout`: nobody touched anything any more, after something was begun
 * - `left`: cancelled, after something was begun
 * - `unused`: somebody touched the screen and nothing was begun
 * - `interrupted`: the kiosk stopped or lost power meanwhile
 */
export const VISIT_ENDS = ['finished', 'timeout', 'left', 'unused', 'interrupted'] as const
export type VisitEnd = (typeof VISIT_ENDS)[number]

/** A device's state, and `off` for the time the kiosk itself was not running. `starting` counts as `away`. */
export const UPTIME_STATES = ['ready', 'reduced', 'fault', 'away', 'off'] as const
export type UptimeState = (typeof UPTIME_STATES)[number]

/** One thing that is counted. Device time is in milliseconds, all else in pieces. */
export type Counted =
  | { readonly kind: 'checkout' | 'renewal'; readonly media: CountedMedia }
  | { readonly kind: 'return'; readonly place: CountedPlace; readonly media: CountedMedia }
  | { readonly kind: 'refusal'; readonly code: ErrorCode }
  | { readonly kind: 'session'; readonly ended: VisitEnd }
  | { readonly kind: 'device'; readonly device: string; readonly state: UptimeState }

/** Time a device was in a state, within the hour that begins at `hour`. */
export interface DeviceTime {
  readonly device: string
  readonly state: UptimeState
  readonly hour: number
  readonly milliseconds: number
}

/** So many of it since ever. */
export type Total = Counted & { readonly count: number }

/** So many of it in the hour, or the day, that began at `start` (milliseconds since 1970, on the kiosk's own clock). */
export type Tally = Total & { readonly span: 'hour' | 'day'; readonly start: number }
