/** Receipts as the kiosk uses them: for a session, and as a preview for staff. */
import type { Settings } from '../config/settings.ts'
import type { PrintOutcome, ReceiptPrinter } from '../devices/printer/contract.ts'
import type { ReceiptData } from '../flows/session/receipt-data.ts'
import type { ReceiptPreview } from '../http/server.ts'
import type { Log } from '../monitoring/log.ts'
import type { Clock } from '../runtime/clock.ts'
import { BUILT_IN } from './built-in.ts'
import { type ReceiptLine, renderReceipt } from './render.ts'
import { parseTemplate, type Template } from './template.ts'

type ReceiptSettings = Pick<Settings, 'library' | 'kiosk' | 'receipt' | 'devices'>
const COLUMNS = 42

export const paperOf = ({ devices }: Pick<ReceiptSettings, 'devices'>) =>
  devices.printer ?? { model: 'generic', columns: COLUMNS }

/** The library's own template where it has one without mistakes, else the built-in one. */
function templateFor(settings: ReceiptSettings, { language, visit }: ReceiptData, log?: Log): Template {
  const own = visit === 'return' ? settings.receipt.returnsTemplate : settings.receipt.template
  if (own !== undefined) {
    const result = parseTemplate(own, visit)
    if (result.ok) return result.template
    log?.warning('RECEIPT_TEMPLATE_REFUSED', { detail: `line ${result.line}: ${result.reason}` })
  }
  const builtIn = parseTemplate(BUILT_IN[visit][language] ?? BUILT_IN[visit].en ?? '', visit)
  return builtIn.ok ? builtIn.template : []
}

function linesFor(
  settings: ReceiptSettings,
  data: ReceiptData,
  clock: Clock,
  log?: Log,
): readonly ReceiptLine[] {
  return renderReceipt(templateFor(settings, data, log), data, {
    library: settings.library.name,
    kiosk: settings.kiosk.name,
    at: new Date(clock.wall()),
    columns: paperOf(settings).columns,
  })
}

export interface ReceiptPrintingOptions {
  readonly printer: ReceiptPrinter | null
  readonly settings: () => ReceiptSettings
  readonly clock: Clock
  readonly log: Log
}

/** Prints a session's receipt; never rejects. */
export function receiptPrinting({ printer, settings, clock, log }: ReceiptPrintingOptions) {
  return async (data: ReceiptData): Promise<PrintOutcome> => {
    if (printer === null) return { printed: false, code: 'PRINTER_AWAY', came: 'nothing' }
    const { receiptBytes } = await import('./esc-pos-bytes.ts')
    return printer.print(receiptBytes(linesFor(settings(), data, clock, log), paperOf(settings())))
  }
}

const SAMPLE: Omit<ReceiptData, 'language'> = {
  items: [
    {
      title: 'Alice’s Adventures in Wonderland',
      itemId: '31173000001018',
      due: '2026-12-15T23:59:00',
      provisional: false,
      again: false,
    },
    {
      title: 'Преступление и наказание',
      itemId: '31173000001026',
      due: '2026-12-15T23:59:00',
      provisional: false,
      again: false,
    },
  ],
  visit: 'borrow',
  printLines: [],
}

/** A sample receipt with the settings in force. */
export function receiptPreview({
  settings,
  clock,
}: Pick<ReceiptPrintingOptions, 'settings' | 'clock'>): ReceiptPreview {
  const lines = () =>
    linesFor(settings(), { ...SAMPLE, language: settings().kiosk.languages[0] ?? 'en' }, clock)
  return {
    html: async () => (await import('./html.ts')).receiptHtml(lines()),
    png: async () => (await import('./png.ts')).receiptPng(lines(), paperOf(settings()).columns),
  }
}
