/** A scanner on RS-232 or USB-CDC sends a line per code: ended by CR, LF or both, perhaps between STX and ETX. */
import { type BarcodeText, cleanBarcode } from '../../../contract/barcode-text.ts'

/** A line longer than this is noise and dropped whole. */
export const LINE_MAX_BYTES = 256

const LINE_END: ReadonlySet<number> = new Set([0x0d, 0x0a, 0x03])
const STX = 0x02

export class LineReader {
  #bytes: number[] = []
  #overrun = false
  readonly #onFault: (fault: 'lineTooLong' | 'notACode') => void

  constructor(onFault: (fault: 'lineTooLong' | 'notACode') => void = () => undefined) {
    this.#onFault = onFault
  }

  /** The codes that `chunk` completes. */
  push(chunk: Uint8Array): readonly BarcodeText[] {
    const codes: BarcodeText[] = []
    for (const byte of chunk) {
      if (LINE_END.has(byte)) this.#end(codes)
      else if (byte === STX) this.#start()
      else if (this.#bytes.length >= LINE_MAX_BYTES) this.#overrun = true
      else this.#bytes.push(byte)
    }
    return codes
  }

  #end(codes: BarcodeText[]): void {
    const text = String.fromCharCode(...this.#bytes)
    const { length } = this.#bytes
    const overrun = this.#overrun
    this.#start()
    if (overrun) return this.#onFault('lineTooLong')
    if (length === 0) return
    const code = cleanBarcode(text)
    if (code === null) this.#onFault('notACode')
    else codes.push(code)
  }

  #start(): void {
    this.#bytes = []
    this.#overrun = false
  }
}

/** What a scanner sends for one code. */
export function buildLine(code: string, symbology: string | null): Uint8Array {
  return Uint8Array.from(Buffer.from(`${symbology === null ? '' : `]${symbology}0`}${code}\r\n`, 'latin1'))
}
