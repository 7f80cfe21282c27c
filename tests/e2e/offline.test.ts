import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser, openPage } from '../support/browser.ts'
import { book, card, startKiosk, type TestKiosk } from '../support/kiosk.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Looks like an item's barcode; the library has no such item. */
const STRAY = '31173000099999'

interface Listed {
  readonly backlog: { readonly count: number }
  readonly listed: readonly { readonly id: number; readonly item: string; readonly message: string }[]
}

describe('while the library system is away, a patron', () => {
  let kiosk: TestKiosk
  let page: Page
  let errors: string[]
  const says = (text: string | RegExp) => page.getByText(text).first().waitFor()
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click()
  const counts = (text: string) => page.getByTestId('counts').filter({ hasText: text }).waitFor()
  const lay = (...ids: string[]) => kiosk.world.act({ type: 'lay', ids })
  const take = (...ids: string[]) => kiosk.world.act({ type: 'take', ids })
  const scan = (id: string) => kiosk.world.act({ type: 'scan', id })
  const ils = (mode: 'up' | 'down') => kiosk.world.act({ type: 'ils', mode })
  const afi = (id: string) => kiosk.world.thing(id).tag?.afi
  const deeds = () => kiosk.world.simulator.history.filter((deed) => deed.kind === 'checkout')
  const told = (count: number) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (deeds().length >= count) resolve()
      }
      kiosk.world.simulator.onChange(look)
      look()
    })
  const list = async () => (await (await fetch(new URL('/api/offline', kiosk.address))).json()) as Listed

  beforeEach(async () => {
    kiosk = await startKiosk({ extra: 'offline: { mode: both, itemsMax: 2, loanDays: 14 }' })
    ;({ page, errors } = await openPage(browser, kiosk.address))
    await says('Borrow or return?')
  })
  afterEach(async () => {
    await page.close()
    await kiosk.close()
    expect(errors).toEqual([])
  })

  const visitOnce = async (name: string) => {
    await scan(card(name))
    await says(`Hello, ${name}`)
    await press('Sign out')
    await says('Borrow or return?')
  }

  it('whom this kiosk knows borrows up to the limit, with a promise that is kept when the library system is back', async () => {
    const [machine, emma, metamorphosis] = [
      'The Time Machine',
      'Frankenstein; or, The Modern Prometheus',
      'Die Verwandlung',
    ].map(book)
    await visitOnce('Jonas B.')
    await ils('down')
    await scan(card('Jonas B.'))
    await says('The library system is away. You can still borrow.')
    await says('Up to 2 more items')
    await lay(machine ?? '', emma ?? '')
    await counts('2 on the pad, 2 yours')
    expect(await page.getByTestId('row').filter({ hasText: 'To be confirmed' }).count()).toBe(2)
    expect([afi(machine ?? ''), afi(emma ?? '')]).toEqual([0xc2, 0xc2])
    await lay(metamorphosis ?? '')
    await says('2 items are all we may lend now')
    expect(afi(metamorphosis ?? '')).toBe(0x07)
    expect(deeds()).toEqual([])
    await press('Finish')
    await press('Finish anyway')
    await press('Print receipt')
    await says('Your receipt is ready below.')
    expect(JSON.stringify(kiosk.world.printer.receipts)).toContain('To be confirmed')
    await take(machine ?? '', emma ?? '', metamorphosis ?? '')
    const before = Date.now()
    await ils('up')
    await told(2)
    expect(
      deeds()
        .map(({ itemId }) => itemId)
        .toSorted(),
    ).toEqual([machine, emma].toSorted())
    const due = new Date()
    due.setDate(due.getDate() + 14)
    due.setHours(23, 59, 0, 0)
    for (const loan of kiosk.world.simulator.loans().filter(({ checkouts }) => checkouts === 1)) {
      expect(loan.patronId).toBe(card('Jonas B.'))
      expect(loan.since).toBeLessThan(before)
      expect(loan.due).toBe(due.getTime())
    }
    expect(await list()).toMatchObject({ listed: [] })
  })

  it('whom this kiosk does not know is asked to see the desk, and is in as soon as the library system is back', async () => {
    await ils('down')
    await scan(card('Jonas B.'))
    await says('We cannot check this card right now')
    await ils('up')
    await says('Hello, Jonas B.')
  })

  it('who was blocked when the library system was last asked does not borrow', async () => {
    await scan(card('Hugo P.'))
    await says('Your PIN, please')
    for (const key of '1234') await press(key)
    await press('Continue')
    await says(/desk/)
    await press('Back')
    await says('Borrow or return?')
    await ils('down')
    await scan(card('Hugo P.'))
    await says('Please see the desk before you borrow')
  })

  it('takes a loan that the library system then refuses: staff find it on their list, with its message', async () => {
    await visitOnce('Jonas B.')
    await ils('down')
    await scan(card('Jonas B.'))
    await says('You can still borrow')
    kiosk.world.scanner.scan(STRAY, 'F')
    await counts('1 yours')
    await ils('up')
    await says('Hello')
    await expect
      .poll(async () => (await list()).listed, { timeout: 30_000 })
      .toMatchObject([{ item: STRAY, message: 'ITEM NOT FOUND' }])
    const [{ id } = { id: 0 }] = (await list()).listed
    const resolved = await fetch(new URL(`/api/offline/${id}/resolved`, kiosk.address), { method: 'POST' })
    expect(resolved.ok).toBe(true)
    expect((await list()).listed).toEqual([])
  })
})
