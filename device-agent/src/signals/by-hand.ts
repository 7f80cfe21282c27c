import { Signal, type Unsubscribe } from '../runtime/emitter.ts'

/** Outputs that somebody is trying by hand: whoever else moves things leaves all of them alone meanwhile. */
export interface ByHand {
  /** Names of outputs, in the order in which they were taken. */
  readonly held: readonly string[]
  /** Told when the first is taken, before anything moves, and when the last was given back. */
  onChange(listener: () => void): Unsubscribe
}

export class Hands implements ByHand {
  readonly #held = new Set<string>()
  readonly #changes = new Signal<void>()

  get held(): readonly string[] {
    return [...this.#held]
  }
  onChange(listener: () => void): Unsubscribe {
    return this.#changes.listen(listener)
  }
  take(name: string): void {
    if (this.#held.has(name)) return
    this.#held.add(name)
    if (this.#held.size === 1) this.#changes.tell()
  }
  giveBack(name: string): void {
    if (this.#held.delete(name) && this.#held.size === 0) this.#changes.tell()
  }
}
