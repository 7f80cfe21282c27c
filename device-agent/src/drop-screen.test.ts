import { describe, expect, it } from 'vitest'
import { World } from './bench/world.ts'
import { parseSettings } from './config/load.ts'
import type { Settings } from './config/settings.ts'
import type { ReceiptPrinter } from './devices/printer/contract.ts'
import { dropReceipts, dropScreen } from './drop-screen.ts'
import type { ReceiptData } from './flows/session/receipt-data.ts'

const world = await World.create()
const parsed = parseSettings(world.settingsYaml({ dataFolder: '/nowhere', port: 1, drop: true }))
await world.close()
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
const changed = (changes: object): Settings => {
  const { drop } = parsed.settings
  if (drop === undefined) throw new Error('no drop')
  return { ...parsed.settings, drop: { ...drop, ...changes } }
}
const printer = { canPrint: true } as ReceiptPrinter

describe('the screen at the drop', () => {
  it('is as loud as the kiosk, or silent', () => {
    const drop = {
      greeting: () =>
        ({ state: 'welcome', visit: 'none', count: 0, aside: 0, last: null, receipt: 'none' }) as const,
      onGreeting: () => () => undefined,
      wish: () => undefined,
    }
    const volume = (settings: Settings) => dropScreen(drop, () => settings, 'boot').view().volumePercent
    expect(volume(changed({}))).toBe(parsed.settings.kiosk.volumePercent)
    expect(volume(changed({ sound: false }))).toBe(0)
  })

  it('offers a receipt where the library wants it and there is a printer', async () => {
    const printed: ReceiptData[] = []
    const receipts = (settings: Settings, paper: ReceiptPrinter | null = printer) =>
      dropReceipts({
        settings: () => settings,
        printer: paper,
        printReceipt: async (data) => {
          printed.push(data)
          return { printed: true }
        },
      })
    expect(receipts(changed({})).wanted()).toBe(true)
    expect(receipts(changed({ receipt: false })).wanted()).toBe(false)
    expect(receipts(changed({ screen: false })).wanted()).toBe(false)
    expect(receipts(changed({}), null).wanted()).toBe(false)
    expect(receipts(changed({ askAfterSeconds: 7 })).quietMilliseconds()).toBe(7_000)
    expect(await receipts(changed({})).print([])).toBe(true)
    expect(printed).toMatchObject([{ visit: 'return', printLines: [] }])
  })
})
