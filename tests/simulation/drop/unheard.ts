/** What fell into a bin by a diverter that stuck out, while nobody could hear of it. */
import type { Falling } from '@lectern/device-agent/bench/drop/bins'
import type { Machine } from './machine.ts'

/** From a level's change until the agent has acted on it: the bus, the debounce, and the write that may be its last. */
const TOLD_MILLISECONDS = 20

export class Unheard {
  readonly #machine: Machine
  readonly #hears: () => boolean
  /** What is falling, and whether a diverter that is stuck sent it there. */
  readonly #falling = new Map<Falling, boolean>()
  readonly #bins = new Map<string, number>()
  /** Has landed just now. */
  #fresh: Falling[] = []

  constructor(machine: Machine, hears: () => boolean) {
    this.#machine = machine
    this.#hears = hears
    machine.drop.onChange(() => this.look())
  }

  /** Into which bin; null where it was heard, or no fault sent it there. */
  binOf(id: string): number | null {
    return this.#bins.get(id) ?? null
  }

  /** At every change of the drop, and whenever somebody begins or ends to listen. */
  look(): void {
    const { clock, drop } = this.#machine
    for (const falling of drop.bins.falling)
      if (!this.#falling.has(falling))
        this.#falling.set(falling, drop.diverters.get(falling.bin)?.stuck === true)
    for (const [falling, wasStuck] of this.#falling) {
      if (drop.bins.falling.includes(falling)) continue
      this.#falling.delete(falling)
      if (wasStuck) this.#fresh.push(falling)
    }
    this.#fresh = this.#fresh.filter(({ until }) => clock.now() - until <= TOLD_MILLISECONDS)
    if (this.#hears()) return
    for (const { bin, things } of this.#fresh) for (const { id } of things) this.#bins.set(id, bin)
  }
}
