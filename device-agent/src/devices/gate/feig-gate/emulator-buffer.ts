/** The reader's buffer: what it saw, in order, until it is cleared; when it is full, what comes is lost. */

import type { Seen } from './emulator-aisle.ts'
import { encodeTime, type TimeOfDay, TR_DATA1, TR_DATA2, TR_TYPE_ISO15693 } from './records.ts'

/** Which parts the records have (CFG11). */
export interface RecordParts {
  /** Blocks of 4 bytes; 0 for none. */
  readonly blocks: number
  readonly antenna: boolean
  readonly time: boolean
  readonly input: boolean
  readonly direction: boolean
  readonly mac: readonly number[] | null
  /** Blocks begin with their first byte. */
  readonly firstByteFirst: boolean
}

export interface Entry {
  /** Null for a change of the inputs. */
  readonly seen: Seen | null
  readonly time: TimeOfDay
  readonly inputs: number
}

export const DIRECTION = { in: 0x01, out: 0x02 } as const
/** What the reader can send at once. */
const REPLY_MAX_BYTES = 2_000

export class GateBuffer {
  readonly #parts: RecordParts
  readonly #capacity: number
  #entries: Uint8Array[] = []
  #read = 0
  overflowed = false

  constructor(parts: RecordParts, capacity: number) {
    this.#parts = parts
    this.#capacity = capacity
  }

  get size(): number {
    return this.#capacity
  }
  get used(): number {
    return this.#entries.length
  }

  add(entry: Entry): void {
    if (this.#entries.length >= this.#capacity) this.overflowed = true
    else this.#entries.push(encodeRecord(entry, this.#parts))
  }

  /** The first records, as data of a reply: always the same until they are cleared. */
  read(sets: number): { readonly data: Uint8Array; readonly more: boolean } {
    const chosen: Uint8Array[] = []
    let bytes = 0
    for (const entry of this.#entries.slice(0, sets)) {
      if (bytes + entry.length > REPLY_MAX_BYTES) break
      bytes += entry.length
      chosen.push(entry)
    }
    this.#read = chosen.length
    if (chosen.length === 0) return { data: new Uint8Array(0), more: false }
    const [select1, select2] = selection(this.#parts)
    return {
      data: Uint8Array.of(
        select1,
        ...(select2 === 0 ? [] : [select2]),
        chosen.length >> 8,
        chosen.length & 0xff,
        ...chosen.flatMap((entry) => [...entry]),
      ),
      more: this.#entries.length > chosen.length,
    }
  }

  /** Forgets what was read last. */
  clear(): void {
    this.#entries = this.#entries.slice(this.#read)
    this.#read = 0
    this.overflowed = false
  }
  /** A connection ended: what was read on it counts as unread. */
  unread(): void {
    this.#read = 0
  }
  initialize(): void {
    this.#entries = []
    this.#read = 0
    this.overflowed = false
  }
}

function selection(parts: RecordParts): readonly [number, number] {
  const select2 =
    (parts.input ? TR_DATA2.input : 0) |
    (parts.mac === null ? 0 : TR_DATA2.mac) |
    // Which bit says that a direction follows is not published; any unknown one will do for a driver that asks none.
    (parts.direction ? 0x40 : 0)
  const select1 =
    TR_DATA1.serial |
    (parts.blocks > 0 ? TR_DATA1.blocks : 0) |
    (parts.firstByteFirst ? TR_DATA1.firstByteFirst : 0) |
    (parts.antenna ? TR_DATA1.antenna : 0) |
    (parts.time ? TR_DATA1.time : 0) |
    (select2 === 0 ? 0 : TR_DATA1.more)
  return [select1, select2]
}

function encodeRecord({ seen, time, inputs }: Entry, parts: RecordParts): Uint8Array {
  const body = [
    ...(seen === null
      ? [0x00, 0x00, 0x00]
      : [TR_TYPE_ISO15693, 0x00, 0x08, ...Buffer.from(seen.tag.uid, 'hex')]),
    ...(parts.blocks > 0 ? encodeBlocks(seen, parts) : []),
    ...(parts.time ? encodeTime(time) : []),
    ...(parts.antenna ? [seen === null ? 0 : 1 << (seen.antenna - 1)] : []),
    ...(parts.input ? [inputs, 0x01] : []),
    ...(parts.direction ? [seen === null ? 0 : DIRECTION[seen.direction]] : []),
    ...(parts.mac ?? []),
  ]
  const length = body.length + 2
  return Uint8Array.of(length >> 8, length & 0xff, ...body)
}

function encodeBlocks(seen: Seen | null, { blocks, firstByteFirst }: RecordParts): readonly number[] {
  if (seen === null) return [0, 0, 0]
  const { blockSize, memory } = seen.tag
  const count = Math.min(blocks, Math.floor(memory.length / blockSize))
  const bytes = memory.slice(0, count * blockSize)
  if (!firstByteFirst)
    for (let at = 0; at < bytes.length; at += blockSize) bytes.subarray(at, at + blockSize).reverse()
  return [count >> 8, count & 0xff, blockSize, ...bytes]
}
