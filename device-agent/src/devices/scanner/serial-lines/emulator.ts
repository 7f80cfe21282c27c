import type { Accept, WireLink } from '../../../transports/emulator-host.ts'
import { buildLine } from './codec.ts'

/** What can be made to go wrong with the emulated scanner. */
export interface ScannerFaults {
  /** Codes leave byte by byte. */
  readonly split: boolean
  /** Noise before each code. */
  readonly leadingGarbage: boolean
  /** Reads, and sends nothing. */
  readonly silent: boolean
}

/** A barcode scanner on a serial line. */
export class ScannerEmulator {
  readonly #links = new Set<WireLink>()
  faults: ScannerFaults = { split: false, leadingGarbage: false, silent: false }

  readonly accept: Accept = (link) => {
    this.#links.add(link)
    link.onClose(() => this.#links.delete(link))
  }

  /** Reads a code; `symbology` is the AIM letter a scanner that is set so sends along. */
  scan(code: string, symbology: string | null = null): void {
    if (this.faults.silent) return
    const noise = this.faults.leadingGarbage ? [0xff, 0x00, 0x0d] : []
    const bytes = Uint8Array.of(...noise, ...buildLine(code, symbology))
    for (const link of this.#links) {
      if (this.faults.split) for (const byte of bytes) link.send(Uint8Array.of(byte))
      else link.send(bytes)
    }
  }
}
