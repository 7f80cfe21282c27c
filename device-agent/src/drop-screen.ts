/** The screen at the book drop, put together: what it shows, and the receipt it may offer. */
import type { Settings } from './config/settings.ts'
import type { PrintOutcome, ReceiptPrinter } from './devices/printer/contract.ts'
import type { Drop, DropReceipts } from './flows/drop/ports.ts'
import type { ReceiptData } from './flows/session/receipt-data.ts'
import type { DropScreenPort } from './http/drop.ts'

export interface DropReceiptParts {
  readonly settings: () => Settings
  readonly printer: ReceiptPrinter | null
  readonly printReceipt: (data: ReceiptData) => Promise<PrintOutcome>
}

const ownLanguage = ({ kiosk }: Settings): string => kiosk.languages[0] ?? 'en'

/** The receipt of returns that the kiosk prints at its own screen as well. */
export const dropReceipts = ({ settings, printer, printReceipt }: DropReceiptParts): DropReceipts => ({
  wanted: () => printer !== null && settings().drop?.screen === true && settings().drop?.receipt === true,
  canPrint: () => printer?.canPrint === true,
  quietMilliseconds: () => (settings().drop?.askAfterSeconds ?? 0) * 1_000,
  print: async (items) => {
    const language = ownLanguage(settings())
    return (await printReceipt({ language, visit: 'return', items, printLines: [] })).printed
  },
})

export const dropScreen = (
  drop: Pick<Drop, 'greeting' | 'onGreeting' | 'wish'>,
  settings: () => Settings,
  boot: string,
): DropScreenPort => ({
  view: () => {
    const { drop: own, kiosk, returns } = settings()
    return {
      boot,
      languages: kiosk.languages,
      theme: kiosk.theme,
      volumePercent: own?.sound === false ? 0 : kiosk.volumePercent,
      attended: returns.attended,
      greeting: drop.greeting(),
    }
  },
  onView: (listener) => drop.onGreeting(listener),
  wish: (wish) => drop.wish(wish),
})
