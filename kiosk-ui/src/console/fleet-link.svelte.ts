/** The console's one line to the broker: topics into the store, orders out. What came is drawn once a frame, and it comes back by itself. */
import { createSubscriber } from 'svelte/reactivity'
import type { Access } from './broker.ts'
import { Follows } from './mqtt/follows.ts'
import { Line, type LineEnd } from './mqtt/line.ts'
import { type Order as KioskOrder, Orders, type Outcome } from './orders.ts'
import { FleetStore } from './store/fleet-store.ts'
import { HeldOrder, OPENING_MILLISECONDS, REORDER_MILLISECONDS } from './store/held-order.ts'
import type { Kiosk, Rank } from './store/kiosk.ts'
import { ALL, type Filter, Order } from './store/order.ts'

/** Pauses before the next try to connect; the last one stays. */
const BACK_OFF_MILLISECONDS = [500, 1_000, 2_000, 5_000, 10_000]
/** So long after the last retained message the broker has told all it had. */
const SETTLE_MILLISECONDS = 2_000

/** Below '{base}/{site}/{kiosk}/': as the samples of access lists allow it, one by one. What a card shows comes first. */
const TOPICS = [
  ['availability', 'state', 'info', 'alert/+'],
  ['attention', 'counts/today', 'device/+/state', 'drop/state', 'counters'],
  ['fault', 'recovery', 'gate_alarm', 'exception', 'gate_hour', 'session_end'].map((kind) => `event/${kind}`),
]

/** `deaf`: the broker lets us in and does not let us listen. */
export type Connection = 'connecting' | 'open' | 'lost' | 'refused' | 'deaf'

export class FleetLink {
  connection = $state<Connection>('connecting')
  /** The broker has told all it had when we came. */
  settled = $state(false)
  /** Of the cards, in order. */
  keys = $state.raw<readonly string[]>([])
  sites = $state.raw<readonly string[]>([])
  readonly held = new HeldOrder()
  readonly #store = new FleetStore()
  readonly #order = new Order(this.#store)
  readonly #orders: Orders
  readonly #access: Access
  #filter = $state.raw<Filter>(ALL)
  /** Whoever reads of the store reads anew with the next frame that has news. */
  #news = () => {}
  readonly #reads = createSubscriber((update) => {
    this.#news = update
    return () => {
      this.#news = () => {}
    }
  })
  #line: Line | null = null
  #failures = 0
  #drawing = false
  #timer: ReturnType<typeof setTimeout> | undefined
  #settling: ReturnType<typeof setTimeout> | undefined
  readonly #reordering: ReturnType<typeof setInterval>
  readonly #follows = new Follows(() => this.#line)

  constructor(access: Access) {
    this.#access = access
    this.#orders = new Orders(() => this.#line, access)
    this.#reordering = setInterval(() => this.#reorder(), OPENING_MILLISECONDS)
    this.#connect()
  }

  get filter(): Filter {
    return this.#filter
  }
  /** The person wants other cards: at once, wherever the pointer is. */
  set filter(filter: Filter) {
    this.#filter = filter
    this.keys = this.#order.keys(filter)
  }

  get ranks(): Readonly<Record<Rank, number>> {
    return { ...this.#shown.ranks }
  }
  get size(): number {
    return this.#shown.size
  }
  get beyond(): number {
    return this.#shown.beyond.size
  }
  get unread(): number {
    return this.#shown.unread
  }
  kiosk(key: string): Kiosk | undefined {
    return this.#shown.kiosk(key)
  }
  kiosks(): Iterable<Kiosk> {
    return this.#shown.kiosks()
  }
  get attention(): number {
    return this.#shown.attention
  }

  /** What is listened to only while it is shown: topics of one kiosk, or of all with `key` null. Ends with what it returns. */
  follow(key: string | null, topics: readonly string[]): () => void {
    const { base, site } = this.#access
    const whose = key ?? `${site === '' ? '+' : site}/+`
    return this.#follows.begin(topics.map((topic) => `${base}/${whose}/${topic}`))
  }
  get #shown(): FleetStore {
    this.#reads()
    return this.#store
  }

  order(kiosk: Kiosk, order: KioskOrder): Promise<Outcome> {
    return this.#orders.send(kiosk, order)
  }

  close(): void {
    clearTimeout(this.#timer)
    clearTimeout(this.#settling)
    clearInterval(this.#reordering)
    const line = this.#line
    this.#line = null
    line?.close()
  }

  #connect(): void {
    const { password, url, user } = this.#access
    const line = new Line(
      { url, user: user === '' ? null : user, password: user === '' ? null : password },
      {
        onMessage: (topic, payload, retained) => this.#take(topic, payload, retained),
        onEnd: (end) => {
          if (this.#line === line) this.#ended(end)
        },
      },
      () => void this.#listen(line),
    )
    this.#line = line
  }

  async #listen(line: Line): Promise<void> {
    const { base, site } = this.#access
    this.#store.begin()
    let granted = false
    for (const topics of TOPICS) {
      const filters = topics.map((topic) => `${base}/${site === '' ? '+' : site}/+/${topic}`)
      const answer = await line.subscribe(filters)
      if (answer === null) return
      granted ||= answer.some(Boolean)
    }
    this.#follows.again()
    this.#failures = 0
    this.connection = granted ? 'open' : 'deaf'
    this.#settleLater()
  }

  #take(topic: string, payload: Uint8Array, retained: boolean): void {
    if (this.#orders.take(topic, payload)) return
    if (retained && !this.settled) this.#settleLater()
    if (this.#store.take(topic, payload)) this.#drawLater()
  }

  #settleLater(): void {
    clearTimeout(this.#settling)
    this.#settling = setTimeout(() => {
      this.#store.settle()
      this.settled = true
      this.#drawLater()
    }, SETTLE_MILLISECONDS)
  }

  #drawLater(): void {
    if (this.#drawing) return
    this.#drawing = true
    requestAnimationFrame(() => {
      this.#drawing = false
      this.#news()
      this.#reorder()
    })
  }

  #reorder(): void {
    const pause = this.settled ? REORDER_MILLISECONDS : OPENING_MILLISECONDS
    if (!this.held.isDue(this.#store.ordering, performance.now(), pause)) return
    this.keys = this.#order.keys(this.#filter)
    const sites = this.#order.sites()
    if (sites.join(' ') !== this.sites.join(' ')) this.sites = sites
  }

  #ended(end: LineEnd): void {
    this.#line = null
    this.settled = false
    clearTimeout(this.#settling)
    this.connection = end === 'refused' ? 'refused' : this.connection === 'connecting' ? 'connecting' : 'lost'
    if (end === 'refused') return
    const pause = BACK_OFF_MILLISECONDS[Math.min(this.#failures++, BACK_OFF_MILLISECONDS.length - 1)]
    if (this.#failures > 1 && this.connection === 'connecting') this.connection = 'lost'
    this.#timer = setTimeout(() => this.#connect(), pause)
  }
}
