import type { Clock } from './clock.ts'

interface Timer {
  readonly at: number
  readonly milliseconds: number
  readonly callback: () => void
}

/** A clock that a test moves, and that tells when somebody begins to wait. */
export class ManualClock implements Clock {
  #now = 0
  readonly #timers = new Set<Timer>()
  #watchers: (() => boolean)[] = []

  now(): number {
    return this.#now
  }
  setTimeout(callback: () => void, milliseconds: number): unknown {
    const timer = { at: this.#now + milliseconds, milliseconds, callback }
    this.#timers.add(timer)
    this.#watchers = this.#watchers.filter((isDone) => !isDone())
    return timer
  }
  clearTimeout(handle: unknown): void {
    this.#timers.delete(handle as Timer)
  }
  /** Resolves when somebody waits for exactly so long, after everything else that happens in that moment. */
  waitsFor(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const isDone = () => {
        const found = [...this.#timers].some((timer) => timer.milliseconds === milliseconds)
        if (found) setImmediate(resolve)
        return found
      }
      if (!isDone()) this.#watchers.push(isDone)
    })
  }
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds
    for (;;) {
      const [due] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
      if (due === undefined) break
      this.#timers.delete(due)
      this.#now = due.at
      due.callback()
    }
    this.#now = end
  }
  get pending(): number {
    return this.#timers.size
  }
}
