/**
 * Frames of 3M's serial pads, both directions ("3M RFID Reader Model 210 Protocol Specification", 1.0.0, sections 3, 4 and
 * appendix C; published with dpavlin/Biblio-RFID, docs/):
 *
 *     D6 LEN-hi LEN-lo command data CRC-hi CRC-lo             LEN: the bytes behind it
 *     D5 …                                                    the same for the session with the pad's controller
 *
 * A reply's data begins with its error byte. The CRC is CRC-16/GENIBUS over everything behind the start byte.
 */

import { crcGenibus } from '../../../tags/crc.ts'
import { FrameCutter, type FrameFault } from '../../shared/frame-cutter.ts'

export const START = { command: 0xd6, session: 0xd5 } as const
export type Start = (typeof START)[keyof typeof START]

export interface Frame {
  readonly start: Start
  readonly command: number
  readonly data: Uint8Array
}

/** Above it a length is noise: the longest reply names 255 tags, 9 bytes each. */
export const FRAME_MAX_BYTES = 4_096
const HEAD_BYTES = 3
const CRC_BYTES = 2
/** Command and CRC. */
const LENGTH_MIN = 3

/** Throws RangeError for data that fit no frame. */
export function buildFrame({ start, command, data }: Frame): Uint8Array {
  const length = 1 + data.length + CRC_BYTES
  if (HEAD_BYTES + length > FRAME_MAX_BYTES) throw new RangeError(`${data.length} bytes do not fit a frame`)
  const body = Uint8Array.of(length >> 8, length & 0xff, command, ...data)
  const crc = crcGenibus(body)
  return Uint8Array.of(start, ...body, crc >> 8, crc & 0xff)
}

export class FrameParser extends FrameCutter<Frame> {
  constructor(onFault?: (fault: FrameFault) => void) {
    super({ length: frameLength, read: readFrame }, onFault)
  }
}

const startOf = (byte: number | undefined): Start | null =>
  byte === START.command || byte === START.session ? byte : null

/** Null: too little to tell. 0: no frame begins here. */
function frameLength(bytes: Uint8Array, at: number): number | null {
  if (startOf(bytes[at]) === null) return 0
  if (bytes.length - at < HEAD_BYTES) return null
  const length = ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
  return length >= LENGTH_MIN && HEAD_BYTES + length <= FRAME_MAX_BYTES ? HEAD_BYTES + length : 0
}

function readFrame(bytes: Uint8Array): Frame | null {
  const start = startOf(bytes[0])
  const end = bytes.length - CRC_BYTES
  const crc = ((bytes[end] ?? 0) << 8) | (bytes[end + 1] ?? 0)
  if (start === null || crcGenibus(bytes.subarray(1, end)) !== crc) return null
  return { start, command: bytes[HEAD_BYTES] ?? 0, data: bytes.slice(HEAD_BYTES + 1, end) }
}
