/** Keeps the PIN of staff mode from being guessed: the pause grows with each wrong one, and pulling the plug does not end it. */
import type { KeptOrders } from '../monitoring/commands/kept-orders.ts'

/** So many wrong ones in a row cost nothing. */
export const FREE_TRIES = 3
/** After the first one too many; each further one doubles it, up to `PAUSE_MAX_MILLISECONDS`. */
export const PAUSE_FIRST_MILLISECONDS = 30_000
export const PAUSE_MAX_MILLISECONDS = 60 * 60_000

export class PinTries {
  readonly #kept: KeptOrders
  readonly #wall: () => number

  /** `wall`: milliseconds since 1970. */
  constructor(kept: KeptOrders, wall: () => number) {
    this.#kept = kept
    this.#wall = wall
  }

  /** Until another one is looked at, in milliseconds. A clock that was set back makes it no longer than it was at first. */
  get pause(): number {
    const kept = this.#kept.get('staffTries')
    if (kept === null) return 0
    const over = Number(kept.value) - FREE_TRIES
    if (!(over >= 0)) return 0
    const whole = Math.min(PAUSE_FIRST_MILLISECONDS * 2 ** over, PAUSE_MAX_MILLISECONDS)
    return Math.min(Math.max(kept.at + whole - this.#wall(), 0), whole)
  }

  /** Counted before it is looked at, so that no cut of the power saves it. Throws LecternError where that cannot be kept. */
  begin(): void {
    const before = Number(this.#kept.get('staffTries')?.value ?? 0)
    this.#kept.set('staffTries', String(before + 1))
  }
  right(): void {
    this.#kept.remove('staffTries')
  }
}
