/**
 * Whoever guesses passwords waits longer each time: by the name they try and by where they come from. A name nobody has is
 * paused like another, so that a pause tells nothing. Each try counts before it is looked at, so that many at once win nothing.
 */
import type { Clock } from '../runtime/clock.ts'

/** Names or addresses that are remembered; the one tried longest ago makes room. */
export const REMEMBERED_MAX = 1_000
/** Forgotten so long after the last try. */
export const FORGET_MILLISECONDS = 15 * 60_000
const FIRST_PAUSE_MILLISECONDS = 1_000

export interface PauseRules {
  /** Tries without a pause. */
  readonly free: number
  readonly longestMilliseconds: number
}
export const NAME_PAUSES: PauseRules = { free: 4, longestMilliseconds: 5 * 60_000 }
/** A tunnel brings a whole library in from one address: more tries, shorter pauses. */
export const ADDRESS_PAUSES: PauseRules = { free: 20, longestMilliseconds: 60_000 }

export class Pauses {
  readonly #clock: Clock
  readonly #rules: PauseRules
  /** In order of the last try. */
  readonly #tries = new Map<string, { count: number; at: number }>()

  constructor(clock: Clock, rules: PauseRules) {
    this.#clock = clock
    this.#rules = rules
  }

  get remembered(): number {
    return this.#tries.size
  }

  /** Milliseconds to wait before the next try; 0: now. */
  left(key: string): number {
    const known = this.#known(key)
    if (known === null || known.count < this.#rules.free) return 0
    const pause = FIRST_PAUSE_MILLISECONDS * 2 ** Math.min(known.count - this.#rules.free, 30)
    return Math.max(0, known.at + Math.min(pause, this.#rules.longestMilliseconds) - this.#clock.now())
  }

  tried(key: string): void {
    const count = (this.#known(key)?.count ?? 0) + 1
    this.#tries.delete(key)
    this.#tries.set(key, { count, at: this.#clock.now() })
    if (this.#tries.size <= REMEMBERED_MAX) return
    const [oldest] = this.#tries.keys()
    if (oldest !== undefined) this.#tries.delete(oldest)
  }

  /** The last try was right: it does not count. */
  forgive(key: string): void {
    const known = this.#known(key)
    if (known !== null) known.count--
  }

  forget(key: string): void {
    this.#tries.delete(key)
  }

  #known(key: string) {
    const known = this.#tries.get(key)
    return known === undefined || this.#clock.now() - known.at >= FORGET_MILLISECONDS ? null : known
  }
}
