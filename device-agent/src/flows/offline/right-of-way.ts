import type { Ils } from '../ils.ts'

/** Patrons go first: whoever tells the library system of the past waits until nobody at the kiosk waits for it. */
export class RightOfWay {
  #inside = 0
  readonly #waiting = new Set<() => void>()

  /** The same library system, for those who stand at the kiosk. */
  patronsFirst(circulation: Ils): Ils {
    return {
      get status() {
        return circulation.status
      },
      onStatus: (listener) => circulation.onStatus(listener),
      patron: (request) => this.#first(circulation.patron(request)),
      item: (item) => this.#first(circulation.item(item)),
      checkout: (request) => this.#first(circulation.checkout(request)),
      checkin: (request) => this.#first(circulation.checkin(request)),
      endSession: (request) => this.#first(circulation.endSession(request)),
    }
  }

  get isClear(): boolean {
    return this.#inside === 0
  }

  /** Calls `wake` once, when the last patron's request is answered. */
  whenClear(wake: () => void): void {
    this.#waiting.add(wake)
  }

  async #first<T>(answer: Promise<T>): Promise<T> {
    this.#inside++
    try {
      return await answer
    } finally {
      this.#inside--
      if (this.isClear) this.#wake()
    }
  }

  #wake(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const wake of waiting) wake()
  }
}
