/** One connection to a broker, over WebSocket. Coming back after its end is the caller's matter. */
import { Assembler } from './assembler.ts'
import {
  connectPacket,
  disconnectPacket,
  type Packet,
  pingPacket,
  publishedPacket,
  publishPacket,
  subscribePacket,
  unsubscribePacket,
} from './packets.ts'

const CONNECT_MILLISECONDS = 10_000
const KEEP_ALIVE_SECONDS = 30
/** A ping goes out so often; one that has no answer by the next ends the connection. */
const PING_MILLISECONDS = 15_000
/** User name or password, not authorised (table 3.1). */
const REFUSALS: readonly number[] = [4, 5]
const PACKET_IDS = 65_535

/** `refused`: the broker wants another user or password. `away`: it is not there, or went. */
export type LineEnd = 'refused' | 'away'

export interface LineOptions {
  /** 'wss://broker.library.example/mqtt'. */
  readonly url: string
  readonly user: string | null
  readonly password: string | null
}

export interface LineEvents {
  /** `retained`: as it stood before we came. */
  onMessage(topic: string, payload: Uint8Array, retained: boolean): void
  /** Told once, whether it was ever open or not. */
  onEnd(end: LineEnd): void
}

export class Line {
  readonly #socket: WebSocket
  readonly #events: LineEvents
  readonly #assembler = new Assembler()
  readonly #waiting = new Map<number, (granted: readonly boolean[] | null) => void>()
  readonly #opened: () => void
  #lastId = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #awaitsPong = false
  #end: LineEnd = 'away'
  #over = false

  /** `opened` is told once the broker has let us in. */
  constructor({ password, url, user }: LineOptions, events: LineEvents, opened: () => void) {
    this.#events = events
    this.#opened = opened
    this.#socket = new WebSocket(url, 'mqtt')
    this.#socket.binaryType = 'arraybuffer'
    this.#timer = setTimeout(() => this.#finish(), CONNECT_MILLISECONDS)
    const clientId = `console-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`
    this.#socket.onopen = () =>
      this.#send(connectPacket({ clientId, user, password, keepAliveSeconds: KEEP_ALIVE_SECONDS }))
    this.#socket.onmessage = ({ data }) => this.#receive(data)
    this.#socket.onclose = () => this.#finish()
  }

  /** Resolves with what was granted, or null where the connection ended first. */
  subscribe(filters: readonly string[]): Promise<readonly boolean[] | null> {
    return this.#ask((id) => subscribePacket(id, filters))
  }

  unsubscribe(filters: readonly string[]): void {
    void this.#ask((id) => unsubscribePacket(id, filters))
  }

  /** Resolves true once the broker has it; that it passed it on is not said. */
  async publish(topic: string, payload: string): Promise<boolean> {
    return (await this.#ask((id) => publishPacket(id, topic, payload))) !== null
  }

  close(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#send(disconnectPacket())
    this.#finish()
  }

  #ask(write: (id: number) => Uint8Array): Promise<readonly boolean[] | null> {
    if (this.#socket.readyState !== WebSocket.OPEN) return Promise.resolve(null)
    this.#lastId = (this.#lastId % PACKET_IDS) + 1
    const id = this.#lastId
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#send(write(id))
    })
  }

  #receive(data: unknown): void {
    if (!(data instanceof ArrayBuffer) || this.#over) return
    try {
      for (const packet of this.#assembler.take(new Uint8Array(data))) this.#take(packet)
    } catch {
      // Not MQTT: whoever speaks something else is no broker.
      this.#finish()
    }
  }

  #take(packet: Packet): void {
    switch (packet.type) {
      case 'publish':
        if (packet.id !== null) this.#send(publishedPacket(packet.id))
        return this.#events.onMessage(packet.topic, packet.payload, packet.retained)
      case 'subscribed':
        return this.#answer(packet.id, packet.granted)
      case 'published':
        return this.#answer(packet.id, [])
      case 'pong':
        this.#awaitsPong = false
        return
      case 'connected':
        return this.#welcome(packet.code)
      case 'other':
        return
    }
  }

  #welcome(code: number): void {
    clearTimeout(this.#timer)
    if (code === 0) {
      this.#ping()
      return this.#opened()
    }
    if (REFUSALS.includes(code)) this.#end = 'refused'
    this.#finish()
  }

  #ping(): void {
    this.#timer = setTimeout(() => {
      if (this.#awaitsPong) return this.#finish()
      this.#awaitsPong = true
      this.#send(pingPacket())
      this.#ping()
    }, PING_MILLISECONDS)
  }

  #answer(id: number, granted: readonly boolean[]): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    waiting?.(granted)
  }

  #send(bytes: Uint8Array): void {
    this.#socket.send(bytes.slice())
  }

  #finish(): void {
    if (this.#over) return
    this.#over = true
    clearTimeout(this.#timer)
    this.#socket.close()
    for (const answer of this.#waiting.values()) answer(null)
    this.#waiting.clear()
    this.#events.onEnd(this.#end)
  }
}
