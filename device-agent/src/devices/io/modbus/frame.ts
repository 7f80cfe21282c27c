/** Whole frames out of chunks that are split anywhere, in both forms and for both ends of the line. */
import {
  decodeReply,
  decodeRequest,
  type Framing,
  functionOf,
  type HeardRequest,
  type Reply,
  type Request,
} from './codec.ts'

/** Unread bytes kept; the longest frame has 260 (MODBUS Messaging on TCP/IP V1.0b, section 4.4.2). */
export const UNREAD_MAX_BYTES = 1_024

const MBAP_BYTES = 7
const CRC_BYTES = 2
const EXCEPTION_FLAG = 0x80
const EXCEPTION_BYTES = 2

export interface Expected {
  readonly request: Request
  readonly framing: Framing
  readonly unit: number
  readonly transaction: number
}

/** Bytes from the function code on, of the reply that carries out `request`. */
function replyBytes(request: Request): number {
  if (request.does !== 'read') return 5
  const registers = request.from === 'holdingRegisters' || request.from === 'inputRegisters'
  return 2 + (registers ? request.count * 2 : Math.ceil(request.count / 8))
}

/**
 * The one reply that is waited for. Its length is known from the request, so noise before it and late replies to
 * others are passed over, and only a frame that is whole counts.
 */
export class ReplyFinder {
  readonly #expected: Expected
  #bytes = new Uint8Array(0)

  constructor(expected: Expected) {
    this.#expected = expected
  }

  /** The reply, once a chunk completes it; `skipped` says how many bytes before it were none of it. */
  push(chunk: Uint8Array): { readonly reply: Reply; readonly skipped: number } | null {
    this.#bytes = tail(this.#bytes, chunk)
    for (let at = 0; at < this.#bytes.length; at++) {
      const frame = this.#frameAt(at)
      const reply = frame && decodeReply(frame, this.#expected.request, this.#expected.framing)
      if (reply) return { reply, skipped: at }
    }
    return null
  }

  /** Bytes that made no reply. */
  get unread(): number {
    return this.#bytes.length
  }

  #frameAt(at: number): Uint8Array | null {
    const { request, framing, unit, transaction } = this.#expected
    const bytes = this.#bytes.subarray(at)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const head = framing === 'tcp' ? MBAP_BYTES : 1
    if (bytes.length <= head) return null
    if (framing === 'tcp' ? view.getUint32(0) !== transaction * 0x1_0000 : bytes[0] !== unit) return null
    const code = bytes[head] ?? 0
    if ((code & ~EXCEPTION_FLAG) !== functionOf(request)) return null
    const data = code & EXCEPTION_FLAG ? EXCEPTION_BYTES : replyBytes(request)
    if (framing === 'tcp' && view.getUint16(4) !== data + 1) return null
    const length = head + data + (framing === 'tcp' ? 0 : CRC_BYTES)
    return bytes.length < length ? null : bytes.subarray(0, length)
  }
}

/** Functions whose request says by its seventh byte how long it is: writes of several coils or registers. */
const COUNTED: ReadonlySet<number> = new Set([15, 16])
/** Bytes of every other request on a serial line. */
const RTU_REQUEST_BYTES = 8

/** All requests on a line, as a module hears them; damaged bytes are passed over. */
export class RequestReader {
  readonly #framing: Framing
  #bytes = new Uint8Array(0)

  constructor(framing: Framing) {
    this.#framing = framing
  }

  push(chunk: Uint8Array): readonly HeardRequest[] {
    this.#bytes = tail(this.#bytes, chunk)
    const heard: HeardRequest[] = []
    while (this.#bytes.length >= MBAP_BYTES) {
      const length = this.#length()
      if (length !== null && this.#bytes.length < length) break
      const request = length === null ? null : decodeRequest(this.#bytes.subarray(0, length), this.#framing)
      if (request !== null) heard.push(request)
      this.#bytes = this.#bytes.subarray(request === null || length === null ? 1 : length)
    }
    return heard
  }

  /** Of the frame that begins here; null where none can. */
  #length(): number | null {
    const bytes = this.#bytes
    if (this.#framing === 'tcp') {
      const [, , protocolHigh = 0, protocolLow = 0, lengthHigh = 0, lengthLow = 0] = bytes
      const plausible = protocolHigh === 0 && protocolLow === 0 && lengthHigh === 0
      return plausible && lengthLow > 1 ? MBAP_BYTES - 1 + lengthLow : null
    }
    return COUNTED.has(bytes[1] ?? 0) ? MBAP_BYTES + (bytes[6] ?? 0) + CRC_BYTES : RTU_REQUEST_BYTES
  }
}

function tail(before: Uint8Array, chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(before.length + chunk.length)
  joined.set(before)
  joined.set(chunk, before.length)
  return joined.length > UNREAD_MAX_BYTES ? joined.slice(-UNREAD_MAX_BYTES) : joined
}
