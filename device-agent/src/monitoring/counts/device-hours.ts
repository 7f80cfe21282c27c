/** How long each device was in each state, hour by hour, over restarts too: while the kiosk is off, its devices are. */
import type { DeviceTime, UptimeState } from '../../contract/counts.ts'
import { LecternError } from '../../contract/errors.ts'
import type { DeviceState } from '../../devices/device.ts'
import type { Clock, TimerHandle } from '../../runtime/clock.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'
import { hourStart } from '../../runtime/local-hours.ts'
import type { DevicePort } from '../desk-ports.ts'

/** Written so often: a kill takes at most so much of a device's time for `off`. */
export const WRITE_MILLISECONDS = 60_000
/** A longer absence counts as one of so long. */
export const OFF_MAX_MILLISECONDS = 31 * 24 * 3_600_000
/** Hours times devices times states that wait for a disk that takes nothing; what would come on top is not counted. */
export const WAITING_MAX = 5_000
const HOUR_MILLISECONDS = 3_600_000

export interface DeviceTimeStore {
  devicesUntil(): ReadonlyMap<string, number>
  deviceTime(devices: readonly string[], times: readonly DeviceTime[], until: number): void
}

export interface DeviceHoursOptions {
  readonly devices: readonly DevicePort[]
  readonly store: DeviceTimeStore
  readonly clock: Clock
}

export class DeviceHours {
  readonly #options: DeviceHoursOptions
  readonly #now = new Map<string, { readonly state: UptimeState; readonly since: number }>()
  readonly #waiting = new Map<string, DeviceTime>()
  readonly #endings: Unsubscribe[] = []
  #timer: TimerHandle = null

  constructor(options: DeviceHoursOptions) {
    this.#options = options
  }

  start(): void {
    const { clock, devices, store } = this.#options
    const until = store.devicesUntil()
    const wall = clock.wall()
    for (const device of devices) {
      const { id, state } = device.status
      // A clock that stands before the last life ended knows nothing of the time between.
      const off = wall - (until.get(id) ?? wall)
      if (off > 0) this.#add(id, 'off', Math.min(off, OFF_MAX_MILLISECONDS))
      this.#now.set(id, { state: stateOf(state), since: clock.now() })
      this.#endings.push(device.onStatus((status) => this.#become(id, stateOf(status.state))))
    }
    this.#write()
  }

  stop(): void {
    for (const end of this.#endings) end()
    this.#options.clock.clearTimeout(this.#timer)
    this.keep()
  }

  /** Writes what has passed since it was written last. */
  keep(): void {
    const { clock, store } = this.#options
    for (const device of this.#now.keys()) this.#passed(device)
    try {
      store.deviceTime([...this.#now.keys()], [...this.#waiting.values()], clock.wall())
      this.#waiting.clear()
    } catch (error) {
      // Tried again with the next; a disk that takes nothing is told by whoever watches the journal.
      if (!(error instanceof LecternError)) throw error
    }
  }

  #become(device: string, state: UptimeState): void {
    if (this.#now.get(device)?.state === state) return
    this.#passed(device)
    this.#now.set(device, { state, since: this.#options.clock.now() })
  }

  #passed(device: string): void {
    const last = this.#now.get(device)
    if (last === undefined) return
    const now = this.#options.clock.now()
    this.#add(device, last.state, Math.round(now - last.since))
    this.#now.set(device, { state: last.state, since: now })
  }

  /** So long until now; how long is the monotonic clock's to know, which hour the wall clock's. */
  #add(device: string, state: UptimeState, milliseconds: number): void {
    const end = this.#options.clock.wall()
    for (let from = end - milliseconds; from < end; ) {
      const hour = hourStart(from)
      const to = Math.min(end, hour + HOUR_MILLISECONDS)
      const key = `${hour} ${device} ${state}`
      const before = this.#waiting.get(key)?.milliseconds ?? 0
      if (this.#waiting.size < WAITING_MAX || this.#waiting.has(key))
        this.#waiting.set(key, { device, state, hour, milliseconds: before + to - from })
      from = to
    }
  }

  #write(): void {
    this.keep()
    this.#timer = this.#options.clock.setTimeout(() => this.#write(), WRITE_MILLISECONDS)
  }
}

const stateOf = (state: DeviceState): UptimeState => (state === 'starting' ? 'away' : state)
