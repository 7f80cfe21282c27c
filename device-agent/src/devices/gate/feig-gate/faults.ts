/** What can be made to go wrong with the emulated gate. */
import type { WireLink } from '../../../transports/emulator-host.ts'

export interface GateFaults {
  /** Hears, and says nothing: no answer, no message, no keep-alive. */
  readonly silent: boolean
  /** Every frame leaves so much later. */
  readonly stallMilliseconds: number
  /** Frames leave byte by byte. */
  readonly split: boolean
  /** Noise before each frame; the last of it looks like the head of a long one. */
  readonly leadingGarbage: boolean
  /** The byte of each frame that arrives wrong, or null. */
  readonly flipByte: number | null
  /** The line breaks after so many bytes of a frame, or null. */
  readonly cutAfterBytes: number | null
  /** Every command is answered with this status, or null. */
  readonly status: number | null
  /** Each message of Notification Mode is sent twice. */
  readonly duplicate: boolean
}

export const NO_FAULTS: GateFaults = {
  silent: false,
  stallMilliseconds: 0,
  split: false,
  leadingGarbage: false,
  flipByte: null,
  cutAfterBytes: null,
  status: null,
  duplicate: false,
}

/** Sends a frame as the faults will have it. */
export function sendFaulty(link: WireLink, frame: Uint8Array, faults: GateFaults): void {
  const bytes = frame.slice()
  if (faults.flipByte !== null && faults.flipByte < bytes.length)
    bytes[faults.flipByte] = (bytes[faults.flipByte] ?? 0) ^ 0x5a
  if (faults.leadingGarbage) link.send(Uint8Array.of(0xff, 0x00, 0x02, 0x0f))
  if (faults.cutAfterBytes !== null) {
    link.send(bytes.subarray(0, faults.cutAfterBytes))
    link.cut()
  } else if (faults.split) for (const byte of bytes) link.send(Uint8Array.of(byte))
  else link.send(bytes)
}
