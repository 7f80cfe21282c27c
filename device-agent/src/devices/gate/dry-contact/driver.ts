/** Any gate with a relay: its alarm and its light beams come as signals, its lamp and buzzer are signals too. */
import type { ErrorCode } from '../../../contract/errors.ts'
import type { Clock, TimerHandle } from '../../../runtime/clock.ts'
import { Signal, type Unsubscribe } from '../../../runtime/emitter.ts'
import type { Signals } from '../../../signals/contract.ts'
import type { DeviceState, DeviceStatus } from '../../device.ts'
import type { GateCount, GateSighting, SecurityGate } from '../contract.ts'
import { BeamPair } from './codec.ts'

/** A relay that closes again so soon belongs to the same alarm. */
export const HOLD_OFF_MILLISECONDS = 3_000
/** Nobody stands in a beam so long. */
export const BEAM_STUCK_MILLISECONDS = 60_000
/** What could not be written down is told again so much later, and so many wait at most. */
export const TELL_AGAIN_MILLISECONDS = 1_000
export const UNTOLD_MAX = 100

export interface DryContactOptions {
  readonly id: string
  readonly clock: Clock
  readonly signals: Signals
  /** Names of the signals; null where there is none. */
  readonly alarm: string
  readonly beams: { readonly a: string; readonly b: string } | null
  readonly light: string | null
  readonly sound: string | null
}

export function createDryContactGate(options: DryContactOptions): SecurityGate {
  return new DryContactGate(options)
}

class DryContactGate implements SecurityGate {
  readonly id: string
  readonly kind = 'gate'
  count: GateCount | null = null
  readonly #options: DryContactOptions
  readonly #pair = new BeamPair()
  readonly #statuses = new Signal<DeviceStatus>()
  readonly #counts = new Signal<GateCount>()
  readonly #forgotten = new Signal<readonly string[] | null>()
  readonly #sightings = new Signal<readonly GateSighting[]>(() => {
    this.#failed = true
  })
  readonly #stuck = new Map<string, TimerHandle>()
  readonly #switched = new Map<string, TimerHandle>()
  #untold: readonly GateSighting[] = []
  #failed = false
  #again: TimerHandle = null
  #heldOffUntil = Number.NEGATIVE_INFINITY
  #alarms = 0
  #lost = 0
  #stuckBeam: string | null = null
  #state: DeviceState = 'starting'
  #code: ErrorCode | null = null
  #since: number
  #end: Unsubscribe | null = null

  constructor(options: DryContactOptions) {
    this.#options = options
    this.id = options.id
    this.#since = options.clock.wall()
  }

  get status(): DeviceStatus {
    return {
      id: this.id,
      kind: 'gate',
      state: this.#state,
      code: this.#code,
      detail: this.#stuckBeam ?? '',
      since: this.#since,
      counters: { lost: this.#lost },
    }
  }
  onStatus(listener: (status: DeviceStatus) => void): Unsubscribe {
    return this.#statuses.listen(listener)
  }
  onSightings(listener: (sightings: readonly GateSighting[]) => void): Unsubscribe {
    return this.#sightings.listen(listener)
  }
  onForgotten(listener: (records: readonly string[] | null) => void): Unsubscribe {
    return this.#forgotten.listen(listener)
  }
  onCount(listener: (count: GateCount) => void): Unsubscribe {
    return this.#counts.listen(listener)
  }

  start(): void {
    if (this.#end !== null) return
    const { signals, beams } = this.#options
    this.#end = signals.onChange(({ name, active }) => this.#changed(name, active))
    // Counted from the start of the program; whoever adds up sees that it begins anew.
    if (beams !== null) this.#setCount({ into: 0, out: 0 })
    this.#look()
  }

  async stop(): Promise<void> {
    const { clock } = this.#options
    this.#end?.()
    this.#end = null
    clock.clearTimeout(this.#again)
    for (const timer of this.#stuck.values()) clock.clearTimeout(timer)
    this.#stuck.clear()
    const on = [...this.#switched]
    this.#switched.clear()
    for (const [name, timer] of on) {
      clock.clearTimeout(timer)
      await this.#options.signals.set(name, false)
    }
  }

  async signal(
    what: { readonly light: boolean; readonly sound: boolean },
    milliseconds: number,
  ): Promise<boolean> {
    const { light, sound } = this.#options
    const names = [what.light ? light : null, what.sound ? sound : null].filter((name) => name !== null)
    if (this.#end === null || names.length === 0) return false
    const done = await Promise.all(names.map((name) => this.#switchOn(name, milliseconds)))
    return done.every(Boolean)
  }

  async #switchOn(name: string, milliseconds: number): Promise<boolean> {
    const { clock, signals } = this.#options
    clock.clearTimeout(this.#switched.get(name))
    const off = () => {
      this.#switched.delete(name)
      void signals.set(name, false)
    }
    this.#switched.set(name, clock.setTimeout(off, milliseconds))
    return signals.set(name, true)
  }

  #changed(name: string, active: boolean | null): void {
    const { alarm, beams } = this.#options
    if (name === alarm && active === true) this.#sounded()
    if (beams !== null && (name === beams.a || name === beams.b)) this.#broken(name, active)
    if (name === alarm || name === beams?.a || name === beams?.b) this.#look()
  }

  #sounded(): void {
    const { clock } = this.#options
    const heldOff = clock.now() < this.#heldOffUntil
    this.#heldOffUntil = clock.now() + HOLD_OFF_MILLISECONDS
    if (heldOff) return
    const at = clock.wall()
    const sighting: GateSighting = {
      uid: null,
      content: null,
      afi: null,
      cause: 'contact',
      antennas: [],
      direction: null,
      at,
      record: `${at}.${this.#alarms++}`,
      timed: true,
    }
    if (this.#untold.length >= UNTOLD_MAX) this.#lost++
    else this.#untold = [...this.#untold, sighting]
    this.#tell()
  }

  #tell(): void {
    const { clock } = this.#options
    clock.clearTimeout(this.#again)
    if (this.#untold.length === 0) return
    this.#failed = false
    this.#sightings.tell(this.#untold)
    if (this.#failed) this.#again = clock.setTimeout(() => this.#tell(), TELL_AGAIN_MILLISECONDS)
    else {
      const records = this.#untold.map(({ record }) => record)
      this.#untold = []
      this.#forgotten.tell(records)
    }
    this.#look()
  }

  #broken(name: string, broken: boolean | null): void {
    const { beams, clock } = this.#options
    clock.clearTimeout(this.#stuck.get(name))
    if (this.#stuckBeam === name) this.#stuckBeam = null
    if (broken === null) return this.#pair.reset()
    if (broken) {
      const stuck = () => {
        this.#stuckBeam = name
        this.#look()
      }
      this.#stuck.set(name, clock.setTimeout(stuck, BEAM_STUCK_MILLISECONDS))
    }
    const way = this.#pair.push(name === beams?.a ? 'A' : 'B', broken)
    const { into, out } = this.count ?? { into: 0, out: 0 }
    if (way !== null) this.#setCount(way === 'in' ? { into: into + 1, out } : { into, out: out + 1 })
  }

  #setCount(count: GateCount): void {
    this.count = count
    this.#counts.tell(count)
  }

  /** How the gate is, by what is known of its signals. */
  #look(): void {
    const { signals, alarm, clock } = this.#options
    const away = signals.read(alarm) === null
    const code: ErrorCode | null = away
      ? 'GATE_AWAY'
      : this.#failed
        ? 'GATE_STORE_FAILED'
        : this.#stuckBeam === null
          ? null
          : 'GATE_BEAM_STUCK'
    const state = away ? 'away' : code === null ? 'ready' : 'reduced'
    if (state === this.#state && code === this.#code) return
    this.#state = state
    this.#code = code
    this.#since = clock.wall()
    this.#statuses.tell(this.status)
  }
}
