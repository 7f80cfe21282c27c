/**
 * MQTT 3.1.1 as a listener speaks it, bytes both ways (OASIS Standard, 29 October 2014; sections are named below). Every
 * broker knows this version, the one inside a kiosk knows no other. Written here because the whole of it that a browser
 * needs is smaller by far than the clients that also run elsewhere, and thousands of messages come at once.
 */

/** No packet is larger: a picture of a screen is the largest. */
export const PACKET_MAX_BYTES = 8_000_000

/** First nibble of the fixed header (table 2.1). */
const TYPES = {
  connect: 1,
  connected: 2,
  publish: 3,
  published: 4,
  subscribe: 8,
  subscribed: 9,
  unsubscribe: 10,
  ping: 12,
  pong: 13,
  disconnect: 14,
} as const
/** Flags that SUBSCRIBE and UNSUBSCRIBE must have (3.8.1, 3.10.1). */
const RESERVED_FLAGS = 2
const RETAIN_FLAG = 1
const QOS_SHIFT = 1
const QOS_MASK = 3
/** Of CONNECT (3.1.2.3). */
const CLEAN_SESSION = 2
const PASSWORD_FLAG = 64
const USER_FLAG = 128
const PROTOCOL_LEVEL = 4
const CONTINUES = 128
/** Bytes of a remaining length, at most (2.2.3). */
const LENGTH_MAX_BYTES = 4
const STRING_MAX_BYTES = 65_535

export interface Login {
  readonly clientId: string
  /** Null where the broker asks for nobody's name. */
  readonly user: string | null
  readonly password: string | null
  readonly keepAliveSeconds: number
}

export type Packet =
  /** `code`: 0 is yes (table 3.1). */
  | { readonly type: 'connected'; readonly code: number }
  | {
      readonly type: 'publish'
      readonly topic: string
      readonly payload: Uint8Array
      readonly retained: boolean
      /** Null at QoS 0. */
      readonly id: number | null
    }
  | { readonly type: 'published'; readonly id: number }
  /** `granted`: one a filter, in order; false where the broker refused it (3.9.3). */
  | { readonly type: 'subscribed'; readonly id: number; readonly granted: readonly boolean[] }
  | { readonly type: 'pong' }
  /** Nothing that is waited for. */
  | { readonly type: 'other' }

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true })

export function connectPacket({ clientId, keepAliveSeconds, password, user }: Login): Uint8Array {
  const flags =
    CLEAN_SESSION | (user === null ? 0 : USER_FLAG) | (user === null || password === null ? 0 : PASSWORD_FLAG)
  return packet(TYPES.connect << 4, [
    words('MQTT'),
    Uint8Array.of(PROTOCOL_LEVEL, flags),
    sixteen(keepAliveSeconds),
    words(clientId),
    ...(user === null ? [] : [words(user), ...(password === null ? [] : [words(password)])]),
  ])
}

/** At QoS 0: what is lost with a connection is told again at the next one. */
export const subscribePacket = (id: number, filters: readonly string[]): Uint8Array =>
  packet((TYPES.subscribe << 4) | RESERVED_FLAGS, [
    sixteen(id),
    ...filters.flatMap((filter) => [words(filter), Uint8Array.of(0)]),
  ])

export const unsubscribePacket = (id: number, filters: readonly string[]): Uint8Array =>
  packet((TYPES.unsubscribe << 4) | RESERVED_FLAGS, [sixteen(id), ...filters.map(words)])

/** At QoS 1, not retained. */
export const publishPacket = (id: number, topic: string, payload: string): Uint8Array =>
  packet((TYPES.publish << 4) | (1 << QOS_SHIFT), [words(topic), sixteen(id), encoder.encode(payload)])

export const publishedPacket = (id: number): Uint8Array => packet(TYPES.published << 4, [sixteen(id)])
export const pingPacket = (): Uint8Array => Uint8Array.of(TYPES.ping << 4, 0)
export const disconnectPacket = (): Uint8Array => Uint8Array.of(TYPES.disconnect << 4, 0)

/**
 * Where the packet that begins at `at` lies: its first byte, then where its body begins and ends. Null while it is not
 * whole. Throws RangeError where it is none, or larger than a packet may be.
 */
export function packetAt(
  bytes: Uint8Array,
  at: number,
): { readonly body: number; readonly end: number } | null {
  let length = 0
  for (let index = 0; index < LENGTH_MAX_BYTES; index++) {
    const byte = bytes[at + 1 + index]
    if (byte === undefined) return null
    length += (byte & (CONTINUES - 1)) * CONTINUES ** index
    if (byte >= CONTINUES) continue
    if (length > PACKET_MAX_BYTES) throw new RangeError('a packet is too large')
    const body = at + 2 + index
    return body + length > bytes.length ? null : { body, end: body + length }
  }
  throw new RangeError('a length has more than four bytes')
}

/** `first`: the fixed header's first byte. Throws RangeError or TypeError where the body is not what it says. */
export function readPacket(first: number, body: Uint8Array): Packet {
  switch (first >> 4) {
    case TYPES.connected:
      return { type: 'connected', code: byteAt(body, 1) }
    case TYPES.publish:
      return readPublish(first, body)
    case TYPES.published:
      return { type: 'published', id: sixteenAt(body, 0) }
    case TYPES.subscribed:
      return {
        type: 'subscribed',
        id: sixteenAt(body, 0),
        granted: [...body.subarray(2)].map((code) => code < CONTINUES),
      }
    case TYPES.pong:
      return { type: 'pong' }
    default:
      return { type: 'other' }
  }
}

function readPublish(first: number, body: Uint8Array): Packet {
  const topicEnd = 2 + sixteenAt(body, 0)
  if (topicEnd > body.length) throw new RangeError('a topic ends beyond its packet')
  const qos = (first >> QOS_SHIFT) & QOS_MASK
  return {
    type: 'publish',
    topic: decoder.decode(body.subarray(2, topicEnd)),
    payload: body.subarray(qos === 0 ? topicEnd : topicEnd + 2),
    retained: (first & RETAIN_FLAG) !== 0,
    id: qos === 0 ? null : sixteenAt(body, topicEnd),
  }
}

function packet(first: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, { length: one }) => sum + one, 0)
  const head = [first]
  for (let rest = length; ; rest = Math.floor(rest / CONTINUES)) {
    const more = rest >= CONTINUES
    head.push((rest % CONTINUES) + (more ? CONTINUES : 0))
    if (!more) break
  }
  const bytes = new Uint8Array(head.length + length)
  bytes.set(head)
  let at = head.length
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** A string with its length before it (1.5.3). */
function words(text: string): Uint8Array {
  const bytes = encoder.encode(text)
  if (bytes.length > STRING_MAX_BYTES) throw new RangeError('a text is too long')
  return Uint8Array.of(...sixteen(bytes.length), ...bytes)
}

const sixteen = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 255)
const sixteenAt = (bytes: Uint8Array, at: number): number => byteAt(bytes, at) * 256 + byteAt(bytes, at + 1)

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw new RangeError('a packet ends too early')
  return byte
}
