/** One request at a time to the PC/SC service, and its answer. */
import { LecternError } from '../../../contract/errors.ts'
import type { Clock } from '../../../runtime/clock.ts'
import type { ByteStream } from '../../../transports/transport.ts'
import type { Session } from '../../supervised.ts'
import {
  ANSWER_MAX_BYTES,
  CHANGE,
  CONNECT,
  DISCONNECT,
  ESTABLISH,
  header,
  LEAVE_CARD,
  MAJOR,
  type Message,
  MINORS,
  PROTOCOL_ANY,
  PROTOCOL_HEADER_BYTES,
  RESULT,
  type ReaderState,
  readStates,
  request,
  SCOPE_SYSTEM,
  SHARE_SHARED,
  STATES_BYTES,
  STOP_WATCHING,
  TRANSMIT,
  VERSION,
  WATCH,
} from './codec.ts'
import { decode } from './shape.ts'

/** A card may take seconds for one command; a service that has not answered by then is lost. */
export const ANSWER_TIMEOUT_MILLISECONDS = 5_000
/** A service that does not answer what it knows by itself within this is lost: staff are told within a second. */
export const QUICK_MILLISECONDS = 600
/** While nothing happens the service is asked so often whether it is still there. */
export const HEARTBEAT_MILLISECONDS = 300
/** Bytes that nobody has asked for; more is no PC/SC service. */
export const INBOX_MAX_BYTES = 64 * 1_024

export interface LinkOptions {
  readonly stream: ByteStream
  readonly session: Session
  readonly clock: Clock
}

/** A card that a reader has been connected to. */
export interface OpenCard {
  readonly card: number
  readonly protocol: number
}

export class PcscLink {
  readonly #options: LinkOptions
  #inbox: Uint8Array = new Uint8Array(0)
  #look: () => void = () => undefined
  #context = 0

  constructor(options: LinkOptions) {
    this.#options = options
    options.stream.onData((chunk) => {
      this.#inbox = new Uint8Array(Buffer.concat([this.#inbox, chunk]))
      this.#look()
    })
  }

  /** Agrees on a protocol and opens a context. Rejects with LecternError `CARD_AWAY` where that cannot be. */
  async begin(): Promise<string> {
    for (const minor of MINORS) {
      const told = await this.#ask(VERSION, { major: MAJOR, minor, result: RESULT.ok })
      if (told.major !== MAJOR) throw away(`speaks protocol ${told.major}:${told.minor}, not ${MAJOR}`)
      if (told.result !== RESULT.ok) continue
      const { context, result } = await this.#ask(ESTABLISH, {
        scope: SCOPE_SYSTEM,
        context: 0,
        result: RESULT.ok,
      })
      if (result !== RESULT.ok) throw away(`gives no context: ${hex(result)}`)
      this.#context = context
      return `PC/SC protocol ${told.major}:${told.minor}`
    }
    throw away('speaks no protocol of ours')
  }

  /** How all readers are now; `changed` or `stopWatching` must follow. */
  async watch(): Promise<readonly ReaderState[]> {
    await this.#send(header(WATCH.id, 0))
    const states = readStates(await this.#take(STATES_BYTES, QUICK_MILLISECONDS))
    if (states === null) throw away('sent no list of readers')
    return states
  }
  /** Resolves when a reader or a card has come or gone, or when it is time to look anew. */
  async changed(): Promise<void> {
    if ((await this.#wait(CHANGE.size, HEARTBEAT_MILLISECONDS)) === null) await this.stopWatching()
  }
  async stopWatching(): Promise<void> {
    await this.#send(header(STOP_WATCHING.id, 0))
    // Where a change came first, that is the answer: there is exactly one.
    await this.#take(CHANGE.size, QUICK_MILLISECONDS)
  }

  /** The result's code where the card cannot be had. */
  async connect(reader: string): Promise<OpenCard | number> {
    const told = await this.#ask(CONNECT, {
      context: this.#context,
      reader,
      shareMode: SHARE_SHARED,
      preferred: PROTOCOL_ANY,
      card: 0,
      active: 0,
      result: RESULT.ok,
    })
    return told.result === RESULT.ok ? { card: told.card, protocol: told.active } : told.result
  }
  async disconnect({ card }: OpenCard): Promise<void> {
    await this.#ask(DISCONNECT, { card, disposition: LEAVE_CARD, result: RESULT.ok })
  }
  /** The card's answer with its status bytes; the result's code where there is none. */
  async transmit({ card, protocol }: OpenCard, apdu: Uint8Array): Promise<Uint8Array | number> {
    const told = await this.#ask(
      TRANSMIT,
      {
        card,
        sendProtocol: protocol,
        sendHeader: PROTOCOL_HEADER_BYTES,
        sendLength: apdu.length,
        receiveProtocol: protocol,
        receiveHeader: PROTOCOL_HEADER_BYTES,
        receiveLength: ANSWER_MAX_BYTES,
        result: RESULT.ok,
      },
      apdu,
    )
    if (told.result !== RESULT.ok) return told.result
    if (told.receiveLength > ANSWER_MAX_BYTES) throw away('sent more than was asked for')
    return this.#take(told.receiveLength, ANSWER_TIMEOUT_MILLISECONDS)
  }

  async #ask<Body>(
    message: Message<Body>,
    value: Body,
    behind: Uint8Array = new Uint8Array(0),
  ): Promise<Body> {
    await this.#send(Uint8Array.of(...request(message, value), ...behind))
    const told = decode(message.body, await this.#take(message.body.size, ANSWER_TIMEOUT_MILLISECONDS))
    if (told === null) throw away(`${message.name}: half an answer`)
    return told
  }

  #send(bytes: Uint8Array): Promise<void> {
    this.#options.session.signal.throwIfAborted()
    return this.#options.stream.write(bytes)
  }

  async #take(count: number, milliseconds: number): Promise<Uint8Array> {
    const taken = await this.#wait(count, milliseconds)
    if (taken === null) throw away('does not answer')
    return taken
  }

  /** So many bytes from the front; null where they do not come in time. */
  #wait(count: number, milliseconds: number): Promise<Uint8Array | null> {
    const { clock, session } = this.#options
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | null>()
    const timer = clock.setTimeout(() => resolve(null), milliseconds)
    const ended = () => reject(session.signal.reason)
    session.signal.addEventListener('abort', ended, { once: true })
    if (session.signal.aborted) ended()
    this.#look = () => {
      if (this.#inbox.length >= count) {
        const taken = this.#inbox.slice(0, count)
        this.#inbox = this.#inbox.slice(count)
        resolve(taken)
      } else if (this.#inbox.length > INBOX_MAX_BYTES) reject(away('sends what nobody asked for'))
    }
    this.#look()
    return promise.finally(() => {
      this.#look = () => undefined
      clock.clearTimeout(timer)
      session.signal.removeEventListener('abort', ended)
    })
  }
}

const away = (detail: string): LecternError => new LecternError('CARD_AWAY', `the PC/SC service ${detail}`)

export const hex = (code: number): string => `${code.toString(16).toUpperCase().padStart(8, '0')}h`
