/** What can go wrong on the way from an emulated device to its driver, whatever they speak. */
import type { WireLink } from '../transports/emulator-host.ts'

export interface WireFaults {
  /** Hears, and says nothing. */
  readonly silent: boolean
  /** Every reply comes so much later. */
  readonly stallMilliseconds: number
  /** Replies leave byte by byte. */
  readonly split: boolean
  /** Noise before each reply. */
  readonly leadingGarbage: boolean
  /** The byte of each reply that arrives wrong, or null. */
  readonly flipByte: number | null
  /** The line breaks after so many bytes of a reply, or null. */
  readonly cutAfterBytes: number | null
}

/** No start byte of any protocol here, then one, then noise. */
const NOISE = Uint8Array.of(0xff, 0x00, 0x02, 0xd6)
const FLIPPED_BITS = 0x5a

/** Sends a reply as the faults would have it arrive. `noise`: what is worst to hear in this protocol. */
export function sendWith(faults: WireFaults, link: WireLink, reply: Uint8Array, noise = NOISE): void {
  const { flipByte, cutAfterBytes } = faults
  const bytes = reply.slice()
  if (flipByte !== null && flipByte < bytes.length) bytes[flipByte] = (bytes[flipByte] ?? 0) ^ FLIPPED_BITS
  if (faults.leadingGarbage) link.send(noise)
  if (cutAfterBytes !== null) {
    link.send(bytes.subarray(0, cutAfterBytes))
    link.cut()
  } else if (faults.split) for (const byte of bytes) link.send(Uint8Array.of(byte))
  else link.send(bytes)
}
