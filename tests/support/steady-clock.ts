/**
 * Time for what moves in real time beside a browser: it stands still while this process does not get to run. A belt, the
 * module that drives it and the kiosk that watches both share it, so a busy machine makes them slow, and never makes one
 * of them miss the others.
 */
import { type Clock, ManualClock, type TimerHandle } from '@lectern/device-agent/runtime/clock'

/** Between two turns. */
const TURN_MILLISECONDS = 2
/** A turn moves time on by no more than this, however late it comes: an answer over a wire takes some turns. */
const STEP_MAX_MILLISECONDS = 2
/** Where nobody waits for a wire. */
const PASS_STEP_MILLISECONDS = 50

export class SteadyClock implements Clock {
  readonly #time: ManualClock
  readonly #speed: number
  readonly #real: () => number
  readonly #turns: NodeJS.Timeout
  #seen: number
  #held = false

  /** `speed`: so many of its milliseconds pass in one, on a machine that is not busy. */
  constructor({ speed = 1, real = () => performance.now() }: { speed?: number; real?: () => number } = {}) {
    this.#speed = speed
    this.#real = real
    this.#time = new ManualClock(Date.now())
    this.#seen = real()
    this.#turns = setInterval(() => this.turn(), TURN_MILLISECONDS)
  }
  now(): number {
    return this.#time.now()
  }
  wall(): number {
    return Date.now()
  }
  /** What has arrived by then is heard first, as with the system's clock. */
  setTimeout(callback: () => void, milliseconds: number): TimerHandle {
    const handle = { end: () => this.#time.clearTimeout(timer) }
    const timer = this.#time.setTimeout(() => {
      const soon = setImmediate(callback)
      handle.end = () => clearImmediate(soon)
    }, milliseconds)
    return handle
  }
  clearTimeout(handle: TimerHandle): void {
    ;(handle as { end(): void } | null | undefined)?.end()
  }
  turn(): void {
    const now = this.#real()
    const step = this.#held ? 0 : Math.min(now - this.#seen, STEP_MAX_MILLISECONDS)
    this.#seen = now
    this.#time.advance(step * this.#speed)
  }
  /** As if somebody had waited for so long. */
  async pass(milliseconds: number): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += PASS_STEP_MILLISECONDS) {
      this.#time.advance(PASS_STEP_MILLISECONDS)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  /** No time passes while somebody looks at what would soon be gone. */
  async hold(look: () => Promise<unknown>): Promise<void> {
    this.#held = true
    try {
      await look()
    } finally {
      this.#held = false
    }
  }
  stop(): void {
    clearInterval(this.#turns)
  }
}
