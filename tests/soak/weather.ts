/** Faults of the demo library's server, one after the other, by a seed: each for a moment, calm between them. */
import type { FaultMode, Faults, Simulator } from 'sip2/simulator'
import type { Random } from '../support/random.ts'

const MODES: readonly FaultMode[] = ['down', 'dieMidAnswer', 'dieBeforeAnswer', 'silent', 'hang', 'halfOpen']
/** Just below this, for what is a number; others of the simulator's numbers stay below `OTHERS_BELOW`. */
const BELOW: Readonly<Record<string, number>> = {
  latencyMilliseconds: 900,
  jitterMilliseconds: 900,
  clockOffMilliseconds: 86_400_000,
}
const OTHERS_BELOW = 5
const FAULT_MAX_MILLISECONDS = 500
const CALM_MAX_MILLISECONDS = 1_500

export class Weather {
  readonly #simulator: Simulator
  readonly #random: Random
  readonly #calm: Faults
  readonly #kinds: readonly (readonly [string, unknown])[]
  /** How often each came. */
  readonly seen = new Map<string, number>()
  #timer: NodeJS.Timeout | null = null

  constructor(simulator: Simulator, random: Random) {
    this.#simulator = simulator
    this.#random = random
    this.#calm = simulator.faults
    // Chance of the server's own would not come from this seed.
    const { chaos, seed, ...kinds } = this.#calm
    this.#kinds = Object.entries(kinds)
  }

  begin(): void {
    this.#timer = setTimeout(() => this.#strike(), this.#random.below(CALM_MAX_MILLISECONDS))
  }
  async end(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    await this.#simulator.setFaults(this.#calm)
  }

  #strike(): void {
    const fault = this.#fault()
    const name = 'mode' in fault ? `mode ${fault.mode}` : Object.keys(fault).join()
    this.seen.set(name, (this.seen.get(name) ?? 0) + 1)
    void this.#simulator.setFaults(fault)
    this.#timer = setTimeout(() => {
      void this.#simulator.setFaults(this.#calm)
      this.begin()
    }, this.#random.below(FAULT_MAX_MILLISECONDS))
  }

  /** One of the simulator's own table: whatever is there is used. */
  #fault(): Partial<Faults> {
    const [key, value] = this.#random.pick(this.#kinds)
    if (key === 'mode' || this.#random.chance(MODE_SHARE)) return { mode: this.#random.pick(MODES) }
    if (typeof value === 'number') return { [key]: 1 + this.#random.below(BELOW[key] ?? OTHERS_BELOW) }
    return { [key]: true }
  }
}

/** Of all faults, those that end connections or answers: there outcomes are lost. */
const MODE_SHARE = 0.4
