import type { Browser, Page } from 'playwright-core'
import { demoPatron } from 'sip2/simulator'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser, openPage } from '../support/browser.ts'
import { inspect } from '../support/inspect.ts'
import { book, card, startKiosk, type TestKiosk } from '../support/kiosk.ts'

const SECURED = 0x07
const ON_LOAN = 0xc2

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

let kiosk: TestKiosk
let page: Page
let errors: string[]
const says = (text: string | RegExp) => page.getByText(text).first().waitFor()
const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click()
const counts = (text: string) => page.getByTestId('counts').filter({ hasText: text }).waitFor()
const lay = (...ids: string[]) => kiosk.world.act({ type: 'lay', ids })
const take = (...ids: string[]) => kiosk.world.act({ type: 'take', ids })
const scan = (id: string) => kiosk.world.act({ type: 'scan', id })
const afi = (id: string) => kiosk.world.thing(id).tag?.afi
const row = (title: string) => page.getByTestId('row').filter({ hasText: title })
const paper = () => JSON.stringify(kiosk.world.printer.receipts)
const loanOf = (id: string) => kiosk.world.simulator.loans().find((loan) => loan.itemId === id)
const returned = (id: string) =>
  kiosk.world.simulator.history.filter((deed) => deed.kind === 'checkin' && deed.itemId === id).length

async function begin(extra: string): Promise<void> {
  kiosk = await startKiosk({ extra })
  ;({ page, errors } = await openPage(browser, kiosk.address))
}
afterEach(async () => {
  await page.context().close()
  await kiosk.close()
  expect(errors).toEqual([])
})

const SETTINGS = `session: { goodbyeSeconds: 3 }
returns:
  incompleteSets: ask
  shelves: [{ bin: 1, name: Left shelf }, { bin: 3, name: Right shelf }, { bin: 9, name: Return shelf }]
`

describe('whoever brings books back', () => {
  beforeEach(async () => {
    await begin(SETTINGS)
    await says('Borrow or return?')
  })

  it('returns what already lies on the pad with one touch and no card, each to its shelf, and takes a receipt', async () => {
    const stack = [book('Emma'), book('Dracula')]
    await lay(...stack)
    await says('2 items are on the pad')
    expect(kiosk.world.simulator.history).toEqual([])
    await press('Return')
    await counts('2 on the pad, 2 returned')
    expect(stack.map(afi)).toEqual([SECURED, SECURED])
    expect(stack.map(loanOf)).toEqual([undefined, undefined])
    expect(await row('Emma').textContent()).toContain('Goes here: Left shelf')
    await lay(book('Nosferatu'))
    await counts('3 on the pad, 3 returned')
    expect(await page.getByTestId('row').first().textContent()).toContain('Nosferatu')
    await press('Finish')
    await says('3 items are returned')
    await press('Print receipt')
    await says('Your receipt is ready below.')
    for (const words of ['You have returned', 'Emma', 'Dracula', 'Nosferatu'])
      expect(paper()).toContain(words)
    expect(await page.content()).not.toContain('Emma')
    await take(...stack, book('Nosferatu'))
    await says('Borrow or return?')
  })

  it('has the rest of a stack taken back though one in the middle is unknown, one mute, and one a part of a set', async () => {
    const set = book('The Royal Game of Ur')
    await press('Return')
    await lay(book('Emma'), 'unknown', book('Treasure Island'), `${set}-1`, `${set}-2`, book('Dracula'))
    await counts('5 on the pad, 2 returned')
    await says('3 items need your attention')
    for (const words of ['The library does not know this item', "We cannot read this item's tag"])
      await says(words)
    await says('2 of 4 parts are here')
    await scan(book('Treasure Island'))
    await counts('5 on the pad, 3 returned')
    expect(afi(book('Treasure Island'))).toBe(SECURED)
    await lay(`${set}-3`, `${set}-4`)
    await counts('5 on the pad, 4 returned')
    expect(await row('The Royal Game of Ur').getAttribute('data-state')).toBe('returned')
    await press('Finish')
    await says('One item still needs your attention')
    await press('Back to the list')
    await press('Keep it')
    await press('Finish')
    await says('4 items are returned')
  })

  it('returns a set as it is when they say so', async () => {
    await press('Return')
    await lay(`${book('The Royal Game of Ur')}-1`)
    await press('Return it anyway')
    await counts('1 on the pad, 1 returned')
  })

  it('lays an item that somebody waits for on the shelf for it, with a slip that names nobody', async () => {
    const walden = book('Walden')
    await press('Return')
    await lay(walden)
    await counts('1 on the pad, 1 returned')
    const words = await row('Walden').textContent()
    expect(words).toContain('Goes here: Return shelf')
    expect(words).toContain('A slip is being printed')
    await expect.poll(paper).toContain('HOLD')
    expect(kiosk.world.printer.receipts.flat()).toContainEqual({ kind: 'barcode', data: walden })
    const waiting = demoPatron('Ines M.')
    expect(paper()).toContain(`…${waiting.patronId.slice(-4)}`)
    for (const secret of [waiting.patronId, waiting.name]) {
      expect(paper()).not.toContain(secret)
      expect(await page.content()).not.toContain(secret)
    }
    expect(kiosk.log.join('')).not.toContain('Walden')
  })

  it('has a slip printed later for an item returned while the printer had no paper', async () => {
    await kiosk.world.act({ type: 'printer', switch: 'paperOut', on: true })
    await press('Return')
    await expect.poll(() => kiosk.log.join('')).toContain('PRINTER_PAPER_OUT')
    await lay(book('Walden'))
    await counts('1 on the pad, 1 returned')
    expect(await row('Walden').textContent()).not.toContain('slip')
    await expect.poll(() => kiosk.log.join('')).toContain('SLIP_WAITS')
    expect(paper()).not.toContain('HOLD')
    await kiosk.world.act({ type: 'printer', switch: 'paperOut', on: false })
    await expect.poll(paper).toContain('HOLD')
    await expect.poll(() => kiosk.log.join('')).toContain('SLIP_WAITS_OVER')
  })

  it('returns while the library system is away; it is told later with the true time, and once', async () => {
    const emma = book('Emma')
    await kiosk.world.act({ type: 'ils', mode: 'down' })
    await says('The library system is away for a moment')
    await press('Return')
    await lay(emma)
    await says('Returned; the library system hears of it later')
    await counts('1 on the pad, 1 returned')
    expect(afi(emma)).toBe(SECURED)
    expect(loanOf(emma)).toBeDefined()
    const keptBy = Date.now()
    await press('Finish')
    await press('Print receipt')
    await says('Your receipt is ready below.')
    expect(paper()).toContain('Returned *')
    await take(emma)
    await page.getByRole('button', { name: 'Return' }).click()
    await lay(emma)
    await says('Was already returned')
    await press('Finish')
    await press('Print receipt')
    await says('Your receipt is ready below.')
    expect(paper()).toContain('Was already returned')
    await kiosk.world.act({ type: 'ils', mode: 'up' })
    await expect.poll(() => returned(emma), { timeout: 30_000 }).toBe(1)
    expect(loanOf(emma)).toBeUndefined()
    const [deed] = kiosk.world.simulator.history.filter((one) => one.kind === 'checkin')
    expect(deed?.at).toBeLessThanOrEqual(keptBy)
  })

  it('is asked at once to give an item to staff whose tag is locked', async () => {
    await press('Return')
    await lay(book('Great Expectations'))
    await says('Please give it to our staff')
    await counts('1 on the pad, 1 returned')
    await press('Finish')
    await press('No receipt')
    await says('Please give it to our staff')
    expect(kiosk.log.join('')).toContain('TAG_CANNOT_BE_SECURED')
  })

  it('goes on to borrow with their card, and what they returned is not lent to them again', async () => {
    await press('Return')
    await lay(book('Emma'))
    await counts('1 on the pad, 1 returned')
    await scan(card('Jonas B.'))
    await says('You need no card to return')
    await press('Finish')
    await press('No receipt')
    await says('Thank you. One item is back')
    await scan(card('Jonas B.'))
    await says('Hello, Jonas B.')
    await says('Returned items are still on the pad')
    await lay(book('Nosferatu'))
    await counts('1 on the pad, 1 yours')
    expect([afi(book('Emma')), afi(book('Nosferatu'))]).toEqual([SECURED, ON_LOAN])
    expect(loanOf(book('Emma'))).toBeUndefined()
  })

  it('who came to the wrong screen goes back with one touch', async () => {
    await press('Return')
    await says('Lay your books on the pad')
    await press('Back')
    await says('Borrow or return?')
  })

  it('hears every outcome and the numbers, and can do all of it with a keyboard', async () => {
    await page.getByRole('button', { name: 'Return' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('h1:focus', { hasText: 'Return' }).waitFor()
    await lay(book('Emma'))
    await page.locator('[aria-live=polite]', { hasText: 'Emma: Returned' }).waitFor({ state: 'attached' })
    await page.getByRole('button', { name: 'Finish' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('h1:focus', { hasText: 'One item is returned' }).waitFor()
  })
})

describe('a kiosk', () => {
  it('that only takes back asks nobody for a card', async () => {
    await begin('kiosk: { lends: false }')
    await says('Return your books here')
    await inspect(page, 'attract, only returns')
    await scan(card('Jonas B.'))
    await says('You need no card to return')
    await page.mouse.click(540, 500)
    await lay(book('Emma'))
    await counts('1 on the pad, 1 returned')
  })

  it('that only lends looks as if there were nothing else', async () => {
    await begin('returns: { attended: false }')
    await says('Borrow your books here')
    await inspect(page, 'attract, only loans')
    expect(await page.getByRole('button', { name: 'Return' }).count()).toBe(0)
    await press('Touch to begin')
    await says('Show us your library card')
  })
})
