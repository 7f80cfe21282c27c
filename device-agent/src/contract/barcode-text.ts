/** From what a scanner sends to the number the library knows. */

/** Longest code taken, in characters. */
export const BARCODE_MAX_CHARACTERS = 80

export interface BarcodeText {
  readonly code: string
  /** AIM symbology letter (ISO/IEC 15424: 'F' Codabar, 'C' Code 128, 'A' Code 39), or null where none was sent. */
  readonly symbology: string | null
}

/** Printable ASCII; library barcodes have nothing else. */
const PRINTABLE = /^[\u0020-\u007e]+$/
const AIM = /^\]([A-Za-z])[0-9A-Za-z]/

/**
 * Takes off the AIM prefix (']F0'), Codabar's start and stop letters (A to D) and Code 39's asterisks. Null for an empty,
 * too long or unprintable text.
 */
export function cleanBarcode(raw: string): BarcodeText | null {
  const text = raw.trim()
  const aim = AIM.exec(text)
  const symbology = aim?.[1] ?? null
  let code = aim === null ? text : text.slice(aim[0].length)
  if (symbology === null || symbology === 'F') code = code.replace(/^[A-Da-d](\d[\d$:/.+-]*)[A-Da-d]$/, '$1')
  if (symbology === null || symbology === 'A') code = code.replace(/^\*(.+)\*$/, '$1')
  if (code.length === 0 || code.length > BARCODE_MAX_CHARACTERS || !PRINTABLE.test(code)) return null
  return { code, symbology }
}
