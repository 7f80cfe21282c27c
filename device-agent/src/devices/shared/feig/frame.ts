/**
 * Frames of the FEIG ISO-Host protocol, both forms and both directions (FEIG manuals H20800 and H01113, "Protocol
 * frames"):
 *
 *     standard   LEN ADR CMD data CRC-lo CRC-hi                   LEN: the whole frame, 5 to 255
 *     advanced   02 ALEN-hi ALEN-lo ADR CMD data CRC-lo CRC-hi    ALEN: the whole frame
 *
 * A reply's data begins with its status. Replies above 255 bytes come in the advanced form whatever was asked; a
 * standard frame cannot begin with 02. The CRC is CRC-16/MCRF4XX over everything before it.
 */

import { crcMcrf4xx } from '../../../tags/crc.ts'
import { FrameCutter, type FrameFault } from '../frame-cutter.ts'

export type Framing = 'standard' | 'advanced'

export interface Frame {
  readonly address: number
  readonly command: number
  readonly data: Uint8Array
}

/** Above it a length is noise: the largest buffers of this family hold 2 KiB. */
export const FRAME_MAX_BYTES = 4_096
const STX = 0x02
const STANDARD_MIN_BYTES = 5
const ADVANCED_MIN_BYTES = 7
const STANDARD_MAX_BYTES = 255

/** Throws RangeError for data that does not fit the framing. */
export function buildFrame({ address, command, data }: Frame, framing: Framing): Uint8Array {
  const head = framing === 'standard' ? 3 : 5
  const length = head + data.length + 2
  if (length > (framing === 'standard' ? STANDARD_MAX_BYTES : FRAME_MAX_BYTES)) {
    throw new RangeError(`${data.length} bytes do not fit a ${framing} frame`)
  }
  const lead = framing === 'standard' ? [length] : [STX, length >> 8, length & 0xff]
  const body = Uint8Array.of(...lead, address, command, ...data)
  const crc = crcMcrf4xx(body)
  return Uint8Array.of(...body, crc & 0xff, crc >> 8)
}

export class FrameParser extends FrameCutter<Frame> {
  constructor(onFault?: (fault: FrameFault) => void) {
    super({ length: frameLength, read: readFrame }, onFault)
  }
}

/** Null: too little to tell. 0: no frame begins here. */
function frameLength(bytes: Uint8Array, at: number): number | null {
  const first = bytes[at] ?? 0
  if (first !== STX) return first >= STANDARD_MIN_BYTES ? first : 0
  if (bytes.length - at < 3) return null
  const length = ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
  return length >= ADVANCED_MIN_BYTES && length <= FRAME_MAX_BYTES ? length : 0
}

function readFrame(bytes: Uint8Array): Frame | null {
  const end = bytes.length - 2
  const crc = (bytes[end] ?? 0) | ((bytes[end + 1] ?? 0) << 8)
  if (crcMcrf4xx(bytes.subarray(0, end)) !== crc) return null
  const head = bytes[0] === STX ? 3 : 1
  return { address: bytes[head] ?? 0, command: bytes[head + 1] ?? 0, data: bytes.slice(head + 2, end) }
}
