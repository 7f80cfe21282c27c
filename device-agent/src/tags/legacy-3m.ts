/**
 * The data model of 3M's own tags, from before ISO 28560: block 0 holds 04, item number and number of items in one byte,
 * 00, media type; then 16 bytes of barcode (layout as read by dpavlin/Biblio-RFID, RFID501.pm).
 */
export interface Legacy3m {
  readonly itemId: string
  readonly part: number
  readonly parts: number
}

const MARK = 0x04
const ID_AT = 4
const ID_BYTES = 16
const BARCODE = /^[\u0021-\u007e]{4,16}$/

/** Null where the bytes are no such tag. */
export function decodeLegacy3m(memory: Uint8Array): Legacy3m | null {
  const [mark, set = 0, zero] = memory
  const id = memory.subarray(ID_AT, ID_AT + ID_BYTES)
  if (mark !== MARK || zero !== 0 || id.length < ID_BYTES) return null
  const itemId = String.fromCharCode(...id).replaceAll('\0', '')
  const filledUp = id.subarray(itemId.length).every((byte) => byte === 0)
  return filledUp && BARCODE.test(itemId) ? { itemId, part: set >> 4, parts: set & 0x0f } : null
}
