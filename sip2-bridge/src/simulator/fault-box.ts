import { CHAOS, type CountedFault, type Faults, NO_FAULTS } from './faults.ts'
import { below, type Random, seeded } from './random.ts'

/** The faults of the moment, and the chance that all connections share. */
export class FaultBox {
  #faults: Faults = NO_FAULTS
  #random: Random = seeded(NO_FAULTS.seed)
  readonly #listeners = new Set<() => void>()

  get faults(): Faults {
    return this.#faults
  }
  get random(): Random {
    return this.#random
  }

  change(change: Partial<Faults>): void {
    this.#faults = { ...this.#faults, ...change }
    if (change.seed !== undefined) this.#random = seeded(change.seed)
    for (const listener of this.#listeners) listener()
  }
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Whether this one is hit; it is used up by that. */
  take(name: CountedFault): boolean {
    const left = this.#faults[name]
    if (left <= 0) return false
    this.#faults = { ...this.#faults, [name]: left - 1 }
    return true
  }
  /** What the next request meets by chance: nothing, most of the time. */
  draw(): Partial<Faults> {
    const { chaos } = this.#faults
    if (chaos <= 0 || this.#random() >= chaos) return {}
    return CHAOS[below(this.#random, CHAOS.length)] ?? {}
  }
}

/** The faults that one request meets: those of the moment, and its own by chance. */
export class Fate {
  readonly #box: FaultBox
  readonly #own: Partial<Faults>

  constructor(box: FaultBox) {
    this.#box = box
    this.#own = box.draw()
  }

  get faults(): Faults {
    const { faults } = this.#box
    const own = faults.mode === 'up' ? this.#own : { ...this.#own, mode: faults.mode }
    return { ...faults, ...own }
  }
  hit(name: CountedFault): boolean {
    return (this.#own[name] ?? 0) > 0 || this.#box.take(name)
  }
  /** From 0 to just under the end. */
  below(end: number): number {
    return below(this.#box.random, end)
  }
}
