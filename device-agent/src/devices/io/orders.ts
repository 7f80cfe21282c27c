/** Outputs that wait to be switched: one order an output, and the latest counts. */

export interface Order {
  readonly output: number
  readonly on: boolean
  /** Says whether the module has confirmed it. */
  readonly settle: (confirmed: boolean) => void
  readonly outcome: Promise<boolean>
}

export class OutputOrders {
  readonly #waiting = new Map<number, Order>()
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

  /** All that wait, in the order they came; whoever takes them settles them. */
  take(): readonly Order[] {
    const taken = [...this.#waiting.values()]
    this.#waiting.clear()
    return taken
  }

  get empty(): boolean {
    return this.#waiting.size === 0
  }

  /** `wake` is called with the next orders, until told otherwise. */
  onOrder(wake: () => void): void {
    this.#wake = wake
  }

  giveUp(): void {
    for (const order of this.take()) order.settle(false)
  }
}
