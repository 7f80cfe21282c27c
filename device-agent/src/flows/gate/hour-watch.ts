/** Once a minute: tells hours that are over, forgets what is too old, and sees which gate has seen nothing for long. */
import type { GateHour } from '../../journal/gate-contract.ts'
import type { TimerHandle } from '../../runtime/clock.ts'
import { Signal, type Unsubscribe } from '../../runtime/emitter.ts'
import type { GatePorts } from './gates.ts'
import { hourStart } from './local-hours.ts'

export const LOOK_MILLISECONDS = 60_000

export interface HourWatchOptions extends Pick<GatePorts, 'gates' | 'store' | 'clock' | 'rules' | 'notices'> {
  readonly onFailure: () => void
}

export class HourWatch {
  readonly #options: HourWatchOptions
  readonly #hourly = new Signal<readonly GateHour[]>()
  readonly #untested = new Set<string>()
  #startedAt = 0
  #timer: TimerHandle = null

  constructor(options: HourWatchOptions) {
    this.#options = options
  }

  start(): void {
    this.#startedAt = this.#options.clock.wall()
    this.#look()
  }
  stop(): void {
    this.#options.clock.clearTimeout(this.#timer)
  }
  onHourly(listener: (hours: readonly GateHour[]) => void): Unsubscribe {
    return this.#hourly.listen(listener)
  }

  #look(): void {
    const { clock, store, notices, onFailure, rules } = this.#options
    const now = clock.wall()
    const { keepAlarmsMilliseconds, keepHoursMilliseconds } = rules()
    try {
      const over = store.takeUntold(hourStart(now))
      store.prune(now - keepAlarmsMilliseconds, now - keepHoursMilliseconds)
      notices.clear('GATE_STORE_FAILED')
      if (over.length > 0) this.#hourly.tell(over)
    } catch {
      onFailure()
    }
    for (const { device } of this.#options.gates) this.#lookAt(device.id, now)
    this.#timer = clock.setTimeout(() => this.#look(), LOOK_MILLISECONDS)
  }

  #lookAt(gate: string, now: number): void {
    const { store, notices, rules } = this.#options
    const { testEveryMilliseconds } = rules()
    const since = store.lastSighting(gate) ?? this.#startedAt
    const late = testEveryMilliseconds !== null && now - since > testEveryMilliseconds
    if (late === this.#untested.has(gate)) return
    if (late) {
      this.#untested.add(gate)
      notices.raise('GATE_MUTE', 'neither an alarm nor a test tag for a long time', `${gate} test`)
    } else {
      this.#untested.delete(gate)
      notices.clear('GATE_MUTE', `${gate} test`)
    }
  }
}
