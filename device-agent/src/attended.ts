/** Returns at the patron's screen, put together: the service, where things go, and the slips for staff. */
import type { Settings } from './config/settings.ts'
import type { ReceiptPrinter } from './devices/printer/contract.ts'
import type { StaffNotices } from './flows/ports.ts'
import { chooseBin } from './flows/return/choose-bin.ts'
import type { Returns } from './flows/return/contract.ts'
import type { AttendedPorts } from './flows/return/give-back.ts'
import type { KeptSlips } from './journal/slips-contract.ts'
import { paperOf } from './receipts/printing.ts'
import { createSlipQueue } from './receipts/slip-queue.ts'
import { sortRules } from './return-rules.ts'

export interface AttendedOptions {
  readonly returns: Returns
  readonly printer: ReceiptPrinter | null
  readonly notices: StaffNotices
  readonly settings: () => Settings
  /** Those that wait for the printer. */
  readonly slips: KeptSlips
}

export function createAttended({ returns, printer, notices, settings, slips: kept }: AttendedOptions): {
  readonly ports: AttendedPorts
  stop(): void
} {
  const slips = createSlipQueue({
    printer,
    notices,
    kept,
    wanted: () => settings().returns.slips,
    bytes: async (slip) => {
      const { slipBytes } = await import('./receipts/slip.ts')
      const { kiosk, library } = settings()
      const language = kiosk.languages[0] ?? 'en'
      return slipBytes(slip, {
        language,
        library: library.name,
        kiosk: kiosk.name,
        paper: paperOf(settings()),
      })
    },
  })
  return {
    ports: {
      returns,
      // At the screen every number is a shelf: no sorter has to have it.
      chooseBin: (item, taken) => chooseBin(sortRules(settings(), null), item, taken),
      shelfName: (bin) => settings().returns.shelves.find((shelf) => shelf.bin === bin)?.name ?? null,
      printSlip: slips.print,
    },
    stop: slips.stop,
  }
}
