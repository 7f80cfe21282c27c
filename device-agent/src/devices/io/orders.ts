/** Outputs that wait to be switched: one order an output, and the latest counts. */
import type { Clock } from '../../runtime/clock.ts'

export interface Order {
  readonly output: number
  readonly on: boolean
  /** Says whether the module has confirmed it. */
  readonly settle: (confirmed: boolean) => void
  readonly outcome: Promise<boolean>
}

export class OutputOrders {
  readonly #waiting = new Map<number, Order>()
  readonly #stuck = new Set<number>()
  #wake: () => void = () => undefined

  /** Resolves false as soon as a later order for the same output says otherwise. */
  place(output: number, on: boolean): Promise<boolean> {
    const before = this.#waiting.get(output)
    if (before?.on === on) return before.outcome
    before?.settle(false)
    const { promise, resolve } = Promise.withResolvers<boolean>()
    this.#waiting.set(output, { output, on, settle: resolve, outcome: promise })
    this.#wake()
    return promise
  }

  /**
   * Hands all that wait, in the order they came, to `send`, which answers the outputs as read back afterwards, or null
   * where they could not be read. False where nothing waited. Rejects with what `send` rejects with.
   */
  async carryOut(send: (orders: readonly Order[]) => Promise<readonly boolean[] | null>): Promise<boolean> {
    const taken = [...this.#waiting.values()]
    if (taken.length === 0) return false
    this.#waiting.clear()
    try {
      const outputs = await send(taken)
      for (const { output, on, settle } of taken) {
        const confirmed = outputs?.[output] === on
        if (confirmed) this.#stuck.delete(output)
        else this.#stuck.add(output)
        settle(confirmed)
      }
      return true
    } finally {
      for (const { settle } of taken) settle(false)
    }
  }

  /** Outputs that did not follow their last order, in order. */
  get stuck(): readonly number[] {
    return [...this.#stuck].toSorted((a, b) => a - b)
  }

  /** Nothing is connected any more: no order is carried out later. */
  giveUp(): void {
    this.#stuck.clear()
    for (const { settle } of this.#waiting.values()) settle(false)
    this.#waiting.clear()
  }

  /** Until an order waits, but no longer than so many milliseconds; rejects with the reason where `signal` is aborted. */
  async wait(milliseconds: number, { clock, signal }: { clock: Clock; signal: AbortSignal }): Promise<void> {
    signal.throwIfAborted()
    if (milliseconds <= 0 || this.#waiting.size > 0) return
    await new Promise<void>((resolve) => {
      const done = () => {
        clock.clearTimeout(timer)
        signal.removeEventListener('abort', done)
        this.#wake = () => undefined
        resolve()
      }
      const timer = clock.setTimeout(done, milliseconds)
      signal.addEventListener('abort', done)
      this.#wake = done
    })
    signal.throwIfAborted()
  }
}
