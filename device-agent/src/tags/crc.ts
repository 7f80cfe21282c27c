/** The CRCs of library tags and of their readers (names and check values of the CRC catalogue). */

/** CRC-16/CCITT-FALSE: polynomial 1021, initial FFFF, not reflected. '123456789' → 29B1. */
export function crcCcittFalse(bytes: Iterable<number>): number {
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++)
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff
  }
  return crc
}

/** CRC-16/GENIBUS: as CCITT-FALSE, each bit turned over at the end. '123456789' → D64E. */
export const crcGenibus = (bytes: Iterable<number>): number => crcCcittFalse(bytes) ^ 0xffff

/** CRC-16/MCRF4XX: polynomial 1021 reflected (8408), initial FFFF. '123456789' → 6F91. */
export function crcMcrf4xx(bytes: Iterable<number>): number {
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x8408 : crc >>> 1
  }
  return crc
}
