/** Tells what the gate saw, and says whether it is safe: only then may the gate forget it. */
import type { Clock } from '../../../runtime/clock.ts'
import { Signal, type Unsubscribe } from '../../../runtime/emitter.ts'
import type { Session } from '../../supervised.ts'
import type { GateSighting } from '../contract.ts'
import type { Condition } from './condition.ts'
import type { GateRecord } from './records.ts'
import { type SightingOptions, sightingsOf } from './sighting.ts'

export interface TellerOptions extends SightingOptions {
  readonly clock: Clock
  readonly condition: Condition
  /** Told the levels of the inputs, where a record has them. */
  readonly onInputs: (inputs: number) => void
}

/** Names of what was told, for `forgotten`; null where it is not safe and must be told again. */
export type Told = readonly string[] | null

export class Teller {
  readonly #options: TellerOptions
  #failed = false
  readonly #sightings = new Signal<readonly GateSighting[]>(() => {
    this.#failed = true
  })
  readonly #forgotten = new Signal<readonly string[] | null>()

  constructor(options: TellerOptions) {
    this.#options = options
  }

  onSightings(listener: (sightings: readonly GateSighting[]) => void): Unsubscribe {
    return this.#sightings.listen(listener)
  }
  onForgotten(listener: (records: readonly string[] | null) => void): Unsubscribe {
    return this.#forgotten.listen(listener)
  }

  tell(records: readonly GateRecord[], session: Session, timer: number | null): Told {
    const { clock, condition, direction, onInputs } = this.#options
    for (const { inputs, unreadable, rest } of records) {
      if (inputs !== null) onInputs(inputs)
      if (unreadable) session.count('unreadableRecord')
      else if (rest.length > (direction === null ? 0 : 2)) session.count('unknownPart')
    }
    const sightings = sightingsOf(records, this.#options, clock.wall(), timer)
    this.#failed = false
    if (sightings.length > 0) this.#sightings.tell(sightings)
    condition.set('GATE_STORE_FAILED', this.#failed)
    return this.#failed ? null : sightings.map(({ record }) => record)
  }

  /** Null: the gate holds nothing. */
  forgotten(told: readonly string[] | null): void {
    if (told === null || told.length > 0) this.#forgotten.tell(told)
  }
}
