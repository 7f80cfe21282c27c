/** What of a life is physical: the drop's mechanics, its module, its reader, the tags. It outlives the agent. */
import { Drop } from '@lectern/device-agent/bench/drop/drop'
import { DROP_LAYOUT, inputNames, outputNames } from '@lectern/device-agent/bench/drop/layout'
import type { DeviceStatus } from '@lectern/device-agent/devices/device'
import type { IoModule } from '@lectern/device-agent/devices/io/contract'
import type { PadTag, RfidPad, Security, SecurityOutcome } from '@lectern/device-agent/devices/rfid/contract'
import { MISSED_MAX } from '@lectern/device-agent/devices/rfid/field'
import { pauseBetweenLooks } from '@lectern/device-agent/devices/rfid/pad'
import { TUNNEL_READER } from '@lectern/device-agent/flows/drop/roles'
import { Signal } from '@lectern/device-agent/runtime/emitter'
import type { TagUid } from '@lectern/device-agent/tags/tag'
import type { Random } from '../../support/random.ts'
import type { EventClock } from './event-clock.ts'
import type { SimThing } from './things.ts'

const BUS_MILLISECONDS = 9
const WATCHDOG_MILLISECONDS = 150
/** Of one look at the field, and the pause before the next. */
const LOOK_MILLISECONDS = 12
const POLL_MILLISECONDS = 40
const READ_MILLISECONDS = 25
const WRITE_MILLISECONDS = 35

export class Machine {
  readonly drop: Drop
  readonly security = new Map<TagUid, Security>()
  /** Writes to tags that fail. */
  failing = 0
  /** The cable of the module. */
  plugged = true
  readonly clock: EventClock
  readonly random: Random
  readonly #things: ReadonlyMap<string, SimThing>
  readonly #cable = new Signal<void>()

  constructor(clock: EventClock, random: Random, things: readonly SimThing[]) {
    this.clock = clock
    this.random = random
    this.drop = new Drop(clock, { ...DROP_LAYOUT, fullFromItems: 40 })
    this.#things = new Map(things.map((thing) => [thing.id, thing]))
    for (const { kind, tag } of things)
      if (tag !== null) this.security.set(tag.uid, kind === 'again' ? 'secured' : 'onLoan')
  }

  plug(plugged: boolean): void {
    this.plugged = plugged
    if (!plugged) this.dropOutputs()
    this.#cable.tell()
  }
  /** The module hears nobody any more. */
  dropOutputs(): void {
    this.clock.setTimeout(
      () => {
        for (const name of outputNames(this.drop.layout)) this.drop.setOutput(name, false)
      },
      // What is on its way to the module still arrives.
      3 * BUS_MILLISECONDS + this.random.below(WATCHDOG_MILLISECONDS - 3 * BUS_MILLISECONDS),
    )
  }

  /** As the driver of one life sees the module. */
  module(alive: () => boolean): IoModule {
    const { clock, drop, random } = this
    const levels = new Signal<void>()
    const names = inputNames(drop.layout)
    const outputs = outputNames(drop.layout)
    let inputs: boolean[] | null = null
    let confirmed: boolean[] | null = null
    let inAt = 0
    let outAt = 0
    /** In the order in which it was said. */
    const inTurn = (last: number, run: () => void): number => {
      const at = Math.max(last, clock.now() + 1 + random.below(BUS_MILLISECONDS))
      clock.setTimeout(run, at - clock.now())
      // Of two that fall due together any may be first.
      return at + 1e-3
    }
    const take = () => {
      const here = this.plugged && drop.switches.powered
      inputs = here ? names.map((name) => drop.levels.get(name) === true) : null
      confirmed = here ? outputs.map((name) => drop.output(name)) : null
      if (alive()) levels.tell()
    }
    inAt = inTurn(inAt, take)
    this.#cable.listen(() => {
      inAt = inTurn(inAt, take)
    })
    drop.onLevel(({ active, name }) => {
      if (!alive()) return
      const index = names.indexOf(name)
      inAt = inTurn(inAt, () => {
        if (inputs === null || !alive()) return
        inputs = inputs.map((level, at) => (at === index ? active : level))
        levels.tell()
      })
    })
    return {
      id: 'drop',
      kind: 'io',
      status: status('drop', 'io'),
      onStatus: () => () => undefined,
      start: () => undefined,
      stop: async () => undefined,
      get inputs() {
        return inputs
      },
      get outputs() {
        return confirmed
      },
      onLevels: (listener) => levels.listen(listener),
      setOutput: (output, on) =>
        new Promise((resolve) => {
          if (!alive()) return
          outAt = inTurn(outAt, () => {
            if (!this.plugged) {
              if (alive()) resolve(false)
              return
            }
            drop.setOutput(outputs[output] ?? '', on)
            outAt = inTurn(outAt, () => {
              if (!alive()) return
              confirmed = confirmed?.map((level, at) => (at === output ? on : level)) ?? null
              levels.tell()
              resolve(confirmed !== null)
            })
          })
        }),
    }
  }

  /** As the driver of one life sees the reader in the tunnel. */
  reader(alive: () => boolean): RfidPad {
    const { clock, drop, random } = this
    const fields = new Signal<readonly PadTag[]>()
    let field: readonly PadTag[] = []
    const missed = new Map<TagUid, number>()
    let looks = false
    let began = false
    let lastSwitch = Number.NEGATIVE_INFINITY
    const tell = (next: readonly PadTag[]) => {
      field = next
      if (alive()) fields.tell(field)
    }
    const look = () => {
      looks = false
      if (!alive()) return
      const here = this.#tags()
      const gone = field.filter(({ uid }) => {
        const misses = here.some((tag) => tag.uid === uid) ? 0 : (missed.get(uid) ?? 0) + 1
        missed.set(uid, misses)
        return misses >= MISSED_MAX
      })
      const fresh = here.filter(({ uid }) => !field.some((tag) => tag.uid === uid))
      if (gone.length > 0 || fresh.length > 0)
        tell([
          ...field.filter((tag) => !gone.includes(tag)),
          ...fresh.map(({ uid }): PadTag => ({ uid, content: { kind: 'pending' } })),
        ])
      fresh.forEach((tag, index) => {
        clock.setTimeout(
          () => {
            if (field.some(({ uid }) => uid === tag.uid))
              tell(field.map((old) => (old.uid === tag.uid ? tag : old)))
          },
          READ_MILLISECONDS * (index + 1),
        )
      })
      if (here.length > 0 || field.length > 0) again()
      else began = false
    }
    const again = () => {
      if (looks) return
      looks = true
      const { passing } = TUNNEL_READER
      const pause = began ? pauseBetweenLooks(POLL_MILLISECONDS, passing, clock.now() - lastSwitch) : 0
      began = true
      clock.setTimeout(look, pause + 1 + random.below(LOOK_MILLISECONDS))
    }
    drop.onTunnel(() => alive() && again())
    again()
    return {
      id: 'tunnel',
      kind: 'rfid',
      status: status('tunnel', 'rfid'),
      onStatus: () => () => undefined,
      start: () => undefined,
      stop: async () => undefined,
      get field() {
        return field
      },
      onField: (listener) => fields.listen(listener),
      setSecurity: (uid, security) =>
        new Promise((resolve) => {
          if (!alive()) return
          clock.setTimeout(() => {
            const outcome = this.#switch(uid, security)
            lastSwitch = clock.now()
            if (alive()) resolve(outcome)
          }, 5 + random.below(WRITE_MILLISECONDS))
        }),
      readSecurity: async (uid) => this.security.get(uid) ?? null,
    }
  }

  #tags(): readonly PadTag[] {
    return this.drop.tunnel.flatMap((id) => this.#things.get(id)?.tag ?? [])
  }
  #switch(uid: TagUid, security: Security): SecurityOutcome {
    if (!this.#tags().some((tag) => tag.uid === uid)) return { ok: false, why: 'gone', detail: '' }
    const thing = [...this.#things.values()].find(({ tag }) => tag?.uid === uid)
    if (thing?.kind === 'locked') return { ok: false, why: 'locked', detail: '' }
    if (this.random.chance(this.failing)) return { ok: false, why: 'failed', detail: '' }
    this.security.set(uid, security)
    return { ok: true }
  }
}

const status = (id: string, kind: 'io' | 'rfid'): DeviceStatus => ({
  id,
  kind,
  state: 'ready',
  code: null,
  detail: '',
  since: 0,
  counters: {},
})
