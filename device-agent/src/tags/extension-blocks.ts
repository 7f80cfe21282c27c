/**
 * Extension blocks of ISO 28560-3, behind the basic block: length (of all), identifier (2 bytes, low one first), a byte that
 * makes the XOR of the whole block 0, data. Length 00 ends the list; 01 is one filler byte.
 */

export interface Extension {
  /** 1 library, 2 acquisition, 3 library supplement, 4 title, 5 inter-library loan, from 101 local. */
  readonly id: number
  readonly data: Uint8Array
}

const HEAD_BYTES = 4

/** The sound blocks in order; reading ends at the first that is not. */
export function decodeExtensions(memory: Uint8Array): readonly Extension[] {
  const found: Extension[] = []
  let at = 0
  while (at < memory.length) {
    const length = memory[at] ?? 0
    if (length === 0) break
    if (length === 1) {
      at++
      continue
    }
    const block = memory.subarray(at, at + length)
    if (length < HEAD_BYTES || block.length < length || xorOf(block) !== 0) break
    found.push({ id: (block[1] ?? 0) | ((block[2] ?? 0) << 8), data: block.slice(HEAD_BYTES) })
    at += length
  }
  return found
}

/** Throws RangeError for data above 251 bytes. */
export function encodeExtension({ id, data }: Extension): Uint8Array {
  const length = HEAD_BYTES + data.length
  if (length > 255) throw new RangeError('an extension block takes 251 bytes of data')
  const block = Uint8Array.of(length, id & 0xff, id >> 8, 0, ...data)
  block[3] = xorOf(block)
  return block
}

/** Text fields, separated by NUL; trailing empty ones may be cut off. */
export function textFields({ data }: Extension): readonly string[] {
  return new TextDecoder().decode(data).split('\0')
}

const xorOf = (block: Uint8Array): number => block.reduce((sum, byte) => sum ^ byte, 0)
