/**
 * Keeps a line to the broker and tells it what there is to tell. State that nobody could hear is told once, as it is
 * when the broker is back; events wait in their order, the oldest making room. A message whose answer was lost with the
 * line is sent again with the same `seq`: at least once.
 */
import type { Clock, TimerHandle } from '../../runtime/clock.ts'
import type { Log } from '../log.ts'
import type { Notices } from '../notices.ts'
import type { Line, LineEnd, OpenLine, Parcel, Publisher } from './contract.ts'
import { type Facts, SCHEMA_VERSION, TOPICS, type TopicName, topicOf } from './topics.ts'

/** Events that wait for a broker that is away; then the oldest makes room. */
export const EVENTS_WAITING_MAX = 1_000
/** Different retained topics. */
export const STATES_MAX = 200
/** Messages the broker has not yet confirmed. */
export const UNCONFIRMED_MAX = 16
/** Pauses before the next try to connect; the last one stays. */
export const BACK_OFF_MILLISECONDS = [1_000, 2_000, 5_000, 10_000, 30_000] as const
/** A farewell that takes longer is not waited for. */
export const FAREWELL_MILLISECONDS = 1_000

export interface MqttPublisherOptions {
  readonly open: OpenLine
  readonly clock: Clock
  readonly notices: Pick<Notices, 'raise' | 'clear'>
  readonly log: Log
  readonly boot: string
  /** '{base}/{site}/{kiosk}'. */
  readonly prefix: string
}

export class MqttPublisher implements Publisher {
  readonly #options: MqttPublisherOptions
  /** Newest of each retained topic, kept for the next connection. */
  readonly #states = new Map<string, Parcel>()
  /** Those of them the broker has yet to hear. */
  #due = new Map<string, Parcel>()
  #events: Parcel[] = []
  /** Sent and not confirmed, in order. */
  readonly #unconfirmed = new Set<Parcel>()
  #line: Line | null = null
  #timer: TimerHandle | null = null
  #failures = 0
  #seq = 0
  #stopped = false
  /** Events that made room while the broker was away. */
  #dropped = 0

  constructor(options: MqttPublisherOptions) {
    this.#options = options
  }

  start(): void {
    void this.#connect()
  }

  publish<N extends TopicName>(name: N, facts: Facts<N>, id = ''): void {
    const parcel = this.#parcel(name, facts, id)
    if (TOPICS[name].retain) this.#keep(parcel)
    else {
      this.#events.push(parcel)
      if (this.#events.length > EVENTS_WAITING_MAX) {
        this.#events.shift()
        this.#dropped++
      }
    }
    this.#pump()
  }

  /** Says that the kiosk is offline, and ends. */
  async stop(): Promise<void> {
    if (this.#stopped) return
    this.#stopped = true
    const { clock } = this.#options
    clock.clearTimeout(this.#timer)
    const line = this.#line
    this.#line = null
    if (line === null) return
    const farewell = line
      .send(this.#parcel('availability', { state: 'offline' }))
      .then(() => line.end())
      .catch(() => undefined)
    const enough = Promise.withResolvers<void>()
    const timer = clock.setTimeout(enough.resolve, FAREWELL_MILLISECONDS)
    await Promise.race([farewell, enough.promise])
    clock.clearTimeout(timer)
    line.cut()
  }

  #keep(parcel: Parcel): void {
    if (!this.#states.has(parcel.topic) && this.#states.size >= STATES_MAX) return
    this.#states.set(parcel.topic, parcel)
    this.#due.set(parcel.topic, parcel)
  }

  #parcel<N extends TopicName>(name: N, facts: Facts<N>, id = '', seq = ++this.#seq): Parcel {
    const { boot, clock, prefix } = this.#options
    const ts = new Date(clock.wall()).toISOString()
    return {
      topic: topicOf(prefix, name, id),
      payload: JSON.stringify({ v: SCHEMA_VERSION, ts, boot_id: boot, seq, ...facts }),
      retain: TOPICS[name].retain,
    }
  }

  async #connect(): Promise<void> {
    const will = this.#parcel('availability', { state: 'offline' }, '', 0)
    let ended = false
    const line = await this.#options.open(will, {
      onEnd: (end) => {
        if (ended) return
        ended = true
        this.#lost(end)
      },
    })
    if (line === null || ended) return
    if (this.#stopped) return line.end()
    this.#line = line
    this.#failures = 0
    for (const code of ['MQTT_AWAY', 'MQTT_REFUSED'] as const) this.#options.notices.clear(code)
    if (this.#dropped > 0) this.#options.log.warning('MQTT_EVENTS_DROPPED', { count: this.#dropped })
    this.#dropped = 0
    this.#events = [...[...this.#unconfirmed].filter(({ retain }) => !retain), ...this.#events]
    this.#unconfirmed.clear()
    this.#due = new Map(this.#states)
    this.#send(line, this.#parcel('availability', { state: 'online' }))
    this.#pump()
  }

  #lost({ code, detail }: LineEnd): void {
    this.#line = null
    if (this.#stopped) return
    const { clock, notices } = this.#options
    notices.clear(code === 'MQTT_AWAY' ? 'MQTT_REFUSED' : 'MQTT_AWAY')
    notices.raise(code, detail)
    const pause = BACK_OFF_MILLISECONDS[Math.min(this.#failures++, BACK_OFF_MILLISECONDS.length - 1)] ?? 0
    this.#timer = clock.setTimeout(() => void this.#connect(), pause)
  }

  /** What happened comes before how things are. */
  #pump(): void {
    const line = this.#line
    while (line !== null && this.#unconfirmed.size < UNCONFIRMED_MAX) {
      const parcel = this.#events.shift() ?? this.#nextDue()
      if (parcel === null) return
      this.#send(line, parcel)
    }
  }

  #nextDue(): Parcel | null {
    const [first] = this.#due
    if (first === undefined) return null
    this.#due.delete(first[0])
    return first[1]
  }

  #send(line: Line, parcel: Parcel): void {
    this.#unconfirmed.add(parcel)
    line.send(parcel).then(
      () => {
        this.#unconfirmed.delete(parcel)
        if (this.#line === line) this.#pump()
      },
      // The line says itself that it ended; what is not confirmed goes again on the next.
      () => undefined,
    )
  }
}
