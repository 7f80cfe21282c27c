/** Virtual time that jumps from event to event. What falls due in the same moment runs in an order that the seed decides. */
import type { Clock, TimerHandle } from '@lectern/device-agent/runtime/clock'
import type { Random } from '../../support/random.ts'

interface Timer {
  readonly at: number
  readonly order: number
  callback: (() => void) | null
}

export class EventClock implements Clock {
  readonly #random: Random
  readonly #begin = Date.UTC(2026, 0, 15, 9, 0, 0)
  /** A binary heap, the next first. */
  readonly #heap: Timer[] = []
  #now = 0

  constructor(random: Random) {
    this.#random = random
  }
  now(): number {
    return this.#now
  }
  wall(): number {
    return this.#begin + Math.round(this.#now)
  }
  setTimeout(callback: () => void, milliseconds: number): TimerHandle {
    const timer: Timer = { at: this.#now + Math.max(0, milliseconds), order: this.#random.next(), callback }
    this.#heap.push(timer)
    this.#up(this.#heap.length - 1)
    return timer
  }
  clearTimeout(handle: TimerHandle): void {
    if (handle !== null && handle !== undefined) (handle as Timer).callback = null
  }
  /** Runs what is next, and lets everything that follows from it in that moment happen; false where nothing is left. */
  async step(): Promise<boolean> {
    for (;;) {
      const timer = this.#pop()
      if (timer === undefined) return false
      if (timer.callback === null) continue
      this.#now = timer.at
      timer.callback()
      await new Promise<void>((resolve) => setImmediate(resolve))
      return true
    }
  }

  #before(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a], this.#heap[b]]
    if (one === undefined || other === undefined) return false
    return one.at < other.at || (one.at === other.at && one.order < other.order)
  }
  #swap(a: number, b: number): void {
    const [one, other] = [this.#heap[a], this.#heap[b]]
    if (one === undefined || other === undefined) return
    this.#heap[a] = other
    this.#heap[b] = one
  }
  #up(index: number): void {
    for (let child = index; child > 0; ) {
      const parent = (child - 1) >> 1
      if (!this.#before(child, parent)) return
      this.#swap(child, parent)
      child = parent
    }
  }
  #pop(): Timer | undefined {
    const first = this.#heap[0]
    const last = this.#heap.pop()
    if (last === undefined || last === first) return first
    this.#heap[0] = last
    for (let parent = 0; ; ) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2]
      const child = this.#before(right, left) ? right : left
      if (!this.#before(child, parent)) return first
      this.#swap(child, parent)
      parent = child
    }
  }
}
