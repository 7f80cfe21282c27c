/** What a patron touches at this kiosk, each null where it is not there. */
import type { Settings } from './config/settings.ts'
import type { CardReader } from './devices/card/contract.ts'
import type { ReceiptPrinter } from './devices/printer/contract.ts'
import type { TagStation } from './devices/rfid/contract.ts'
import type { Scanner } from './devices/scanner/contract.ts'
import { createCardReader, createPad, createPrinter, createScanner } from './drivers.ts'
import type { Timings } from './monitoring/metrics/timings.ts'
import type { Clock } from './runtime/clock.ts'

export interface PatronDevices {
  readonly pad: TagStation | null
  /** Reads codes of cards and items. */
  readonly codes: Scanner | null
  readonly paper: ReceiptPrinter | null
  readonly cardReader: CardReader | null
}

export function createPatronDevices(
  settings: () => Settings,
  clock: Clock,
  timings: Pick<Timings, 'rfid'>,
): PatronDevices {
  const { card, printer, rfid, scanner } = settings().devices
  return {
    pad: rfid
      ? createPad('rfid', rfid, clock, () => new RegExp(settings().patron.itemPattern), timings.rfid)
      : null,
    codes: scanner ? createScanner('scanner', scanner, clock) : null,
    paper: printer ? createPrinter('printer', printer, clock) : null,
    cardReader: card ? createCardReader('card', card, clock) : null,
  }
}
