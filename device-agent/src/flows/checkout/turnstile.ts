/**
 * Lets so many items at a time through to the library system: two, so that one connection never waits for the next
 * request, and no more, so that little is in flight when a patron walks away.
 */
export const ITEMS_IN_FLIGHT = 2

export class Turnstile {
  readonly #width: number
  #inside = 0
  readonly #queue: (() => void)[] = []

  constructor(width = ITEMS_IN_FLIGHT) {
    this.#width = width
  }

  /** Calls `enter` when it is this one's turn, perhaps at once. The answer leaves the queue, or gives the turn back. */
  request(enter: () => void): () => void {
    let state: 'waiting' | 'inside' | 'gone' = 'waiting'
    const admit = () => {
      state = 'inside'
      this.#inside++
      enter()
    }
    if (this.#inside < this.#width) admit()
    else this.#queue.push(admit)
    return () => {
      if (state === 'inside') {
        this.#inside--
        this.#admitNext()
      } else if (state === 'waiting') {
        this.#queue.splice(this.#queue.indexOf(admit), 1)
      }
      state = 'gone'
    }
  }

  #admitNext(): void {
    if (this.#inside < this.#width) this.#queue.shift()?.()
  }
}
