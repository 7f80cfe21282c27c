/** A barcode scanner: one fact, a code was read. */
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { Device } from '../device.ts'

export interface Scan {
  /** The code as the library knows it: AIM prefix, start and stop characters and line ends taken off. */
  readonly code: string
  /** AIM symbology letter without the bracket (ISO/IEC 15424: 'F' Codabar, 'C' Code 128, …), or null where the scanner sends none. */
  readonly symbology: string | null
}

export interface Scanner extends Device {
  readonly kind: 'scanner'
  onScan(listener: (scan: Scan) => void): Unsubscribe
}
