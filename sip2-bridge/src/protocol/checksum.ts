/**
 * Error detection (SIP2 2.00, "Error detection"): the sum of all bytes from the first digit up to and including the
 * letters AZ, plus the value of the four hex digits, is 0 modulo 65536.
 */

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).toUpperCase().padStart(2, '0'))

/** Four upper-case hex digits for bytes that end with AZ. A frame of 64 KiB cannot overflow the sum. */
export function checksum(throughAz: Uint8Array): string {
  let sum = 0
  for (let at = 0; at < throughAz.length; at++) sum += throughAz[at] ?? 0
  return checksumOf(sum)
}

/** The same, for whoever has the sum already. */
export function checksumOf(sum: number): string {
  const value = -sum & 0xffff
  return `${HEX[value >> 8]}${HEX[value & 0xff]}`
}

export interface Trailer {
  /** Where the trailer begins: everything before it is the message's body. */
  readonly start: number
  /** Past the letters AZ: what the checksum covers. */
  readonly covered: number
  /** AY, 0 to 9, or null where it is missing or no digit. */
  readonly sequence: number | null
  readonly value: number
}

/** Finds `AY` digit `AZ` one to four hex digits (servers send fewer than four) at the end of a frame. */
export function findTrailer(text: string): Trailer | null {
  const az = text.lastIndexOf('AZ')
  const digits = text.slice(az + 2)
  if (az < 2 || !/^[0-9A-Fa-f]{1,4}$/.test(digits)) return null
  // A field that happens to be AZ follows a pipe with more than a trailer in it; ours stands bare at the end.
  const hasSequence = az >= 5 && text.startsWith('AY', az - 3)
  const digit = hasSequence ? text.charCodeAt(az - 1) - 48 : -1
  return {
    start: hasSequence ? az - 3 : az,
    covered: az + 2,
    sequence: digit >= 0 && digit <= 9 ? digit : null,
    value: Number.parseInt(digits, 16),
  }
}
