/** From what gates see to what the desk is told: written down, told at once, then looked up. */
import { DESK_EVENTS_MAX, type GateView } from '../../contract/staff.ts'
import type { GateSighting, SecurityGate } from '../../devices/gate/contract.ts'
import type { GateAlarm, GateHour, GateStore, KeptSighting } from '../../journal/gate-contract.ts'
import type { Clock } from '../../runtime/clock.ts'
import { Signal, type Unsubscribe } from '../../runtime/emitter.ts'
import { dayStart, hourStart } from '../../runtime/local-hours.ts'
import type { Ils } from '../ils.ts'
import type { StaffNotices } from '../ports.ts'
import type { GateEvent, Gates, ToldHour } from './contract.ts'
import { HourWatch } from './hour-watch.ts'
import { Lookups } from './lookups.ts'
import { isSilent, type SilentTime } from './silence.ts'
import { firstVerdict, type LendingKiosk } from './verdict.ts'

/** Light and sound for one alarm, where the kiosk switches them. */
export const SIGNAL_MILLISECONDS = 3_000
const MINUTE_MILLISECONDS = 60_000

export interface WatchedGate {
  readonly device: SecurityGate
  readonly name: string
  /** The kiosk switches light and sound; else the gate does so itself. */
  readonly kioskSounds: boolean
}

export interface GateRules {
  readonly sameTagMilliseconds: number
  /** For so long after a loan an alarm is not a theft. */
  readonly recentMilliseconds: number
  readonly lookUpMilliseconds: number
  readonly keepAlarmsMilliseconds: number
  readonly keepHoursMilliseconds: number
  /** UIDs and item numbers. */
  readonly testTags: ReadonlySet<string>
  /** A gate that has seen nothing for so long is told to staff; null: never. */
  readonly testEveryMilliseconds: number | null
  readonly silence: readonly SilentTime[]
}

export interface GatePorts {
  readonly gates: readonly WatchedGate[]
  readonly circulation: Pick<Ils, 'item' | 'status' | 'onStatus'>
  readonly store: GateStore
  readonly notices: StaffNotices
  readonly clock: Clock
  /** This kiosk first, then others whose loans are known here. */
  readonly kiosks: () => readonly LendingKiosk[]
  readonly rules: () => GateRules
}

export class GateWatch implements Gates {
  readonly #ports: GatePorts
  readonly #events = new Signal<GateEvent>()
  readonly #views = new Signal<void>()
  readonly #lookups: Lookups
  readonly #hours: HourWatch
  readonly #endings: Unsubscribe[] = []
  /** Until when a person at the desk wants no light and no sound, by gate. */
  readonly #quiet = new Map<string, number>()
  #recent: readonly GateEvent[]

  constructor(ports: GatePorts) {
    this.#ports = ports
    const { store, clock, circulation, rules } = ports
    this.#lookups = new Lookups({
      circulation,
      store,
      clock,
      lookUpMilliseconds: () => rules().lookUpMilliseconds,
      onSettled: (alarm) => this.#tell(alarm),
      onFailure: () => this.#storeFailed(),
    })
    this.#hours = new HourWatch({ ...ports, onFailure: () => this.#storeFailed() })
    this.#recent = store
      .recent(DESK_EVENTS_MAX)
      .filter(({ silenced }) => !silenced)
      // What is not looked up any more is not being looked for.
      .map((alarm) => eventOf(this.#isLate(alarm) ? { ...alarm, verdict: 'unknown' } : alarm))
    for (const gate of ports.gates) this.#watch(gate)
  }

  start(): void {
    this.#lookups.resume()
    this.#hours.start()
  }
  stop(): void {
    for (const end of this.#endings.splice(0)) end()
    this.#lookups.stop()
    this.#hours.stop()
  }

  onEvent(listener: (event: GateEvent) => void): Unsubscribe {
    return this.#events.listen(listener)
  }
  recent(): readonly GateEvent[] {
    return this.#recent
  }
  onView(listener: () => void): Unsubscribe {
    return this.#views.listen(listener)
  }
  onHour(listener: (hour: ToldHour) => void): Unsubscribe {
    return this.#hours.onHour(listener)
  }
  hours(from: number, to: number): readonly GateHour[] {
    return this.#ports.store.hours(from, to)
  }

  silence(gate: string, minutes: number): boolean {
    if (this.#find(gate) === undefined) return false
    this.#quiet.set(gate, this.#ports.clock.now() + minutes * MINUTE_MILLISECONDS)
    this.#views.tell()
    return true
  }
  async signal(
    gate: string,
    what: { readonly light: boolean; readonly sound: boolean },
    milliseconds: number,
  ): Promise<boolean> {
    return (await this.#find(gate)?.device.signal(what, milliseconds)) ?? false
  }

  views(): readonly GateView[] {
    const { gates, clock, rules, store } = this.#ports
    const now = clock.wall()
    const today = store.hours(dayStart(now), now + 1)
    const silenced = isSilent(rules().silence, now)
    return gates.map(({ device, name }) => ({
      id: device.id,
      name,
      state: device.status.state,
      silenced: silenced || this.#isQuiet(device.id),
      today:
        device.count === null
          ? null
          : today
              .filter(({ gate }) => gate === device.id)
              .reduce((sum, { into, out }) => ({ into: sum.into + into, out: sum.out + out }), {
                into: 0,
                out: 0,
              }),
    }))
  }

  #find(gate: string): WatchedGate | undefined {
    return this.#ports.gates.find(({ device }) => device.id === gate)
  }
  #isQuiet(gate: string): boolean {
    return this.#ports.clock.now() < (this.#quiet.get(gate) ?? Number.NEGATIVE_INFINITY)
  }

  #isLate({ verdict, at }: GateAlarm): boolean {
    const { clock, rules } = this.#ports
    return verdict === 'looking' && at < clock.wall() - rules().lookUpMilliseconds
  }

  #watch(gate: WatchedGate): void {
    const { device } = gate
    this.#endings.push(
      device.onSightings((sightings) => this.#keep(gate, sightings)),
      device.onForgotten((records) => this.#attempt(() => this.#ports.store.forgotten(device.id, records))),
      device.onCount((count) => {
        const hour = hourStart(this.#ports.clock.wall())
        this.#attempt(() => this.#ports.store.count(device.id, count, hour))
        this.#views.tell()
      }),
      device.onStatus(() => this.#views.tell()),
    )
  }

  /** Throws where it cannot be written down: the gate keeps it then. */
  #keep({ device, kioskSounds }: WatchedGate, sightings: readonly GateSighting[]): void {
    const { store, rules } = this.#ports
    const { sameTagMilliseconds } = rules()
    const seen = sightings.map((sighting) => this.#judge(sighting)).filter((kept) => kept !== null)
    const alarms = store
      .keep(device.id, seen, sameTagMilliseconds, hourStart)
      .filter((alarm) => alarm !== null)
    for (const alarm of alarms) {
      this.#tell(alarm)
      if (alarm.verdict !== 'test') this.#lookups.add(alarm)
    }
    if (
      kioskSounds &&
      !this.#isQuiet(device.id) &&
      alarms.some(({ silenced, verdict }) => !silenced && verdict !== 'test')
    )
      void device.signal({ light: true, sound: true }, SIGNAL_MILLISECONDS)
  }

  #judge(sighting: GateSighting): KeptSighting | null {
    const { clock, kiosks, rules } = this.#ports
    const { testTags, recentMilliseconds, silence } = rules()
    const first = firstVerdict(sighting, testTags, kiosks(), clock.wall() - recentMilliseconds)
    if (first === null) return null
    const { record, timed, at, cause, antennas, direction } = sighting
    return { record, timed, at, cause, antennas, direction, ...first, silenced: isSilent(silence, at) }
  }

  #tell(alarm: GateAlarm): void {
    if (alarm.silenced) return
    const event = eventOf(alarm)
    const others = this.#recent.filter(({ id }) => id !== event.id)
    const place = this.#recent.findIndex(({ id }) => id === event.id)
    this.#recent = others.toSpliced(Math.max(0, place), 0, event).slice(0, DESK_EVENTS_MAX)
    this.#events.tell(event)
  }

  #attempt(work: () => void): void {
    try {
      work()
    } catch {
      this.#storeFailed()
    }
  }
  #storeFailed(): void {
    this.#ports.notices.raise('GATE_STORE_FAILED', 'gates.sqlite')
  }
}

const eventOf = ({ id, at, gate, item, title, verdict, kiosk, direction }: GateAlarm): GateEvent => ({
  type: 'gateAlarm',
  id: `gate-${id}`,
  at: new Date(at).toISOString(),
  gate,
  item,
  title,
  verdict,
  kiosk,
  direction,
})
