/** A level counts once it has held for its time; what comes and goes sooner is a bounce, and never was. */
import type { Clock, TimerHandle } from '../runtime/clock.ts'

export interface DebounceOptions {
  readonly clock: Clock
  /** So long a signal must be active, or inactive again, before it counts; 0 counts at once. In milliseconds. */
  readonly activeMilliseconds: number
  readonly inactiveMilliseconds: number
  /** The level that counts has changed. */
  readonly onChange: (active: boolean | null) => void
}

export class Debounce {
  readonly #options: DebounceOptions
  #active: boolean | null = null
  #timer: TimerHandle | null = null

  constructor(options: DebounceOptions) {
    this.#options = options
  }

  get active(): boolean | null {
    return this.#active
  }

  /** The level as the module tells it. Unknown counts at once, and so does what follows it: nothing was there to hold. */
  feed(level: boolean | null): void {
    const { clock, activeMilliseconds, inactiveMilliseconds } = this.#options
    if (level === this.#active) return this.stop()
    const hold = level ? activeMilliseconds : inactiveMilliseconds
    if (level === null || this.#active === null || hold === 0) return this.#settle(level)
    this.#timer ??= clock.setTimeout(() => this.#settle(level), hold)
  }

  /** Forgets a change that has not counted yet. */
  stop(): void {
    if (this.#timer !== null) this.#options.clock.clearTimeout(this.#timer)
    this.#timer = null
  }

  #settle(level: boolean | null): void {
    this.stop()
    this.#active = level
    this.#options.onChange(level)
  }
}
