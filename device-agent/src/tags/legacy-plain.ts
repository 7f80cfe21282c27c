/**
 * Tags on which a vendor stored the bare barcode: ASCII from the first byte, filled up with 00, FF or blanks. Nothing
 * proves them but the library's own pattern of barcodes.
 */
const TEXT_MAX_BYTES = 32
const FILLING: ReadonlySet<number> = new Set([0x00, 0x20, 0xff])

/** The text; null where it is none, or `pattern` does not know it. */
export function decodePlain(memory: Uint8Array, pattern: RegExp): string | null {
  const area = memory.subarray(0, TEXT_MAX_BYTES)
  const end = area.findIndex((byte) => FILLING.has(byte))
  const bytes = end < 0 ? area : area.subarray(0, end)
  if (bytes.length === 0 || bytes.some((byte) => byte < 0x21 || byte > 0x7e)) return null
  const text = String.fromCharCode(...bytes)
  return pattern.test(text) ? text : null
}
