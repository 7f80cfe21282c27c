/** Bits in bytes, the most significant first. */

export class BitReader {
  readonly #bytes: Uint8Array
  #at = 0
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }
  get left(): number {
    return this.#bytes.length * 8 - this.#at
  }
  /** Null where fewer bits are left. */
  take(width: number): number | null {
    if (this.left < width) return null
    let value = 0
    for (let bit = 0; bit < width; bit++, this.#at++) {
      const byte = this.#bytes[this.#at >> 3] ?? 0
      value = (value << 1) | ((byte >> (7 - (this.#at & 7))) & 1)
    }
    return value
  }
}

export class BitWriter {
  readonly #bits: number[] = []
  put(value: number, width: number): void {
    for (let bit = width - 1; bit >= 0; bit--) this.#bits.push((value >> bit) & 1)
  }
  /** The last byte is filled up with the first bits of `padding`. */
  bytes(padding: readonly number[]): Uint8Array {
    const bytes = new Uint8Array(Math.ceil(this.#bits.length / 8))
    for (let at = 0; at < bytes.length * 8; at++) {
      const bit = this.#bits[at] ?? padding[at - this.#bits.length] ?? 0
      bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (bit << (7 - (at & 7)))
    }
    return bytes
  }
}
