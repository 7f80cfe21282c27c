import type { Clock } from '../../runtime/clock.ts'
import type { Signals } from '../../signals/contract.ts'
import { AGAIN_MILLISECONDS, BELT_WRITE_MILLISECONDS, LOOK_MILLISECONDS } from './limits.ts'
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
 * is late is the same for both.
 */
export class Belt {
  readonly #parts: BeltParts
  #before: number
  /** Monotonic milliseconds; null while it stands. */
  #since: number | null = null
  #asked = false
  #refusedAt: number | null = null
  #writtenAt = 0
  #written: number

  constructor(parts: BeltParts) {
    this.#parts = parts
    this.#before = parts.travel
    this.#written = parts.travel
  }

  /** Millimetres since its beginning. */
  get travel(): number {
    return this.#before + this.#ranSince()
  }
  /** It runs, or was told to and has not answered. */
  get moves(): boolean {
    return this.#since !== null || this.#asked
  }

  drive(run: boolean): void {
    const { clock, signals } = this.#parts
    if (run === this.#asked) return
    if (this.#refusedAt !== null && clock.now() - this.#refusedAt < AGAIN_MILLISECONDS) return
    this.#asked = run
    void signals.set(OUTPUTS.belt, run).then((done) => this.#answered(run, done))
  }

  /** It was stopped from outside; `unseen`: perhaps so many milliseconds before that was noticed. */
  interrupted(unseen: number): void {
    void this.#parts.signals.set(OUTPUTS.belt, false)
    const ran = this.#since !== null
    this.#halt()
    this.#asked = false
    this.#refusedAt = null
    if (!ran) return
    this.#before -= (unseen * this.#parts.speed) / 1000
    this.#write()
  }

  /** Writes how far it is, where that is due before the next look. */
  look(): void {
    const due = this.#writtenAt + BELT_WRITE_MILLISECONDS - LOOK_MILLISECONDS
    if (this.travel !== this.#written && this.#parts.clock.now() >= due) this.#write()
  }

  #answered(run: boolean, done: boolean): void {
    if (done && run && this.#asked) {
      this.#since ??= this.#parts.clock.now()
      this.#writtenAt = this.#parts.clock.now()
    } else if (done && !run) {
      this.#halt()
      this.#write()
    } else if (!done && run === this.#asked) {
      this.#asked = !run
      this.#refusedAt = this.#parts.clock.now()
    }
    this.#parts.onAnswer()
  }

  #halt(): void {
    this.#before = this.travel
    this.#since = null
  }
  #ranSince(): number {
    return this.#since === null ? 0 : ((this.#parts.clock.now() - this.#since) * this.#parts.speed) / 1000
  }
  #write(): void {
    const travel = this.travel
    this.#writtenAt = this.#parts.clock.now()
    this.#written = travel
    this.#parts.write(travel)
  }
}
