/** Simulated kiosks that tell a real broker what real ones would: the same topics and payloads, none of the machinery. */

import { ERRORS, type ErrorCode } from '@lectern/device-agent/contract/errors'
import {
  type Facts,
  type KioskStateName,
  TOPICS,
  type TopicName,
  topicOf,
} from '@lectern/device-agent/monitoring/mqtt/topics'
import { type Listener, listenAt } from '../../device-agent/src/monitoring/mqtt/mosquitto.test-support.ts'
import { simulatedAttention, simulatedCounts } from './fleet-counts.ts'
import { Random } from './random.ts'

const LIBRARIES = ['Lindenhof', 'Harbour', 'Old Mill', 'Station', 'Castle Hill', 'Riverside', 'Market Square']
const ROOMS = ['Entrance', 'Children', 'First floor', 'Reading room', 'Music', 'Foyer', 'Courtyard']
const DEVICES = [
  ['rfid', 'rfid', 'FEIG ID ISC.LRM1002'],
  ['scanner', 'scanner', 'Datalogic Gryphon'],
  ['printer', 'printer', 'Epson TM-T20III'],
] as const
const FAULTS: readonly (readonly [ErrorCode, string | null])[] = [
  ['PRINTER_PAPER_LOW', 'printer'],
  ['PRINTER_PAPER_OUT', 'printer'],
  ['RFID_AWAY', 'rfid'],
  ['ILS_AWAY', null],
]
/** One in so many: offline, or with something to do. */
const AWAY_SHARE = 0.01
const FAULT_SHARE = 0.06
/** One in so many has something for a person. */
const WAITING_SHARE = 0.02
const STATE_OF = { error: 'out_of_service', warning: 'degraded', info: 'ready' } as const
const KIOSKS_OF_A_SITE = 40
const MINUTE_MILLISECONDS = 60_000

export interface FleetCounts {
  readonly away: number
  readonly stop: number
  readonly warn: number
  readonly good: number
}

interface Simulated {
  readonly prefix: string
  readonly away: boolean
  fault: (typeof FAULTS)[number] | null
  state: KioskStateName
  today: Facts<'today'> | null
  seq: number
}

export class Fleet {
  readonly #broker: Listener
  /** Those that can tell something. */
  #awake: Simulated[] = []
  readonly #kiosks: Simulated[] = []
  readonly #random = new Random(3)
  /** Of its own, so that who is ill does not hang on what is counted. */
  readonly #counting = new Random(4)
  /** The broker confirms in order. */
  #last: Promise<unknown> = Promise.resolve()
  /** Messages handed to the client so far. */
  sent = 0

  private constructor(broker: Listener) {
    this.#broker = broker
  }

  /** Resolves once the broker has all of it. */
  static async open(port: number, count: number): Promise<Fleet> {
    const fleet = new Fleet(await listenAt(port, { protocolVersion: 4 }, 'nothing'))
    for (let index = 0; index < count; index++) fleet.#birth(index)
    await fleet.#last
    fleet.#awake = fleet.#kiosks.filter(({ away }) => !away)
    return fleet
  }

  get counts(): FleetCounts {
    const ofSeverity = (severity: string) =>
      this.#kiosks.filter(
        ({ away, fault }) => !away && fault !== null && ERRORS[fault[0]].severity === severity,
      ).length
    const away = this.#kiosks.filter((kiosk) => kiosk.away).length
    const [stop, warn] = [ofSeverity('error'), ofSeverity('warning')]
    return { away, stop, warn, good: this.#kiosks.length - away - stop - warn }
  }

  /** One kiosk's news, of the kinds there are: a visit, a device, a fault that comes or goes. At most four messages. */
  change(): void {
    const kiosk = this.#random.pick(this.#awake)
    const dice = this.#random.next()
    if (dice < 0.9) {
      kiosk.state = kiosk.state === 'in_use' ? 'ready' : 'in_use'
      this.#tell(kiosk, 'state', this.#stateOf(kiosk))
      if (kiosk.state === 'ready') this.#tellVisit(kiosk)
    } else if (dice < 0.97) this.#tellDevice(kiosk, this.#random.pick(DEVICES))
    else this.#toggleFault(kiosk)
  }

  async close(): Promise<void> {
    await this.#broker.close()
  }

  #birth(index: number): void {
    const site = `site-${Math.floor(index / KIOSKS_OF_A_SITE) + 1}`
    const away = this.#random.chance(AWAY_SHARE)
    const fault = this.#random.chance(FAULT_SHARE) ? this.#random.pick(FAULTS) : null
    const kiosk: Simulated = {
      prefix: `lectern/${site}/kiosk-${index + 1}`,
      away,
      fault,
      state: 'ready',
      today: null,
      seq: 0,
    }
    this.#kiosks.push(kiosk)
    this.#tell(kiosk, 'availability', { state: away ? 'offline' : 'online' })
    this.#tell(kiosk, 'state', this.#stateOf(kiosk))
    this.#tell(kiosk, 'info', {
      name: `${ROOMS[index % ROOMS.length]} ${Math.floor(index / ROOMS.length) + 1}`,
      library: `${LIBRARIES[Math.floor(index / KIOSKS_OF_A_SITE) % LIBRARIES.length]} Library`,
      versions: { agent: '0.1.0', node: '26.10.0', os: 'Linux 6.12' },
      model: null,
      languages: ['en', 'de'],
      services: ['lend', 'return', 'drop'],
      devices: DEVICES.map(([id, kind]) => ({ id, kind })),
      staff_port: null,
    })
    this.#tellAlert(kiosk)
    this.#tell(kiosk, 'drop', {
      state: 'open',
      code: null,
      on_belt: 0,
      exceptions: 0,
      bins: [1, 2, 3].map((bin) => ({
        bin,
        name: ['Adults', 'Children', 'Exceptions'][bin - 1] ?? '',
        items: this.#random.below(60),
        full: false,
        exception: bin === 3,
        emptied_at: this.#ago(600),
      })),
    })
    for (const device of DEVICES) this.#tellDevice(kiosk, device)
    const { days, hours, today } = simulatedCounts(this.#counting, Date.now())
    kiosk.today = today
    this.#tell(kiosk, 'today', today)
    this.#tell(kiosk, 'hours', hours)
    this.#tell(kiosk, 'days', days)
    const waiting = this.#counting.chance(WAITING_SHARE) ? 1 + this.#counting.below(3) : 0
    this.#tell(kiosk, 'attention', simulatedAttention(this.#counting, waiting, Date.now()))
  }

  #tellVisit(kiosk: Simulated): void {
    if (kiosk.today === null) return
    const { checkouts, visits } = kiosk.today
    kiosk.today = { ...kiosk.today, visits: visits + 1, checkouts: checkouts + this.#counting.below(4) }
    this.#tell(kiosk, 'today', kiosk.today)
  }

  #tellDevice(kiosk: Simulated, [id, kind, detail]: (typeof DEVICES)[number]): void {
    const code = kiosk.fault?.[1] === id ? kiosk.fault[0] : null
    const paper = code === 'PRINTER_PAPER_OUT' ? 'out' : code === 'PRINTER_PAPER_LOW' ? 'low' : 'ok'
    this.#tell(
      kiosk,
      'device',
      {
        kind,
        state: code === null ? 'ready' : code === 'PRINTER_PAPER_LOW' ? 'reduced' : 'fault',
        code,
        text: code === null ? null : ERRORS[code].staff,
        what_to_do: code === null ? null : ERRORS[code].whatToDo,
        detail,
        since: this.#ago(3_000),
        consumables: kind === 'printer' ? { paper } : {},
      },
      id,
    )
  }

  #toggleFault(kiosk: Simulated): void {
    const before = kiosk.fault
    kiosk.fault = before === null ? this.#random.pick(FAULTS) : null
    if (before !== null) this.#send(topicOf(kiosk.prefix, 'alert', before[0]), '', true)
    else this.#tellAlert(kiosk)
    const device = DEVICES.find(([id]) => id === (before ?? kiosk.fault)?.[1])
    if (device !== undefined) this.#tellDevice(kiosk, device)
    this.#tell(kiosk, 'state', this.#stateOf(kiosk))
  }

  #tellAlert(kiosk: Simulated): void {
    if (kiosk.fault === null) return
    const [code, about] = kiosk.fault
    const { severity, staff, whatToDo } = ERRORS[code]
    const since = this.#ago(300)
    this.#tell(
      kiosk,
      'alert',
      {
        code,
        severity,
        text: staff,
        what_to_do: whatToDo,
        since,
        count: 1,
        about: about === null ? [] : [{ id: about, since }],
      },
      code,
    )
  }

  #stateOf({ fault, state }: Simulated): Facts<'state'> {
    const ill = fault === null ? 'ready' : STATE_OF[ERRORS[fault[0]].severity]
    return {
      state: state === 'in_use' ? state : ill,
      reasons: fault === null ? [] : [fault[0]],
      lends: 'online',
      since: this.#ago(90),
    }
  }

  #tell<N extends TopicName>(kiosk: Simulated, name: N, facts: Facts<N>, id = ''): void {
    const head = {
      v: 1,
      ts: kiosk.away ? this.#ago(3_000) : new Date().toISOString(),
      boot_id: `boot-of-${kiosk.prefix}`,
      seq: ++kiosk.seq,
    }
    return this.#send(
      topicOf(kiosk.prefix, name, id),
      JSON.stringify({ ...head, ...facts }),
      TOPICS[name].retain,
    )
  }

  #send(topic: string, text: string, retain: boolean): void {
    this.sent++
    this.#last = this.#broker.client.publishAsync(topic, text, { qos: 1, retain })
  }

  #ago(minutes: number): string {
    return new Date(Date.now() - this.#random.below(minutes) * MINUTE_MILLISECONDS).toISOString()
  }
}
