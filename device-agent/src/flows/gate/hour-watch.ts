/** Once a minute: tells hours that are over, forgets what is too old, and sees which gate has seen nothing for long. */
import type { TimerHandle } from '../../runtime/clock.ts'
import { Signal, type Unsubscribe } from '../../runtime/emitter.ts'
import { hourStart } from '../../runtime/local-hours.ts'
import type { ToldHour } from './contract.ts'
import type { GatePorts } from './gates.ts'

export const LOOK_MILLISECONDS = 60_000
const HOUR_MILLISECONDS = 3_600_000

export interface HourWatchOptions extends Pick<GatePorts, 'gates' | 'store' | 'clock' | 'rules' | 'notices'> {
  readonly onFailure: () => void
}

export class HourWatch {
  readonly #options: HourWatchOptions
  readonly #hourly = new Signal<ToldHour>()
  readonly #untested = new Set<string>()
  #startedAt = 0
  #hour = 0
  #timer: TimerHandle = null

  constructor(options: HourWatchOptions) {
    this.#options = options
  }

  start(): void {
    this.#startedAt = this.#options.clock.wall()
    this.#hour = hourStart(this.#startedAt)
    this.#look()
  }
  stop(): void {
    this.#options.clock.clearTimeout(this.#timer)
  }
  onHour(listener: (hour: ToldHour) => void): Unsubscribe {
    return this.#hourly.listen(listener)
  }

  #look(): void {
    const { clock, store, notices, onFailure, rules } = this.#options
    const now = clock.wall()
    const { keepAlarmsMilliseconds, keepHoursMilliseconds } = rules()
    try {
      this.#tellHours(hourStart(now))
      store.prune(now - keepAlarmsMilliseconds, now - keepHoursMilliseconds)
      notices.clear('GATE_STORE_FAILED')
    } catch {
      onFailure()
    }
    for (const { device } of this.#options.gates) this.#lookAt(device.id, now)
    this.#timer = clock.setTimeout(() => this.#look(), LOOK_MILLISECONDS)
  }

  /** What is in the store and over, and the hour just over of gates that had nobody in it. */
  #tellHours(hour: number): void {
    const over = this.#options.store.tellUntold(hour, ({ start, ...rest }) =>
      this.#hourly.tell({ ...rest, from: start, to: start + HOUR_MILLISECONDS }),
    )
    if (hour <= this.#hour) return
    const from = this.#hour
    this.#hour = hour
    for (const { device } of this.#options.gates) {
      if (over.some(({ gate, start }) => gate === device.id && start === from)) continue
      this.#hourly.tell({ gate: device.id, from, to: from + HOUR_MILLISECONDS, into: 0, out: 0, alarms: 0 })
    }
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
