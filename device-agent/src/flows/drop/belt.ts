import type { Clock } from '../../runtime/clock.ts'
import type { Signals } from '../../signals/contract.ts'
import {
  AGAIN_MILLISECONDS,
  BELT_BEAT_MILLISECONDS,
  LOOK_MILLISECONDS,
  WATCHDOG_MILLISECONDS,
} from './limits.ts'
import { OUTPUTS } from './roles.ts'

export interface BeltParts {
  readonly signals: Signals
  readonly clock: Clock
  /** Millimetres per second. */
  readonly speed: number
  /** How far it had run, in millimetres. */
  readonly travel: number
  /** Makes its way durable. */
  readonly write: (millimetres: number) => void
  /** The module has confirmed or refused. */
  readonly onAnswer: () => void
}

/**
 * The belt and how far it has run: running time by speed. Start and stop count from the module's confirmation; what that
 * is late is the same for both. While it runs, the module is asked to confirm it again and again: only what is so confirmed
 * is written, so that the belt has never run less than the record says.
 */
export class Belt {
  readonly #parts: BeltParts
  #before: number
  /** Monotonic milliseconds; null while it stands. */
  #since: number | null = null
  #asked = false
  /** Which order counts: the latest. */
  #order = 0
  #refusedAt: number | null = null
  /** When it was asked for the last confirmation, and when for the last that came, with its way then. */
  #beatAt = 0
  #heard: { readonly at: number; readonly travel: number }
  #written: number

  constructor(parts: BeltParts) {
    this.#parts = parts
    this.#before = parts.travel
    this.#written = parts.travel
    this.#heard = { at: 0, travel: parts.travel }
  }

  /** Millimetres since its beginning. */
  get travel(): number {
    const ran = this.#since === null ? 0 : this.#parts.clock.now() - this.#since
    return this.#before + (ran * this.#parts.speed) / 1000
  }
  /** It runs, or was told to and has not answered. */
  get moves(): boolean {
    return this.#since !== null || this.#asked
  }
  /** Its module is silent for longer than it keeps its outputs alone. */
  get isLost(): boolean {
    return this.#since !== null && this.#parts.clock.now() - this.#heard.at > WATCHDOG_MILLISECONDS
  }

  drive(run: boolean): void {
    const { clock } = this.#parts
    if (run === this.#asked) return
    if (this.#refusedAt !== null && clock.now() - this.#refusedAt < AGAIN_MILLISECONDS) return
    this.#asked = run
    // That it lay still no longer holds.
    if (run) this.#parts.write(this.travel)
    this.#ask(run)
  }

  /** It was stopped from outside. `lost`: its module is not heard of; it runs on to where nobody saw it. Resolves when it is known to be off. */
  async interrupted(lost: boolean): Promise<void> {
    this.#order++
    const off = this.#parts.signals.set(OUTPUTS.belt, false)
    const ran = this.#since !== null
    this.#before = ran && lost ? this.#heard.travel : this.travel
    this.#since = null
    this.#asked = false
    this.#refusedAt = null
    if (ran) this.#write(this.#before)
    await off
  }

  /** Has it confirmed, where that is due before the next look, and writes how far it is. */
  look(): void {
    if (this.#since === null || !this.#asked) return
    if (this.#parts.clock.now() < this.#beatAt + BELT_BEAT_MILLISECONDS - LOOK_MILLISECONDS) return
    this.#ask(true)
  }

  #ask(run: boolean): void {
    const { clock, signals } = this.#parts
    const order = ++this.#order
    const asked = { at: clock.now(), travel: this.travel }
    this.#beatAt = asked.at
    void signals.set(OUTPUTS.belt, run).then((done) => {
      if (this.#order !== order) return
      if (!done) this.#refused(run)
      else if (run) this.#runs(asked)
      else this.#stands()
    })
  }

  #runs(asked: { readonly at: number; readonly travel: number }): void {
    this.#heard = asked
    if (this.#since === null) {
      this.#since = this.#parts.clock.now()
      this.#parts.onAnswer()
    } else this.#write(asked.travel)
  }

  #stands(): void {
    this.#before = this.travel
    this.#since = null
    this.#write(this.#before)
    this.#parts.onAnswer()
  }

  /** A start that is refused is tried again later; of what runs it is soon seen whether it still does. */
  #refused(run: boolean): void {
    if (run && this.#since !== null) return
    this.#asked = !run
    this.#refusedAt = this.#parts.clock.now()
    this.#parts.onAnswer()
  }

  #write(travel: number): void {
    if (travel === this.#written) return
    this.#written = travel
    this.#parts.write(travel)
  }
}
