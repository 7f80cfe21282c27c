/** The options with everything that was left out, and how long and how often this server is asked. */
import type { Fields } from '../protocol/codec.ts'
import type { RequestName } from '../protocol/pairs.ts'
import { type Clock, systemClock } from './clock.ts'
import type { ConnectionOptions } from './contract.ts'

/** Where neither the settings nor the server name one. */
export const TIMEOUT_MILLISECONDS = 10_000
/** A server that names a time-out is believed between these: some say half a second, and mean it as little as a minute. */
export const SERVER_TIMEOUT_MILLISECONDS = { min: 3_000, max: 30_000 } as const
/** Resends of either kind in one exchange (SIP2 2.00: 'retries allowed'; servers say 3 or 'unknown'). */
export const RESENDS_MAX = 3
/** A server that names its retries is believed up to this. */
export const SERVER_RETRIES_MAX = 5
export const KEEP_ALIVE_SECONDS = 60
/** Somebody stands there: after so long without an answer the library system counts as away. */
export const SILENCE_MILLISECONDS = 2_000

/** SIP2 2.00, ACS status: timeout period in tenths of a second and retries allowed, 999 for unknown, 000 for not on-line. */
const UNKNOWN = 999
const MILLISECONDS_PER_TENTH = 100

export interface Habits extends ConnectionOptions {
  readonly checksums: 'required' | 'optional'
  readonly connectionsMax: number
  readonly keepAliveSeconds: number
  readonly resends: boolean
  readonly silentAbout: readonly RequestName[]
  readonly closesOnUnknown: boolean
  readonly patience: Readonly<Partial<Record<RequestName, number>>>
  readonly silenceMilliseconds: number
  readonly clock: Clock
  readonly random: () => number
}

export function habitsOf(options: ConnectionOptions): Habits {
  return {
    ...options,
    checksums: options.checksums ?? 'optional',
    connectionsMax: options.connectionsMax ?? 1,
    keepAliveSeconds: options.keepAliveSeconds ?? KEEP_ALIVE_SECONDS,
    resends: options.resends ?? true,
    silentAbout: options.silentAbout ?? [],
    closesOnUnknown: options.closesOnUnknown ?? false,
    patience: options.patience ?? {},
    silenceMilliseconds: options.silenceMilliseconds ?? SILENCE_MILLISECONDS,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  }
}

export interface Limits {
  readonly timeoutMilliseconds: number
  readonly retriesMax: number
  /** Not below the time-out: never. */
  readonly silenceMilliseconds: number
}

/** For one request. Ours win; then what the server says of itself, within reason; then the defaults. */
export function limitsOf(habits: Habits, name: RequestName, server: Fields<'acsStatus'> | null): Limits {
  const { min, max } = SERVER_TIMEOUT_MILLISECONDS
  const tenths = told(server?.timeoutPeriod)
  const retries = told(server?.retriesAllowed)
  const theirs =
    tenths > 0 && tenths < UNKNOWN
      ? Math.min(max, Math.max(min, tenths * MILLISECONDS_PER_TENTH))
      : TIMEOUT_MILLISECONDS
  const theirRetries = retries < UNKNOWN ? Math.min(SERVER_RETRIES_MAX, retries) : RESENDS_MAX
  const factor = habits.patience[name] ?? 1
  const timeoutMilliseconds = (habits.timeoutMilliseconds ?? theirs) * factor
  const silenceMilliseconds = habits.silenceMilliseconds * factor
  return {
    // What is never answered is not waited for longer than somebody waits who stands there.
    timeoutMilliseconds: habits.silentAbout.includes(name)
      ? Math.min(timeoutMilliseconds, silenceMilliseconds)
      : timeoutMilliseconds,
    retriesMax: habits.retriesMax ?? theirRetries,
    silenceMilliseconds,
  }
}

const told = (digits = ''): number => (/^\d{3}$/.test(digits) ? Number(digits) : UNKNOWN)
