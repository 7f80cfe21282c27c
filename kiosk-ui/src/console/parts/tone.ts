import type { Kiosk, Rank } from '../store/kiosk.ts'

export type Tone = 'good' | 'warn' | 'stop' | 'plain'

export const RANK_TONES: Readonly<Record<Rank, Tone>> = {
  away: 'stop',
  stop: 'stop',
  warn: 'warn',
  plain: 'plain',
  good: 'good',
}
export const LEVEL_TONES: Readonly<Record<string, Tone>> = {
  ok: 'good',
  low: 'warn',
  out: 'stop',
  full: 'warn',
}

/** Of what a patron finds; what ails the kiosk is its rank's matter. */
export function stateToneOf({ online, state }: Kiosk): Tone {
  if (online === false || state === 'out_of_service') return 'stop'
  if (state === 'degraded') return 'warn'
  return state === 'ready' || state === 'in_use' ? 'good' : 'plain'
}

/** The last part of a key of 'kioskState.…': one that is away does not say how it is now. */
export const stateWordOf = ({ online, state }: Kiosk): string =>
  online === false ? 'offline' : (state ?? 'unknown')

/** Since when it is as it is, or null. */
export const sinceOf = ({ online, onlineSince, stateSince }: Kiosk): string | null =>
  online === false ? onlineSince : stateSince

/** What a gauge shows for a level's word; null for one that is not known. */
export const LEVEL_SHARES: Readonly<Record<string, number>> = { ok: 1, low: 0.2, out: 0, full: 1 }
