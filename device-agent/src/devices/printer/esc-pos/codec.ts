/**
 * What an ESC/POS printer says back, and the requests for it (Epson ESC/POS command reference: DLE EOT, GS a, GS ( H; the
 * fixed bits as the Citizen and Epson manuals give them). All of it comes on one line and must be told apart by its bits.
 */

/** DLE EOT n: one status byte at once, also while the printer is busy. */
export const STATUS_REQUEST = { printer: 1, offline: 2, error: 3, paper: 4 } as const
export const statusRequest = (n: number): Uint8Array => Uint8Array.of(0x10, 0x04, n)

/** GS a n: tell by yourself when something changes (automatic status back); FFh: everything. */
export const ENABLE_AUTO_STATUS = Uint8Array.of(0x1d, 0x61, 0xff)

/** GS ( H, function 48: says the four characters back when everything before it is printed. */
export const confirmRequest = (id: string): Uint8Array =>
  Uint8Array.of(0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, ...Buffer.from(id, 'latin1'))
export const CONFIRM_ID_CHARACTERS = 4

export interface PrinterState {
  readonly offline: boolean
  readonly coverOpen: boolean
  readonly paperNearEnd: boolean
  readonly paperOut: boolean
  readonly cutterError: boolean
  /** Cannot recover by itself. */
  readonly fault: boolean
}
export const GOOD: PrinterState = {
  offline: false,
  coverOpen: false,
  paperNearEnd: false,
  paperOut: false,
  cutterError: false,
  fault: false,
}

export type PrinterSays =
  /** An answer to DLE EOT: which of the four it is, only the asker knows. */
  | { readonly kind: 'status'; readonly byte: number }
  | { readonly kind: 'auto'; readonly state: PrinterState }
  | { readonly kind: 'confirmed'; readonly id: string }

const has = (byte: number, mask: number): boolean => (byte & mask) === mask

/** The state as one DLE EOT answer changes it. */
export function withStatus(state: PrinterState, n: number, byte: number): PrinterState {
  switch (n) {
    case STATUS_REQUEST.printer:
      return { ...state, offline: has(byte, 0x08) }
    case STATUS_REQUEST.offline:
      return { ...state, coverOpen: has(byte, 0x04) }
    case STATUS_REQUEST.error:
      return { ...state, cutterError: has(byte, 0x08), fault: has(byte, 0x20) }
    default:
      return { ...state, paperNearEnd: (byte & 0x0c) !== 0, paperOut: (byte & 0x60) !== 0 }
  }
}

/** Four bytes of automatic status. */
export function autoStatus(bytes: readonly number[]): PrinterState {
  const [first = 0, second = 0, third = 0] = bytes
  return {
    offline: has(first, 0x08),
    coverOpen: has(first, 0x20),
    cutterError: has(second, 0x08),
    fault: has(second, 0x20),
    paperNearEnd: (third & 0x03) !== 0,
    paperOut: (third & 0x0c) !== 0,
  }
}

const AUTO_BYTES = 4
/** 37h 22h, the four characters, 00h. */
const CONFIRM_HEAD = [0x37, 0x22] as const
const CONFIRM_BYTES = 7

/** Tells one from the other by their fixed bits; a byte that fits nothing is skipped and counted. */
export class PrinterParser {
  #bytes: number[] = []
  readonly #onFault: () => void

  constructor(onFault: () => void = () => undefined) {
    this.#onFault = onFault
  }

  push(chunk: Uint8Array): readonly PrinterSays[] {
    this.#bytes.push(...chunk)
    const said: PrinterSays[] = []
    for (let first = this.#bytes[0]; first !== undefined; first = this.#bytes[0]) {
      const used = this.#read(first, said)
      if (used === null) break
      this.#bytes.splice(0, used)
    }
    return said
  }

  reset(): void {
    this.#bytes = []
  }

  /** Bytes used, or null where more are needed. */
  #read(first: number, said: PrinterSays[]): number | null {
    // XON and XOFF of a serial line.
    if (first === 0x11 || first === 0x13) return 1
    if ((first & 0x93) === 0x12) {
      said.push({ kind: 'status', byte: first })
      return 1
    }
    if (first === CONFIRM_HEAD[0]) return this.#readConfirm(said)
    if ((first & 0x93) === 0x10) {
      if (this.#bytes.length < AUTO_BYTES) return null
      const bytes = this.#bytes.slice(0, AUTO_BYTES)
      if (bytes.slice(1).some((byte) => (byte & 0x90) !== 0)) return this.#skip()
      said.push({ kind: 'auto', state: autoStatus(bytes) })
      return AUTO_BYTES
    }
    return this.#skip()
  }

  #readConfirm(said: PrinterSays[]): number | null {
    const [, second] = this.#bytes
    if (second === undefined) return null
    if (second !== CONFIRM_HEAD[1]) return this.#skip()
    if (this.#bytes.length < CONFIRM_BYTES) return null
    if (this.#bytes[CONFIRM_BYTES - 1] !== 0) return this.#skip()
    said.push({
      kind: 'confirmed',
      id: String.fromCharCode(...this.#bytes.slice(2, 2 + CONFIRM_ID_CHARACTERS)),
    })
    return CONFIRM_BYTES
  }

  #skip(): number {
    this.#onFault()
    return 1
  }
}
