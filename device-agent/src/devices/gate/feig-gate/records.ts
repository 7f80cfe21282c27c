/**
 * What a gate saw, as it stands in its buffer: the reply to [0x22], in Buffered Read Mode asked for, in Notification Mode
 * sent by itself. FEIG manuals H90202 (LRU3000) 11.4, H71011 (U500) 12.4:
 *
 *     TR-DATA1 [TR-DATA2] DATA-SETS(2) records
 *     record: RecLen(2, counts itself) then each selected part, in this order:
 *       serial   TR-TYP(1) IDDT(1) IDD-LEN(1) IDD
 *       blocks   DB-N(2) DB-SIZE(1) DB
 *       time(4)  hour, minute, milliseconds of the minute (2)
 *       date(5)
 *       antenna  one byte, a bit each (ANT); or ANT-CNT(1) then number and signal strength of each (ANT_EXT)
 *       input    IN(1: a bit each) STATUS(1)
 *       direction(1), MAC(6)
 *
 * TR-DATA1: 0 serial, 1 blocks, 3 blocks begin with their first byte, 4 antenna, 5 time, 6 date, 7 TR-DATA2 follows.
 * TR-DATA2: 0 input, 1 MAC, 4 ANT_EXT (bits as read in public programs for the Pepperl+Fuchs IUR-F800, the same reader).
 * Its other bits are in no public manual: what stands between the known parts then is kept as it is.
 */
import { type TagUid, tagUid } from '../../../tags/tag.ts'

export const TR_DATA1 = {
  serial: 0x01,
  blocks: 0x02,
  firstByteFirst: 0x08,
  antenna: 0x10,
  time: 0x20,
  date: 0x40,
  more: 0x80,
} as const
export const TR_DATA2 = { input: 0x01, mac: 0x02, antennas: 0x10 } as const

/** Type of an ISO 15693 transponder (H90202, annex A). */
export const TR_TYPE_ISO15693 = 0x03
const LENGTH_BYTES = 2
const UID_BYTES = 8
const TIME_BYTES = 4
const DATE_BYTES = 5
const MAC_BYTES = 6
const ANTENNA_BITS = 8

/** Time of day by the reader's own timer. */
export interface TimeOfDay {
  readonly hour: number
  readonly minute: number
  /** Of the minute, 0 to 59,999. */
  readonly milliseconds: number
}

export interface GateRecord {
  /** Null where there is none, or it is not an ISO 15693 tag's. */
  readonly uid: TagUid | null
  /** Some tag was named, of whatever kind. */
  readonly named: boolean
  /** The blocks in the tag's own byte order; null where none were sent. */
  readonly memory: Uint8Array | null
  readonly time: TimeOfDay | null
  /** From 1. */
  readonly antennas: readonly number[]
  /** Levels of inputs 1 to 5, a bit each; null where not told. */
  readonly inputs: number | null
  /** Six bytes as 'AA:BB:CC:DD:EE:FF'. */
  readonly mac: string | null
  /** What stands behind the known parts, as hex; where a direction is told, it is in here. */
  readonly rest: string
  /** True where no part could be made out: the record is broken, or of a kind not known. */
  readonly unreadable: boolean
  /** The whole record, as hex. */
  readonly raw: string
}

export interface BufferReply {
  readonly records: readonly GateRecord[]
  /** Records that were announced and are not there. */
  readonly missing: number
}

/** Takes the data behind the status; null where they make no sense. */
export function decodeBuffer(data: Uint8Array): BufferReply | null {
  const select1 = data[0]
  if (select1 === undefined) return { records: [], missing: 0 }
  const extended = (select1 & TR_DATA1.more) !== 0
  const select2 = extended ? (data[1] ?? 0) : 0
  const head = extended ? 2 : 1
  if (data.length < head + 2) return null
  const count = ((data[head] ?? 0) << 8) | (data[head + 1] ?? 0)
  const records: GateRecord[] = []
  let at = head + 2
  while (records.length < count && at + LENGTH_BYTES <= data.length) {
    const length = ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0)
    if (length < LENGTH_BYTES || at + length > data.length) break
    records.push(decodeRecord(data.subarray(at, at + length), select1, select2))
    at += length
  }
  // What cannot be cut into records was something the gate saw all the same.
  if (records.length < count && at < data.length) records.push(unreadableRecord(data.subarray(at)))
  return { records, missing: count - records.length }
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase()

const NOTHING = {
  uid: null,
  named: false,
  memory: null,
  time: null,
  antennas: [],
  inputs: null,
  mac: null,
} as const
const unreadableRecord = (bytes: Uint8Array): GateRecord => ({
  ...NOTHING,
  rest: hexOf(bytes),
  unreadable: true,
  raw: hexOf(bytes),
})

/** Takes part after part from the front; a part that is not all there throws. */
class Parts {
  readonly #bytes: Uint8Array
  #at: number
  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes
    this.#at = at
  }
  take(count: number): Uint8Array {
    if (this.#at + count > this.#bytes.length) throw new RangeError('the record is too short')
    this.#at += count
    return this.#bytes.subarray(this.#at - count, this.#at)
  }
  byte(): number {
    return this.take(1)[0] ?? 0
  }
  word(): number {
    return (this.byte() << 8) | this.byte()
  }
  rest(): Uint8Array {
    return this.#bytes.subarray(this.#at)
  }
}

function decodeRecord(record: Uint8Array, select1: number, select2: number): GateRecord {
  try {
    return takeParts(
      record,
      (bit) => (select1 & bit) !== 0,
      (bit) => (select2 & bit) !== 0,
    )
  } catch (error) {
    if (error instanceof RangeError) return unreadableRecord(record)
    throw error
  }
}

function takeParts(
  record: Uint8Array,
  has: (bit: number) => boolean,
  has2: (bit: number) => boolean,
): GateRecord {
  const mac = has2(TR_DATA2.mac) ? record.subarray(record.length - MAC_BYTES) : null
  // The MAC is the last part, whatever unknown one stands before it.
  const parts = new Parts(mac === null ? record : record.subarray(0, record.length - MAC_BYTES), LENGTH_BYTES)
  const serial = has(TR_DATA1.serial) ? takeSerial(parts) : { uid: null, named: false }
  const memory = has(TR_DATA1.blocks) ? takeBlocks(parts, has(TR_DATA1.firstByteFirst)) : null
  const time = has(TR_DATA1.time) ? decodeTime(parts.take(TIME_BYTES)) : null
  if (has(TR_DATA1.date)) parts.take(DATE_BYTES)
  const antennas = has2(TR_DATA2.antennas)
    ? takeAntennas(parts)
    : has(TR_DATA1.antenna)
      ? antennasOf(parts.byte())
      : []
  const inputs = has2(TR_DATA2.input) ? (parts.take(2)[0] ?? 0) : null
  return {
    ...serial,
    memory,
    time,
    antennas,
    inputs,
    mac: mac === null ? null : [...mac].map((byte) => hexOf(Uint8Array.of(byte))).join(':'),
    rest: hexOf(parts.rest()),
    unreadable: false,
    raw: hexOf(record),
  }
}

function takeSerial(parts: Parts): { readonly uid: TagUid | null; readonly named: boolean } {
  const type = parts.byte()
  parts.byte()
  const idd = parts.take(parts.byte())
  const uid = type === TR_TYPE_ISO15693 && idd.length === UID_BYTES ? tagUid(hexOf(idd)) : null
  return { uid, named: idd.length > 0 }
}

function takeBlocks(parts: Parts, firstByteFirst: boolean): Uint8Array {
  const count = parts.word()
  const size = parts.byte()
  const memory = parts.take(count * size).slice()
  if (!firstByteFirst)
    for (let at = 0; at < memory.length; at += size) memory.subarray(at, at + size).reverse()
  return memory
}

function takeAntennas(parts: Parts): readonly number[] {
  return Array.from({ length: parts.byte() }, () => {
    const number = parts.byte()
    parts.byte()
    return number
  })
}

const antennasOf = (bits: number): readonly number[] =>
  Array.from({ length: ANTENNA_BITS }, (_, index) => index + 1).filter((n) => (bits >> (n - 1)) & 1)

/** Hour, minute and milliseconds of the minute (FEIG H40801, 5.14; Siemens RF290R manual, [0x86]). */
export function decodeTime(bytes: Uint8Array): TimeOfDay {
  const [hour = 0, minute = 0, high = 0, low = 0] = bytes
  return { hour, minute, milliseconds: (high << 8) | low }
}

export const encodeTime = ({ hour, minute, milliseconds }: TimeOfDay): Uint8Array =>
  Uint8Array.of(hour, minute, milliseconds >> 8, milliseconds & 0xff)
