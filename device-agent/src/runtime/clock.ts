/**
 * Time as a parameter. Timers and `now` come from the same monotonic source, so a wall clock that jumps
 * (NTP, a technician, the end of summer time) moves no timer; `wall` is only for dates that people read.
 */
export type TimerHandle = unknown

export interface Clock {
  /** Monotonic milliseconds since some start. */
  now(): number
  /** Milliseconds since 1970, for records and dates only. */
  wall(): number
  setTimeout(callback: () => void, milliseconds: number): TimerHandle
  clearTimeout(handle: TimerHandle): void
}

interface SystemTimer {
  end(): void
}

/**
 * A timer that falls due lets first be heard what has arrived by then: where the machine was busy, an answer that lies in the
 * socket came in time, and only the look at it is late.
 */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  setTimeout: (callback, milliseconds): SystemTimer => {
    const timer = setTimeout(() => {
      const turn = setImmediate(callback)
      handle.end = () => clearImmediate(turn)
    }, milliseconds)
    const handle = { end: () => clearTimeout(timer) }
    return handle
  },
  clearTimeout: (handle) => (handle as SystemTimer | null | undefined)?.end(),
}

/** A clock that a test moves: timers run in order of their time, in the call to `advance`. */
export class ManualClock implements Clock {
  #now = 0
  #wall: number
  #next = 1
  readonly #timers = new Map<number, { at: number; callback: () => void }>()

  constructor(wall = Date.UTC(2026, 0, 15, 9, 0, 0)) {
    this.#wall = wall
  }
  now(): number {
    return this.#now
  }
  wall(): number {
    return this.#wall
  }
  /** Moves the wall clock alone, as NTP would. */
  jumpWall(milliseconds: number): void {
    this.#wall += milliseconds
  }
  setTimeout(callback: () => void, milliseconds: number): TimerHandle {
    const id = this.#next++
    this.#timers.set(id, { at: this.#now + Math.max(0, milliseconds), callback })
    return id
  }
  clearTimeout(handle: TimerHandle): void {
    this.#timers.delete(handle as number)
  }
  get pending(): number {
    return this.#timers.size
  }
  /** Moves time on; timers that fall due run in order, also those set meanwhile. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds
    for (;;) {
      const due = [...this.#timers]
        .filter(([, t]) => t.at <= end)
        .sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0]
      if (due === undefined) break
      this.#timers.delete(due[0])
      this.#wall += due[1].at - this.#now
      this.#now = due[1].at
      due[1].callback()
    }
    this.#wall += end - this.#now
    this.#now = end
  }
}
