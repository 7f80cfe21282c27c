/** What staff can order, put together: who carries it out, and what of it holds on. */
import type { Settings } from './config/settings.ts'
import type { ReceiptPrinter } from './devices/printer/contract.ts'
import { CarryOut, type CarryOutParts } from './monitoring/commands/carry-out.ts'
import { bothLogs, LogRing } from './monitoring/commands/log-ring.ts'
import { createLog, type Log } from './monitoring/log.ts'
import { paperOf } from './receipts/printing.ts'
import type { Clock } from './runtime/clock.ts'

/** The log, whose newest lines are kept as well. */
export function keepTail(log: Log, clock: Clock): { readonly log: Log; readonly ring: LogRing } {
  const ring = new LogRing()
  return { log: bothLogs(log, createLog({ clock, write: (line) => ring.add(line) })), ring }
}

export interface OrdersParts extends Omit<CarryOutParts, 'printTest' | 'restart'> {
  readonly printer: ReceiptPrinter | null
  readonly settings: () => Settings
  /** Left out where nobody would start the agent again. */
  readonly restart: (() => void) | undefined
}

export function createOrders({ printer, restart, settings, ...parts }: OrdersParts): {
  readonly commands: CarryOut
  /** Staff have closed the kiosk. */
  readonly closed: () => boolean
} {
  const printTest = (to: ReceiptPrinter) => async () => {
    const { testPageBytes } = await import('./receipts/test-page.ts')
    const { kiosk, library } = settings()
    const { languages, name } = kiosk
    const at = new Date(parts.clock.wall())
    return to.print(
      testPageBytes({ library: library.name, kiosk: name, languages, at, paper: paperOf(settings()) }),
    )
  }
  const commands = new CarryOut({
    ...parts,
    restart: restart ?? null,
    printTest: printer === null ? null : printTest(printer),
  })
  return { commands, closed: () => parts.standing.now.closedByStaff !== null }
}
