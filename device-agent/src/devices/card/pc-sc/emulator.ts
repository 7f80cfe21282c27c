/** The system's PC/SC service at its socket, with readers and cards that come and go. */
import { type Clock, systemClock } from '../../../runtime/clock.ts'
import type { Accept, WireLink } from '../../../transports/emulator-host.ts'
import { sendWith } from '../../wire-faults.ts'
import {
  CHANGE,
  CONNECT,
  DISCONNECT,
  ESTABLISH,
  GET_UID,
  HEADER_BYTES,
  MAJOR,
  type Message,
  PRESENT,
  READER_STATE,
  READERS_MAX,
  RESULT,
  readHeader,
  STOP_WATCHING,
  TRANSMIT,
  VERSION,
  WATCH,
} from './codec.ts'
import { NO_FAULTS, type PcscFaults } from './faults.ts'
import { decode, encode } from './shape.ts'

const ABSENT = 0x02
const T1 = 2
/** As a contactless storage card is announced (PC/SC part 3, "ATR for contactless ICC"). */
const ATR = Uint8Array.of(0x3b, 0x80, 0x80, 0x01, 0x01)
const REFUSED = Uint8Array.of(0x6a, 0x81)

/** A chip: its number, or null where it answers no question. */
interface Slot {
  uid: Uint8Array | null
  present: boolean
  events: number
}
interface Client {
  readonly link: WireLink
  inbox: Uint8Array
  watching: boolean
  card: string | null
}

export interface PcscEmulatorOptions {
  readonly clock?: Clock
  /** Minor numbers of the protocol that are taken; the last is the service's own. */
  readonly minors?: readonly number[]
}

export class PcscEmulator {
  readonly #clock: Clock
  readonly #minors: readonly number[]
  readonly #readers = new Map<string, Slot>()
  readonly #clients = new Set<Client>()
  faults: PcscFaults = NO_FAULTS

  constructor(options: PcscEmulatorOptions = {}) {
    this.#clock = options.clock ?? systemClock
    this.#minors = options.minors ?? [4]
  }

  connectReader(name: string): void {
    this.#readers.set(name, { uid: null, present: false, events: 0 })
    this.#signal()
  }
  disconnectReader(name: string): void {
    this.#readers.delete(name)
    this.#signal()
  }
  /** Lays a card on a reader; `uid` null: one that cannot be read. */
  show(name: string, uid: Uint8Array | null): void {
    this.#change(name, { uid, present: true })
  }
  takeAway(name: string): void {
    this.#change(name, { uid: null, present: false })
  }

  readonly accept: Accept = (link) => {
    const client: Client = { link, inbox: new Uint8Array(0), watching: false, card: null }
    this.#clients.add(client)
    link.onClose(() => this.#clients.delete(client))
    link.onData((chunk) => {
      client.inbox = Uint8Array.of(...client.inbox, ...chunk)
      while (this.#next(client));
    })
  }

  #change(name: string, change: Pick<Slot, 'uid' | 'present'>): void {
    const slot = this.#readers.get(name)
    if (slot === undefined) throw new RangeError(`no such reader: ${name}`)
    Object.assign(slot, change, { events: slot.events + 1 })
    this.#signal()
  }
  /** Every client that waits is told, once. */
  #signal(): void {
    for (const client of this.#clients) {
      if (client.watching) this.#send(client, encode(CHANGE, { timeout: 0, result: RESULT.ok }))
      client.watching = false
    }
  }

  /** Carries out the first request in the inbox; false where it is not there whole. */
  #next(client: Client): boolean {
    const head = readHeader(client.inbox)
    if (head === null || client.inbox.length < HEADER_BYTES + head.size) return false
    const body = client.inbox.slice(HEADER_BYTES, HEADER_BYTES + head.size)
    let end = HEADER_BYTES + head.size
    if (head.command === TRANSMIT.id) {
      end += decode(TRANSMIT.body, body)?.sendLength ?? 0
      if (client.inbox.length < end) return false
    }
    const behind = client.inbox.slice(HEADER_BYTES + head.size, end)
    client.inbox = client.inbox.slice(end)
    if (!this.#carryOut(client, head.command, body, behind)) client.link.cut()
    return true
  }

  /** False where the service would hang up. */
  #carryOut(client: Client, command: number, body: Uint8Array, behind: Uint8Array): boolean {
    const answer = <Body extends object>(message: Message<Body>, change: (asked: Body) => Partial<Body>) => {
      const asked = body.length === message.body.size ? decode(message.body, body) : null
      if (asked !== null) this.#send(client, encode(message.body, { ...asked, ...change(asked) }))
      return asked !== null
    }
    switch (command) {
      case VERSION.id:
        return answer(VERSION, ({ major, minor }) => ({
          major: MAJOR,
          minor: this.#minors.at(-1) ?? 0,
          result: major === MAJOR && this.#minors.includes(minor) ? RESULT.ok : RESULT.otherProtocol,
        }))
      case ESTABLISH.id:
        return answer(ESTABLISH, () => ({ context: 0x1234, result: RESULT.ok }))
      case WATCH.id:
        client.watching = true
        this.#send(client, this.#states())
        return true
      case STOP_WATCHING.id:
        if (client.watching) this.#send(client, encode(CHANGE, { timeout: 0, result: RESULT.ok }))
        client.watching = false
        return true
      case CONNECT.id:
        return answer(CONNECT, ({ reader }) => this.#connect(client, reader))
      case DISCONNECT.id:
        client.card = null
        return answer(DISCONNECT, () => ({ result: RESULT.ok }))
      case TRANSMIT.id:
        return this.#transmit(client, answer, behind)
      default:
        return false
    }
  }

  #connect(client: Client, reader: string) {
    const slot = this.#readers.get(reader)
    if (slot === undefined) return { result: RESULT.unknownReader }
    if (!slot.present) return { result: RESULT.noCard }
    const { connectFailures } = this.faults
    if (connectFailures > 0) {
      this.faults = { ...this.faults, connectFailures: connectFailures - 1 }
      return { result: RESULT.otherProtocol }
    }
    client.card = reader
    return { card: 1, active: T1, result: RESULT.ok }
  }

  #transmit(
    client: Client,
    answer: (message: typeof TRANSMIT, change: () => { receiveLength: number; result: number }) => boolean,
    apdu: Uint8Array,
  ): boolean {
    const slot = client.card === null ? undefined : this.#readers.get(client.card)
    if (slot?.present !== true) return answer(TRANSMIT, () => ({ receiveLength: 0, result: RESULT.removed }))
    const known = slot.uid !== null && Buffer.compare(apdu, GET_UID) === 0
    const said = known && slot.uid !== null ? Uint8Array.of(...slot.uid, 0x90, 0x00) : REFUSED
    if (!answer(TRANSMIT, () => ({ receiveLength: said.length, result: RESULT.ok }))) return false
    this.#send(client, said)
    return true
  }

  #states(): Uint8Array {
    const out = new Uint8Array(READERS_MAX * READER_STATE.size)
    let at = 0
    for (const [name, { present, events }] of this.#readers) {
      const state = encode(READER_STATE, {
        name,
        events,
        state: present ? PRESENT : ABSENT,
        sharing: 0,
        atr: present ? ATR : new Uint8Array(0),
        padding: new Uint8Array(0),
        atrLength: present ? ATR.length : 0,
        protocol: present ? T1 : 0,
      })
      out.set(state, at)
      at += READER_STATE.size
    }
    return out
  }

  #send(client: Client, bytes: Uint8Array): void {
    const { faults } = this
    if (faults.silent) return
    if (faults.stallMilliseconds === 0) sendWith(faults, client.link, bytes)
    else this.#clock.setTimeout(() => sendWith(faults, client.link, bytes), faults.stallMilliseconds)
  }
}
