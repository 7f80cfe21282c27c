/**
 * Bibliotheca's own model "DM11", from before ISO 28560. Its layout is nowhere published; it was worked out here from the
 * ten tags whose bytes and barcodes are in GallusMax/libdanrfid (DM11DataTest.java), and fits each of them:
 *
 *     byte 0        0B
 *     from bit 14   the barcode, six bits a character (code less 20h), the lowest bit of the lowest byte first,
 *                   ended by 00; up to 13 characters, to the end of byte 11
 *     bytes 14-15   CRC over bytes 0 to 11, low byte first: polynomial 1021, initial D080, each byte's lowest bit first,
 *                   the result not reflected
 *
 * What bits 8 to 13 and the bytes from 16 on mean is not known, so a set is not told apart here.
 */
const MARK = 0x0b
const TEXT_FROM_BIT = 14
const TEXT_CHARACTERS = 13
const PROTECTED_BYTES = 12
const CRC_AT = 14
const BARCODE = /^[0-9A-Z]{4,13}$/

/** The barcode; null where the bytes are no such tag, or its CRC is wrong. */
export function decodeLegacyDm11(memory: Uint8Array): string | null {
  if (memory[0] !== MARK || memory.length < CRC_AT + 2) return null
  const stored = (memory[CRC_AT] ?? 0) | ((memory[CRC_AT + 1] ?? 0) << 8)
  if (crcOf(memory.subarray(0, PROTECTED_BYTES)) !== stored) return null
  let text = ''
  for (let at = 0; at < TEXT_CHARACTERS; at++) {
    const code = sixBits(memory, TEXT_FROM_BIT + at * 6)
    if (code === 0) break
    text += String.fromCharCode(code + 0x20)
  }
  return BARCODE.test(text) ? text : null
}

function sixBits(memory: Uint8Array, bit: number): number {
  const two = (memory[bit >> 3] ?? 0) | ((memory[(bit >> 3) + 1] ?? 0) << 8)
  return (two >> (bit & 7)) & 0x3f
}

function crcOf(bytes: Uint8Array): number {
  let crc = 0xd080
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const feedback = (crc >> 15) ^ ((byte >> bit) & 1)
      crc = ((crc << 1) & 0xffff) ^ (feedback === 0 ? 0 : 0x1021)
    }
  }
  return crc
}
