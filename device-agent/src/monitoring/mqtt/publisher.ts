/**
 * Keeps a line to the broker and tells it what there is to tell. State that nobody could hear is told once, as it is
 * when the broker is back; what happened waits in the outbox, in its order. A message whose answer was lost with the
 * line, or with the power, is sent again with the same `boot_id` and `seq`: at least once, and known when it is twice.
 */
import type { Clock, TimerHandle } from '../../runtime/clock.ts'
import type { Log } from '../log.ts'
import type { Notices } from '../notices.ts'
import type { Incoming, Line, LineEnd, OpenLine, Parcel, Publisher } from './contract.ts'
import { SCHEMA_VERSION } from './envelope.ts'
import type { Outbox, OutboxKind } from './outbox.ts'
import { EVENT_EXPIRY_SECONDS, type Facts, TOPICS, type TopicName, topicOf } from './topics.ts'

/** Answers that wait in memory, and events the outbox could not take; then the oldest makes room. */
export const MEMORY_MAX = 200
/** Different retained topics. */
export const STATES_MAX = 500
/** Messages the broker has not yet confirmed. */
export const UNCONFIRMED_MAX = 16
/** Pauses before the next try to connect; the last one stays. */
export const BACK_OFF_MILLISECONDS = [1_000, 2_000, 5_000, 10_000, 30_000] as const
/** A farewell that takes longer is not waited for. */
export const FAREWELL_MILLISECONDS = 1_000

export interface MqttPublisherOptions {
  readonly open: OpenLine
  readonly outbox: Outbox
  readonly clock: Clock
  readonly notices: Pick<Notices, 'raise' | 'clear'>
  readonly log: Log
  readonly boot: string
  /** '{base}/{site}/{kiosk}'. */
  readonly prefix: string
  readonly onMessage?: (message: Incoming) => void
}

/** Where an answer goes. */
export interface ReplyTo {
  readonly topic: string
  readonly correlation: Buffer | null
}

export class MqttPublisher implements Publisher {
  readonly #options: MqttPublisherOptions
  /** Newest of each retained topic, kept for the next connection. */
  readonly #states = new Map<string, Parcel>()
  /** Those of them the broker has yet to hear. */
  #due = new Map<string, Parcel>()
  #memory: Parcel[] = []
  /** The newest of the outbox that is under way on this line. */
  #taken = 0
  /** Sent and not confirmed, in order; with its entry where it is from the outbox. */
  #unconfirmed = new Map<Parcel, number | null>()
  #line: Line | null = null
  #timer: TimerHandle | null = null
  #failures = 0
  #seq = 0
  #stopped = false
  /** What is written is not yet durable: nothing is sent. */
  #holding = false
  /** Events that made room while the broker was away. */
  #dropped = 0

  constructor(options: MqttPublisherOptions) {
    this.#options = options
  }

  start(): void {
    void this.#connect()
  }

  publish<N extends TopicName>(name: N, facts: Facts<N>, id = ''): void {
    this.#route(name, this.#parcel(name, facts, id))
  }

  clear(name: TopicName, id: string): void {
    const topic = topicOf(this.#options.prefix, name, id)
    this.#route(name, { topic, payload: '', retain: true, qos: 1, expirySeconds: null })
  }

  together(work: () => void): void {
    const outermost = !this.#holding
    this.#holding = true
    try {
      this.#options.outbox.together(work)
    } catch {
      this.#options.notices.raise('MQTT_OUTBOX_FAILED', 'outbox.sqlite')
    }
    if (!outermost) return
    this.#holding = false
    this.#pump()
  }

  /** Kept by the broker under a topic outside the kiosk's own; told at each connection, and again at each call. */
  announce(topic: string, payload: string): void {
    this.#keep({ topic, payload, retain: true, qos: 1, expirySeconds: null }, true)
    this.#pump()
  }

  /** To the topic the asker named. */
  answer(facts: Facts<'result'>, { topic, correlation }: ReplyTo): void {
    const parcel = this.#parcel('result', facts)
    this.#route('result', { ...parcel, topic, ...(correlation === null ? {} : { correlation }) })
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

  #route(name: TopicName, parcel: Parcel): void {
    const { keeping } = TOPICS[name]
    if (parcel.retain) this.#keep(parcel, keeping === 'state')
    if (keeping === 'alarm' || keeping === 'count') this.#store(keeping, parcel)
    else if (keeping === 'answer') this.#remember(parcel)
    else if (keeping === 'reading') this.#sendReading(parcel)
    this.#pump()
  }

  #keep(parcel: Parcel, tell: boolean): void {
    const { payload, topic } = parcel
    if (payload === '') this.#states.delete(topic)
    else if (this.#states.has(topic) || this.#states.size < STATES_MAX) this.#states.set(topic, parcel)
    this.#due.delete(topic)
    if (tell && this.#states.get(topic) === parcel) this.#due.set(topic, parcel)
  }

  #store(kind: OutboxKind, parcel: Parcel): void {
    const { notices, outbox } = this.#options
    try {
      this.#dropped += outbox.put(kind, parcel)
    } catch {
      this.#remember(parcel)
      notices.raise('MQTT_OUTBOX_FAILED', 'outbox.sqlite')
      return
    }
    notices.clear('MQTT_OUTBOX_FAILED')
  }

  #remember(parcel: Parcel): void {
    this.#memory.push(parcel)
    if (this.#memory.length <= MEMORY_MAX) return
    this.#memory.shift()
    this.#dropped++
  }

  #sendReading(parcel: Parcel): void {
    if (this.#line !== null && this.#unconfirmed.size < UNCONFIRMED_MAX) this.#send(this.#line, parcel)
  }

  #parcel<N extends TopicName>(name: N, facts: Facts<N>, id = '', seq = ++this.#seq): Parcel {
    const { boot, clock, prefix } = this.#options
    const { keeping, retain } = TOPICS[name]
    const ts = new Date(clock.wall()).toISOString()
    return {
      topic: topicOf(prefix, name, id),
      payload: JSON.stringify({ v: SCHEMA_VERSION, ts, boot_id: boot, seq, ...facts }),
      retain,
      qos: keeping === 'reading' ? 0 : 1,
      expirySeconds: retain ? null : EVENT_EXPIRY_SECONDS,
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
      onMessage: (message) => {
        if (!this.#stopped) this.#options.onMessage?.(message)
      },
      onDeaf: (detail) => this.#options.notices.raise('MQTT_DEAF', detail),
    })
    if (line === null || ended) return
    if (this.#stopped) return line.end()
    this.#line = line
    this.#failures = 0
    if (this.#dropped > 0) this.#options.log.warning('MQTT_EVENTS_DROPPED', { count: this.#dropped })
    this.#dropped = 0
    const again = [...this.#unconfirmed].filter(([parcel, entry]) => entry === null && isTold(parcel))
    this.#memory = [...again.map(([parcel]) => parcel), ...this.#memory]
    this.#unconfirmed = new Map()
    this.#taken = 0
    this.#due = new Map(this.#states)
    this.#send(line, this.#parcel('availability', { state: 'online' }))
    for (const code of ['MQTT_AWAY', 'MQTT_REFUSED', 'MQTT_DEAF'] as const) this.#options.notices.clear(code)
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
    while (this.#line !== null && !this.#holding && this.#unconfirmed.size < UNCONFIRMED_MAX) {
      if (this.#sendNextOfOutbox(this.#line)) continue
      const parcel = this.#memory.shift() ?? this.#nextDue()
      if (parcel === null) return
      this.#send(this.#line, parcel)
    }
  }

  /** False where nothing waits there, or it cannot be read: then it is tried at the next occasion. */
  #sendNextOfOutbox(line: Line): boolean {
    const { outbox } = this.#options
    try {
      const entry = outbox.next(this.#taken)
      if (entry === null) return false
      const { id, parcel } = entry
      this.#taken = id
      this.#due.delete(parcel.topic)
      this.#send(line, { ...parcel, qos: 1 }, id)
      return true
    } catch {
      return false
    }
  }

  #nextDue(): Parcel | null {
    const [first] = this.#due
    if (first === undefined) return null
    this.#due.delete(first[0])
    return first[1]
  }

  /** `entry`: of the outbox, which forgets it once the broker has it. */
  #send(line: Line, parcel: Parcel, entry: number | null = null): void {
    const underWay = this.#unconfirmed
    underWay.set(parcel, entry)
    line.send(parcel).then(
      () => {
        underWay.delete(parcel)
        if (entry !== null) this.#confirmed(entry)
        if (this.#line === line) this.#pump()
      },
      // The line says itself that it ended; what is not confirmed goes again on the next.
      () => undefined,
    )
  }

  /** One that could not be forgotten is told again after the next start, and known by its number. */
  #confirmed(entry: number): void {
    try {
      this.#options.outbox.confirm(entry)
    } catch {
      this.#options.notices.raise('MQTT_OUTBOX_FAILED', 'outbox.sqlite')
    }
  }
}

/** Told once: neither a reading nor a state, which is told at each connection. */
const isTold = ({ payload, qos, retain }: Parcel): boolean => qos === 1 && (!retain || payload === '')
