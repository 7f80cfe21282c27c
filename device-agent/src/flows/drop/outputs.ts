import type { Clock } from '../../runtime/clock.ts'
import type { Signals } from '../../signals/contract.ts'
import { AGAIN_MILLISECONDS } from './limits.ts'
import type { DropPlan } from './plan.ts'
import { divert } from './roles.ts'

/** Brings outputs to where they should be, and knows what was confirmed. */
export class Outputs {
  readonly #signals: Signals
  readonly #clock: Clock
  readonly #onAnswer: () => void
  readonly #asked = new Map<string, boolean>()
  /** Which order counts: the latest. */
  readonly #order = new Map<string, number>()
  readonly #confirmed = new Map<string, boolean>()
  /** When it was last set otherwise, in monotonic milliseconds. */
  readonly #turnedAt = new Map<string, number>()
  readonly #refusedAt = new Map<string, number>()

  /** `onAnswer`: a module confirmed or refused. */
  constructor(signals: Signals, clock: Clock, onAnswer: () => void) {
    this.#signals = signals
    this.#clock = clock
    this.#onAnswer = onAnswer
  }

  /** Asks once; again only after it was refused and `AGAIN_MILLISECONDS` have passed. */
  want(name: string, active: boolean): void {
    if (!this.#signals.has(name) || (this.#asked.get(name) ?? false) === active) return
    if (this.hasRefused(name)) return
    this.#asked.set(name, active)
    const order = this.#next(name)
    void this.#signals.set(name, active).then((done) => {
      if (this.#order.get(name) === order) this.#answered(name, active, done)
    })
  }

  /** Not asked yet counts as off: outputs drop by themselves. */
  is(name: string, active: boolean): boolean {
    return (this.#confirmed.get(name) ?? false) === active
  }

  /** It was so confirmed, and so long ago, in milliseconds, that what it drives has followed. */
  hasFollowed(name: string, active: boolean, milliseconds: number): boolean {
    const at = this.#turnedAt.get(name)
    return this.is(name, active) && (at === undefined || this.#clock.now() - at >= milliseconds)
  }

  /** It was refused less than `AGAIN_MILLISECONDS` ago, or is not wired. */
  hasRefused(name: string): boolean {
    const at = this.#refusedAt.get(name)
    return !this.#signals.has(name) || (at !== undefined && this.#clock.now() - at < AGAIN_MILLISECONDS)
  }

  /** It was confirmed to be active, and is not: it has dropped. */
  hasDropped(): boolean {
    return this.#dropped().length > 0
  }

  /** Whatever has dropped is asked for anew when it is wanted again. */
  forgetDropped(): void {
    for (const name of this.#dropped()) void this.drop(name)
  }

  #dropped(): readonly string[] {
    return [...this.#confirmed].flatMap(([name, active]) =>
      active && this.#asked.get(name) === true && this.#signals.read(name) === false ? [name] : [],
    )
  }

  /** After an interruption: off, whatever it was; where its module is away it drops by itself. Resolves when that is known. */
  async drop(name: string): Promise<void> {
    this.#next(name)
    this.#asked.delete(name)
    this.#confirmed.delete(name)
    this.#refusedAt.delete(name)
    this.#turnedAt.set(name, this.#clock.now())
    if (this.#signals.has(name)) await this.#signals.set(name, false)
  }

  async dropDiverters({ bins }: DropPlan): Promise<void> {
    const diverted = bins.filter(({ exception }) => !exception)
    await Promise.all(diverted.map(({ number }) => this.drop(divert(number))))
  }

  #next(name: string): number {
    const order = (this.#order.get(name) ?? 0) + 1
    this.#order.set(name, order)
    return order
  }

  #answered(name: string, active: boolean, done: boolean): void {
    if (done) {
      if (!this.is(name, active)) this.#turnedAt.set(name, this.#clock.now())
      this.#confirmed.set(name, active)
      this.#refusedAt.delete(name)
    } else {
      this.#asked.set(name, !active)
      this.#refusedAt.set(name, this.#clock.now())
    }
    this.#onAnswer()
  }
}
