import type { Clock } from '../connection/clock.ts'

/** A clock that a test moves. */
export class ManualClock implements Clock {
  #now = 0
  #next = 1
  #onTimer: () => void = () => undefined
  readonly #timers = new Map<unknown, { readonly at: number; readonly callback: () => void }>()

  now(): number {
    return this.#now
  }
  setTimeout(callback: () => void, milliseconds: number): unknown {
    const handle = this.#next++
    this.#timers.set(handle, { at: this.#now + milliseconds, callback })
    this.#onTimer()
    return handle
  }
  clearTimeout(handle: unknown): void {
    this.#timers.delete(handle)
  }
  get pending(): number {
    return this.#timers.size
  }
  /** Resolves as soon as something waits for the clock. */
  nextTimer(): Promise<void> {
    return new Promise((resolve) => {
      this.#onTimer = resolve
      if (this.#timers.size > 0) resolve()
    })
  }
  /** Timers that fall due run in order of their time, also those set meanwhile. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds
    for (;;) {
      const [due] = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)
      if (due === undefined) break
      const [handle, { at, callback }] = due
      this.#timers.delete(handle)
      this.#now = at
      callback()
    }
    this.#now = end
  }
}
