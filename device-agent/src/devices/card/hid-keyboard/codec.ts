/**
 * USB keyboards as readers of cards: each key is a report in the boot format (USB HID 1.11, appendix B.1): modifiers, a
 * byte that is reserved, and the codes of up to six keys that are down (HID Usage Tables 1.12, section 10). A card is typed
 * and ended by Enter. Read are digits and letters; digits are on the same keys in every layout that readers are sold with.
 */

export const REPORT_BYTES = 8
const KEYS_AT = 2
/** More characters than any card's number has are noise. */
export const TYPED_MAX_CHARACTERS = 40

const A = 0x04
const Z = 0x1d
const DIGIT_1 = 0x1e
const DIGIT_0 = 0x27
const KEYPAD_1 = 0x59
const KEYPAD_0 = 0x62
const ENDS: ReadonlySet<number> = new Set([0x28, 0x58])
/** Keys that stand between groups of digits and say nothing: space, minus, tab, keypad minus. */
const SILENT: ReadonlySet<number> = new Set([0x2c, 0x2d, 0x2b, 0x56])

export type KeyFault = 'notAReport' | 'notACard' | 'tooLong'

export class KeyReader {
  #typed = ''
  #spoilt: KeyFault | null = null
  #down: ReadonlySet<number> = new Set()
  readonly #onFault: (fault: KeyFault) => void

  constructor(onFault: (fault: KeyFault) => void = () => undefined) {
    this.#onFault = onFault
  }

  /** What was typed, in capitals, where this report ends it; else null. A report may carry its number in front. */
  push(report: Uint8Array): string | null {
    if (report.length !== REPORT_BYTES && report.length !== REPORT_BYTES + 1) {
      this.#onFault('notAReport')
      return null
    }
    const keys = report.subarray(report.length - REPORT_BYTES + KEYS_AT).filter((key) => key !== 0)
    let card: string | null = null
    for (const key of keys) if (!this.#down.has(key)) card = this.#press(key) ?? card
    this.#down = new Set(keys)
    return card
  }

  #press(key: number): string | null {
    if (ENDS.has(key)) return this.#end()
    if (SILENT.has(key)) return null
    const character = characterOf(key)
    if (character === null) this.#spoilt ??= 'notACard'
    else if (this.#typed.length >= TYPED_MAX_CHARACTERS) this.#spoilt ??= 'tooLong'
    else this.#typed += character
    return null
  }

  #end(): string | null {
    const typed = this.#typed
    const spoilt = this.#spoilt
    this.#typed = ''
    this.#spoilt = null
    if (spoilt !== null) this.#onFault(spoilt)
    return spoilt !== null || typed === '' ? null : typed
  }
}

function characterOf(key: number): string | null {
  if (key >= A && key <= Z) return String.fromCharCode(0x41 + key - A)
  if (key >= DIGIT_1 && key <= DIGIT_0) return String((key - DIGIT_1 + 1) % 10)
  if (key >= KEYPAD_1 && key <= KEYPAD_0) return String((key - KEYPAD_1 + 1) % 10)
  return null
}

/** The chip's number from what was typed; null where it is no row of whole bytes. */
export function typedUid(typed: string): Uint8Array | null {
  return /^([0-9A-F]{2}){1,10}$/.test(typed) ? Uint8Array.from(Buffer.from(typed, 'hex')) : null
}
