/** A barcode on a slip of paper, as narrow as its scanner needs and as wide as the paper lets it be. */

/** A character of the normal font is so many dots wide (Epson ESC/POS, font A). */
const CHARACTER_DOTS = 12
/** Code 128 (ISO/IEC 15417): a symbol is 11 modules; start, check and the stop with its closing bar are 11, 11 and 13. */
const SYMBOL_MODULES = 11
const FRAME_MODULES = 35
/** Ten modules of white on either side. */
const QUIET_MODULES = 20
/** Dots of a module, widest first. */
const MODULE_DOTS = [3, 2] as const

export interface Code128 {
  /** With the code set in front, as ESC/POS wants it (GS k, function B: '{B' for letters, '{C' for pairs of digits). */
  readonly data: string
  readonly moduleDots: number
}

/** Null where it has letters that no Code 128 has, or is too long for the paper. */
export function code128(text: string, columns: number): Code128 | null {
  if (!/^[ -~]+$/.test(text)) return null
  const pairs = /^(\d\d)+$/.test(text)
  const symbols = pairs ? text.length / 2 : text.length
  const modules = symbols * SYMBOL_MODULES + FRAME_MODULES + QUIET_MODULES
  const moduleDots = MODULE_DOTS.find((dots) => modules * dots <= columns * CHARACTER_DOTS)
  if (moduleDots === undefined) return null
  const digits = () => String.fromCharCode(...(text.match(/\d\d/g) ?? []).map(Number))
  // A brace would begin another code set.
  return { data: pairs ? `{C${digits()}` : `{B${text.replaceAll('{', '{{')}`, moduleDots }
}
