import type { ErrorCode } from '../../contract/errors.ts'
import type { BinView } from '../../contract/staff.ts'
import type { ReturnsJournal } from '../../journal/returns-contract.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Signals } from '../../signals/contract.ts'
import { ARRIVAL_HELD_MILLISECONDS } from './limits.ts'
import type { Outputs } from './outputs.ts'
import { binOf, type DropPlan } from './plan.ts'
import { arrived, divert, full } from './roles.ts'

export interface BinsParts {
  readonly plan: DropPlan
  readonly signals: Signals
  readonly outputs: Outputs
  readonly clock: Clock
  readonly journal: Pick<ReturnsJournal, 'bins'>
}

/** What each bin can take now. */
export class Bins {
  readonly #parts: BinsParts
  /** Since when something lies in its arrival sensor, in monotonic milliseconds. */
  readonly #heldSince = new Map<number, number>()

  constructor(parts: BinsParts) {
    this.#parts = parts
  }

  /** From time to time: a bin without a sensor of its own is full when what falls stays in the arrival sensor. */
  look(): void {
    const { clock, plan, signals } = this.#parts
    for (const { number } of plan.bins) {
      if (signals.read(arrived(number)) !== true) this.#heldSince.delete(number)
      else if (!this.#heldSince.has(number)) this.#heldSince.set(number, clock.now())
    }
  }

  isFull(bin: number): boolean {
    const since = this.#heldSince.get(bin)
    const held = since !== undefined && this.#parts.clock.now() - since >= ARRIVAL_HELD_MILLISECONDS
    return held || this.#parts.signals.read(full(bin)) === true
  }

  /** Why nothing can be sent there; null: it can. The exception bin is never asked: there is no other way. */
  obstacle(bin: number): ErrorCode | null {
    const { outputs, plan, signals } = this.#parts
    const planned = binOf(plan, bin)
    if (planned === null) return 'DROP_BIN_UNKNOWN'
    if (planned.exception) return null
    if (this.isFull(bin)) return 'DROP_BIN_FULL'
    const isAway = signals.read(divert(bin)) === null || signals.read(arrived(bin)) === null
    return isAway || outputs.hasRefused(divert(bin)) ? 'DROP_DIVERTER_AWAY' : null
  }

  views(): BinView[] {
    const counts = new Map(this.#parts.journal.bins().map((count) => [count.bin, count]))
    return this.#parts.plan.bins.map(({ number, name, exception }) => {
      const count = counts.get(number)
      const emptiedAt = count?.emptiedAt ?? null
      return {
        bin: number,
        name,
        items: count?.items ?? 0,
        full: this.isFull(number),
        exception,
        emptiedAt: emptiedAt === null ? null : new Date(emptiedAt).toISOString(),
      }
    })
  }
}
