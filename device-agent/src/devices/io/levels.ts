/** What is known of a module's terminals, told only where it changes. */
import { isDeepStrictEqual } from 'node:util'
import { Signal, type Unsubscribe } from '../../runtime/emitter.ts'

export interface Known {
  readonly inputs: readonly boolean[] | null
  readonly outputs: readonly boolean[] | null
}

const NOTHING: Known = { inputs: null, outputs: null }

export class Levels {
  readonly #changes = new Signal<void>()
  #known = NOTHING

  get inputs(): readonly boolean[] | null {
    return this.#known.inputs
  }
  get outputs(): readonly boolean[] | null {
    return this.#known.outputs
  }
  onLevels(listener: () => void): Unsubscribe {
    return this.#changes.listen(listener)
  }

  learn(change: Partial<Known>): void {
    const known = { ...this.#known, ...change }
    if (isDeepStrictEqual(known, this.#known)) return
    this.#known = known
    this.#changes.tell()
  }
  forget(): void {
    this.learn(NOTHING)
  }
}
