/**
 * What is said to the system's PC/SC service over its socket: requests with a header, answers without one (pcsc-lite,
 * LudovicRousseau/PCSC: src/winscard_msg.h, src/winscard_svc.c, src/readers.h, src/PCSC/pcsclite.h.in). A request and its
 * answer are the same structure, so each is declared once for the driver and the emulator.
 *
 * Protocol 4:4 is that of pcsc-lite 1.8.24 to 2.2, and of 2.4.1 and later for older clients; 2.3 wants 4:5, which is the
 * same for all that is said here.
 */
import { bytes, decode, encode, I32, type Shape, struct, text, U32 } from './shape.ts'

export interface Message<Body> {
  readonly id: number
  readonly name: string
  readonly body: Shape<Body>
}

const message = <Body extends object>(
  id: number,
  name: string,
  shapes: { readonly [Name in keyof Body]: Shape<Body[Name]> },
): Message<Body> => ({ id, name, body: struct<Body>(shapes) })

const NAME_BYTES = 128
const ATR_BYTES = 33
/** The compiler's, behind the ATR. */
const PADDING_BYTES = 3
/** Readers in every list of states. */
export const READERS_MAX = 16

export const MAJOR = 4
/** Offered one after the other. */
export const MINORS = [4, 5] as const

export interface Version {
  readonly major: number
  readonly minor: number
  readonly result: number
}
export const VERSION = message<Version>(0x11, 'version', { major: I32, minor: I32, result: U32 })

export interface Establish {
  readonly scope: number
  readonly context: number
  readonly result: number
}
export const ESTABLISH = message<Establish>(0x01, 'establish context', {
  scope: U32,
  context: U32,
  result: U32,
})

export interface Connect {
  readonly context: number
  readonly reader: string
  readonly shareMode: number
  readonly preferred: number
  readonly card: number
  readonly active: number
  readonly result: number
}
export const CONNECT = message<Connect>(0x04, 'connect', {
  context: U32,
  reader: text(NAME_BYTES),
  shareMode: U32,
  preferred: U32,
  card: I32,
  active: U32,
  result: U32,
})

export interface Disconnect {
  readonly card: number
  readonly disposition: number
  readonly result: number
}
export const DISCONNECT = message<Disconnect>(0x06, 'disconnect', {
  card: I32,
  disposition: U32,
  result: U32,
})

/** Followed by `sendLength` bytes in the request, and by `receiveLength` in the answer where its result is 0. */
export interface Transmit {
  readonly card: number
  readonly sendProtocol: number
  readonly sendHeader: number
  readonly sendLength: number
  readonly receiveProtocol: number
  readonly receiveHeader: number
  readonly receiveLength: number
  readonly result: number
}
export const TRANSMIT = message<Transmit>(0x09, 'transmit', {
  card: I32,
  sendProtocol: U32,
  sendHeader: U32,
  sendLength: U32,
  receiveProtocol: U32,
  receiveHeader: U32,
  receiveLength: U32,
  result: U32,
})

/** Answered with the states of all readers at once, and with a `Change` when one of them has changed. No body. */
export const WATCH = { id: 0x13, name: 'wait for a change' } as const
/** Answered with the `Change` that is still owed. No body. */
export const STOP_WATCHING = { id: 0x14, name: 'stop waiting' } as const

export interface Change {
  readonly timeout: number
  readonly result: number
}
export const CHANGE = struct<Change>({ timeout: U32, result: U32 })

export interface ReaderState {
  /** Empty where the place in the list is free. */
  readonly name: string
  /** Cards that came or went, since the reader is there. */
  readonly events: number
  readonly state: number
  readonly sharing: number
  readonly atr: Uint8Array
  readonly padding: Uint8Array
  readonly atrLength: number
  readonly protocol: number
}
export const READER_STATE = struct<ReaderState>({
  name: text(NAME_BYTES),
  events: U32,
  state: U32,
  sharing: I32,
  atr: bytes(ATR_BYTES),
  padding: bytes(PADDING_BYTES),
  atrLength: U32,
  protocol: U32,
})
export const STATES_BYTES = READERS_MAX * READER_STATE.size

/** Bits of `state` (pcsclite.h). */
export const PRESENT = 0x04
export const SCOPE_SYSTEM = 2
export const SHARE_SHARED = 2
/** T=0 or T=1. */
export const PROTOCOL_ANY = 0x03
export const LEAVE_CARD = 0
/** What the service itself is told as the size of its protocol header on a machine of 64 bits; it only hands it on. */
export const PROTOCOL_HEADER_BYTES = 16
/** An answer of one short APDU, with room (MAX_BUFFER_SIZE). */
export const ANSWER_MAX_BYTES = 264

/** Results of the service (pcsclite.h). */
export const RESULT = {
  ok: 0,
  unknownReader: 0x80100009,
  noCard: 0x8010000c,
  otherProtocol: 0x8010001e,
  removed: 0x80100069,
} as const

const HEADER = struct<{ readonly size: number; readonly command: number }>({ size: U32, command: U32 })
export const HEADER_BYTES = HEADER.size

export const header = (command: number, size: number): Uint8Array => encode(HEADER, { size, command })
export const readHeader = (from: Uint8Array) => decode(HEADER, from)

export const request = <Body>({ id, body }: Message<Body>, value: Body): Uint8Array =>
  Uint8Array.of(...header(id, body.size), ...encode(body, value))

/** What no reader is called: bytes that are out of step look so. */
const NO_NAME = /[\p{Cc}\ufffd]/u

/** Readers that are there, of a whole list of states; null where it is cut, or makes no sense. */
export function readStates(from: Uint8Array): readonly ReaderState[] | null {
  const states: ReaderState[] = []
  for (let index = 0; index < READERS_MAX; index++) {
    const state = decode(READER_STATE, from, index * READER_STATE.size)
    if (state === null || NO_NAME.test(state.name)) return null
    if (state.name !== '') states.push(state)
  }
  return states
}

/** Asks a contactless reader for the chip's number (PC/SC part 3, "Get Data": the UID). */
export const GET_UID = Uint8Array.of(0xff, 0xca, 0x00, 0x00, 0x00)
const STATUS_BYTES = 2
const UID_MAX_BYTES = 10

/** The chip's number, as it sends it; null where the reader answers anything but 90 00, or no number. */
export function readUid(answer: Uint8Array): Uint8Array | null {
  const length = answer.length - STATUS_BYTES
  if (length < 1 || length > UID_MAX_BYTES) return null
  return answer[length] === 0x90 && answer[length + 1] === 0x00 ? answer.slice(0, length) : null
}
