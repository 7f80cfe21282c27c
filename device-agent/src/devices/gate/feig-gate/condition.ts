/** How the gate is: what ails it, gravest first, told through the session that is open. */
import type { ErrorCode } from '../../../contract/errors.ts'
import type { Clock, TimerHandle } from '../../../runtime/clock.ts'
import type { Session } from '../../supervised.ts'

/** Alarms that were lost are told so long. */
export const OVERFLOW_TOLD_MILLISECONDS = 3_600_000

type Ailment = 'GATE_STORE_FAILED' | 'GATE_TAMPER' | 'GATE_MUTE' | 'GATE_OVERFLOW'
const GRAVEST_FIRST: readonly Ailment[] = ['GATE_STORE_FAILED', 'GATE_TAMPER', 'GATE_MUTE', 'GATE_OVERFLOW']

export class Condition {
  readonly #clock: Clock
  readonly #ailments = new Map<Ailment, string>()
  #session: Session | null = null
  #detail = ''
  #overflow: TimerHandle = null
  /** Its acknowledgements were refused, in a connection before perhaps. */
  refuses = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  begin(session: Session, detail: string): void {
    this.#session = session
    this.#detail = detail
    this.#tell()
  }
  /** Forgets what held only while connected; lost alarms stay lost. */
  end(): void {
    this.#session = null
    for (const ailment of ['GATE_MUTE', 'GATE_TAMPER'] as const) this.#ailments.delete(ailment)
  }
  stop(): void {
    this.#clock.clearTimeout(this.#overflow)
    this.#ailments.clear()
  }

  set(ailment: Ailment, on: boolean, detail = ''): void {
    if (on === this.#ailments.has(ailment) && (!on || this.#ailments.get(ailment) === detail)) return
    if (on) this.#ailments.set(ailment, detail)
    else this.#ailments.delete(ailment)
    this.#tell()
  }

  overflowed(): void {
    this.#clock.clearTimeout(this.#overflow)
    this.#overflow = this.#clock.setTimeout(
      () => this.set('GATE_OVERFLOW', false),
      OVERFLOW_TOLD_MILLISECONDS,
    )
    this.set('GATE_OVERFLOW', true)
  }

  #tell(): void {
    const worst = GRAVEST_FIRST.find((ailment) => this.#ailments.has(ailment)) ?? null
    const more = worst === null ? '' : (this.#ailments.get(worst) ?? '')
    const detail = [this.#detail, more].filter((part) => part !== '').join('; ')
    const code: ErrorCode | null = worst
    this.#session?.report(
      worst === null ? 'ready' : worst === 'GATE_MUTE' ? 'fault' : 'reduced',
      code,
      detail,
    )
  }
}
