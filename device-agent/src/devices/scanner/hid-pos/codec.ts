/**
 * USB HID point of sale scanners (HID usage page 8Ch, "Bar code scanner"), as their makers' manuals give the report:
 * identifier 02, length, three characters of AIM symbology, data, and a last byte whose bit 0 says that more follows.
 */
import { type BarcodeText, cleanBarcode } from '../../../contract/barcode-text.ts'

export const REPORT_BYTES = 64
const REPORT_ID = 0x02
const AIM_BYTES = 3
const DATA_AT = 2 + AIM_BYTES
const CLOSE_BRACKET = 0x5d
/** A code in more reports than this is noise. */
export const REPORTS_MAX = 8

export class ReportReader {
  #parts: string[] = []
  readonly #onFault: (fault: 'notAReport' | 'notACode') => void

  constructor(onFault: (fault: 'notAReport' | 'notACode') => void = () => undefined) {
    this.#onFault = onFault
  }

  /** The code that the report completes, or null. Some models leave the report's identifier out. */
  push(chunk: Uint8Array): BarcodeText | null {
    const report = chunk[0] === REPORT_ID ? chunk : Uint8Array.of(REPORT_ID, ...chunk)
    const length = report[1] ?? 0
    if (length === 0 || DATA_AT + length > REPORT_BYTES) {
      this.#parts = []
      this.#onFault('notAReport')
      return null
    }
    // The symbology stands in every report; it is wanted once.
    const aim = Buffer.from(report.subarray(2, DATA_AT)).toString('latin1')
    const data = Buffer.from(report.subarray(DATA_AT, DATA_AT + length)).toString('latin1')
    this.#parts.push(this.#parts.length === 0 && report[2] === CLOSE_BRACKET ? aim + data : data)
    const more = ((report[REPORT_BYTES - 1] ?? 0) & 1) === 1 && this.#parts.length < REPORTS_MAX
    if (more) return null
    const code = cleanBarcode(this.#parts.join(''))
    this.#parts = []
    if (code === null) this.#onFault('notACode')
    return code
  }
}
