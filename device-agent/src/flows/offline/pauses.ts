import type { Clock } from '../../runtime/clock.ts'

/** Waits that end at their time, when somebody wakes them, or never: a service that is stopped goes no further. */
export class Pauses {
  readonly #clock: Clock
  readonly #waiting = new Set<() => void>()
  #stopped = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get stopped(): boolean {
    return this.#stopped
  }

  /** Null: until woken. */
  pause(milliseconds: number | null): Promise<void> {
    return new Promise((resolve) => {
      if (this.#stopped) return
      const end = () => {
        if (timer !== null) this.#clock.clearTimeout(timer)
        this.#waiting.delete(end)
        if (!this.#stopped) resolve()
      }
      const timer = milliseconds === null ? null : this.#clock.setTimeout(end, milliseconds)
      this.#waiting.add(end)
    })
  }

  wake(): void {
    for (const end of [...this.#waiting]) end()
  }

  stop(): void {
    this.#stopped = true
    this.wake()
  }
}
