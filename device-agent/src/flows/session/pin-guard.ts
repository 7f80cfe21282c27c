import type { Clock } from '../../runtime/clock.ts'

/** How long a card stays refused at this kiosk after its PIN tries are used up. */
export const PIN_LOCK_MILLISECONDS = 5 * 60_000
/** Cards remembered at most; the oldest is forgotten first. */
export const LOCKED_CARDS_MAX = 200

/** Keeps a PIN from being guessed by scanning the same card again and again. In memory only. */
export class PinGuard {
  readonly #clock: Pick<Clock, 'now'>
  readonly #tries = new Map<string, { wrong: number; last: number }>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  isLocked(card: string, tries: number): boolean {
    const entry = this.#tries.get(card)
    if (entry === undefined) return false
    if (this.#clock.now() - entry.last >= PIN_LOCK_MILLISECONDS) {
      this.#tries.delete(card)
      return false
    }
    return entry.wrong >= tries
  }

  wrong(card: string): void {
    const wrong = (this.#tries.get(card)?.wrong ?? 0) + 1
    this.#tries.delete(card)
    this.#tries.set(card, { wrong, last: this.#clock.now() })
    if (this.#tries.size > LOCKED_CARDS_MAX) {
      const oldest = this.#tries.keys().next().value
      if (oldest !== undefined) this.#tries.delete(oldest)
    }
  }

  right(card: string): void {
    this.#tries.delete(card)
  }
}
