/**
 * When the cards are put in order anew: at most once a second, and not while somebody is about to press one. A pointer that
 * only lies there, as before a screen on a wall, holds nothing.
 */
export const REORDER_MILLISECONDS = 1_000
/** While the broker still tells what it has: nobody is about to press anything yet. */
export const OPENING_MILLISECONDS = 400
/** So long after its last movement a pointer over the list, or a finger on it, holds the order. */
export const HOLD_MILLISECONDS = 5_000

export class HeldOrder {
  #orderedAt = Number.NEGATIVE_INFINITY
  #movedAt = Number.NEGATIVE_INFINITY
  #ordering = -1

  /** The pointer moved over the list, or a card got the focus; `now` in milliseconds of any clock that only rises. */
  touched(now: number): void {
    this.#movedAt = now
  }
  left(): void {
    this.#movedAt = Number.NEGATIVE_INFINITY
  }

  /** True where it is time; the caller then does it. `ordering`: the store's. `pause`: since the last time, in milliseconds. */
  isDue(ordering: number, now: number, pause: number = REORDER_MILLISECONDS): boolean {
    if (ordering === this.#ordering) return false
    if (now - this.#orderedAt < pause || now - this.#movedAt < HOLD_MILLISECONDS) return false
    this.#ordering = ordering
    this.#orderedAt = now
    return true
  }
}
