import { DROP_LAYOUT } from '@lectern/device-agent/bench/drop/layout'
import type { DropAct } from '@lectern/device-agent/contract/bench-drop'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser, openPage, SIZES } from '../support/browser.ts'
import { inspect as look } from '../support/inspect.ts'
import { book, startKiosk, type TestKiosk } from '../support/kiosk.ts'
import { SteadyClock } from '../support/steady-clock.ts'

const PATIENCE_MILLISECONDS = 20_000
const EXCEPTION_BIN = 9
/** Hertz of the two tones: of what was taken back, and of what was put aside. */
const TAKEN = [988, 784]
const ASIDE = [330, 262]
/** Of the kiosk's time. */
const SPEED = 2
/** No longer than these tests need. */
const SHORT = {
  ...DROP_LAYOUT,
  diverted: [1],
  firstBinMillimetres: 700,
  pitchMillimetres: 400,
}

/** One kiosk and one screen for all: each test leaves the drop open. */
let browser: Browser
let clock: SteadyClock
let kiosk: TestKiosk
let page: Page
let errors: string[]
beforeAll(async () => {
  browser = await launchBrowser()
  clock = new SteadyClock({ speed: SPEED })
  kiosk = await startKiosk({ drop: { askAfterSeconds: 5 }, dropLayout: SHORT, clock })
  ;({ page, errors } = await openPage(browser, `${kiosk.address}drop/`, SIZES.portrait))
  await page.addInitScript(
    'window.heard = []; const Real = OscillatorNode; window.OscillatorNode = class extends Real { constructor(audio, options) { super(audio, options); window.heard.push(options.frequency) } }',
  )
  await page.reload()
})
afterAll(async () => {
  expect(errors).toEqual([])
  await browser.close()
  await kiosk.close()
  clock.stop()
})
beforeEach(() => page.locator('main:not(.closed):not([data-phase="wait"])').waitFor())

const phase = (name: string) =>
  page.locator(`main[data-phase="${name}"]`).waitFor({ timeout: PATIENCE_MILLISECONDS })
const heading = (words: string) =>
  page.getByRole('heading', { name: words, exact: true }).waitFor({ timeout: PATIENCE_MILLISECONDS })
const act = (what: DropAct) => kiosk.world.act({ type: 'drop', act: what })
const offer = (id: string) => act({ do: 'offer', ids: [id] })
/** What is shown for a while stays as long as it is looked at. */
const inspect = (of: Page, where: string) => clock.hold(() => look(of, where))
const touch = (wish: string) =>
  page.locator(`[data-wish="${wish}"]`).click({ timeout: PATIENCE_MILLISECONDS })
const offered = (wish: string) => page.locator(`[data-wish="${wish}"]`).count()
const receipts = () => kiosk.world.printer.receipts.map((one) => JSON.stringify(one))
const heard = () => page.evaluate<number[]>('window.heard.splice(0)')

async function inspectDark(where: string): Promise<void> {
  await page.evaluate(`document.documentElement.dataset.theme = 'dark'`)
  await inspect(page, `${where}, dark`)
  await page.evaluate(`document.documentElement.dataset.theme = 'light'`)
}

/** All that is shown lies on the screen, however it is turned. */
async function fits(): Promise<void> {
  for (const size of ['landscape', 'small', 'portrait'] as const) {
    const { height } = SIZES[size]
    await page.setViewportSize(SIZES[size])
    const below = () =>
      page.locator('main *:visible').evaluateAll(
        (all, end) =>
          all
            .filter((one) => one.closest('.aloud, svg') === null)
            .filter((one) => one.getBoundingClientRect().bottom > end)
            .map((one) => one.outerHTML),
        height,
      )
    // The page is laid out anew a moment after it was turned.
    await expect.poll(below, { message: size }).toEqual([])
  }
}

describe('the screen at the drop', () => {
  it('asks for one item, then for a moment, and thanks, and names nothing it has seen', async () => {
    await heading('Slide one item in')
    await page.getByText('Ein Medium einschieben').waitFor()
    await inspect(page, 'welcome')
    await page.emulateMedia({ contrast: 'more' })
    await inspectDark('welcome, more contrast')
    await page.emulateMedia({ contrast: 'no-preference' })
    const seen: string[] = []
    await page.exposeFunction('seen', (text: string) => void seen.push(text))
    await page.evaluate(
      'new MutationObserver(() => window.seen(document.title + document.body.textContent)).observe(document.body, { subtree: true, childList: true, characterData: true })',
    )
    await heard()
    await offer(book('Emma'))
    await phase('wait')
    await phase('thanks')
    await inspect(page, 'thanks')
    expect((await heard()).slice(0, 2)).toEqual(TAKEN)
    expect(seen.some((text) => text.includes('One moment'))).toBe(true)
    for (const secret of ['Emma', book('Emma')])
      expect(seen.filter((text) => text.includes(secret))).toEqual([])
  })

  it('says so, in another tone, where staff look at what came', async () => {
    await offer('untagged')
    await heading('We look at this one')
    await inspect(page, 'aside')
    expect((await heard()).slice(0, 2)).toEqual(ASIDE)
  })

  it('lets wait as long as something is in the way', async () => {
    await act({ do: 'set', entryBeam: 'blocked' })
    await phase('wait')
    await inspect(page, 'wait')
    await act({ do: 'set', entryBeam: 'clear' })
  })

  it('counts for whoever touched it first, and prints on paper what they returned, once', async () => {
    await touch('begin')
    await heading('Slide your first item in')
    for (const [index, title] of ['Pride and Prejudice', 'Little Women'].entries()) {
      await offer(book(title))
      await heading(`${index + 1} received`)
    }
    await touch('printReceipt')
    await page.getByText('Your receipt is ready. Please take it.', { exact: true }).waitFor()
    await inspectDark('over')
    for (const words of ['You have returned', 'Items: 2', 'Pride and Prejudice', 'Little Women'])
      expect(receipts()[0]).toContain(words)
    expect(receipts()[0]).not.toContain('Emma')
    expect(await offered('printReceipt')).toBe(0)
  })

  it('shows and prints nothing of one person to the next', async () => {
    await offer(book('Walden'))
    await heading('Received. Thank you!')
    await touch('begin')
    await offer(book('Dracula'))
    await heading('1 received')
    await fits()
    await inspect(page, 'counting')
    await heading('Still there?')
    await inspect(page, 'asking')
    await fits()
    expect(await page.locator('main').textContent()).not.toContain('1 received')
    await offer(book('Great Expectations'))
    await phase('wait')
    await page.locator('main:not([data-phase="wait"])').waitFor({ timeout: PATIENCE_MILLISECONDS })
    expect(await offered('printReceipt')).toBe(0)
    await touch('begin')
    await offer(book('The Time Machine'))
    await heading('1 received')
    await touch('printReceipt')
    await expect.poll(() => receipts().length).toBe(2)
    expect(receipts()[1]).toContain('The Time Machine')
    for (const title of ['Walden', 'Dracula', 'Great Expectations', 'Little Women'])
      expect(receipts()[1]).not.toContain(title)
    for (const title of ['Dracula', 'The Time Machine']) expect(kiosk.log.join('')).not.toContain(title)
  })

  it('offers no receipt without paper, and offers it when there is some', async () => {
    await page.locator('[data-wish="begin"]').waitFor()
    await kiosk.world.act({ type: 'printer', switch: 'paperOut', on: true })
    await page.locator('[data-wish="begin"]').waitFor({ state: 'detached' })
    await kiosk.world.act({ type: 'printer', switch: 'paperOut', on: false })
    await page.locator('[data-wish="begin"]').waitFor()
  })

  it('says why it is shut and where else to go, and invites again after', async () => {
    await act({ do: 'stuff', bin: EXCEPTION_BIN, stuffed: true })
    await heading('This drop is full')
    await page.getByText('Please use the kiosk inside, or ask our staff.').first().waitFor()
    await inspectDark('full')
    await act({ do: 'stuff', bin: EXCEPTION_BIN, stuffed: false })
    await phase('welcome')
    await kiosk.world.act({ type: 'cable', device: 'tunnel', plugged: false })
    await heading('Closed right now')
    await inspect(page, 'shut')
    await kiosk.world.act({ type: 'cable', device: 'tunnel', plugged: true })
    await phase('welcome')
  })

  it('is not opened by what the kiosk’s own page holds', async () => {
    const patron = await openPage(browser, kiosk.address)
    expect(await patron.page.evaluate(`fetch('/drop/').then((answer) => answer.status)`)).toBe(403)
    const code = await patron.page.evaluate(
      `new Promise((resolve) => { new WebSocket('ws://' + location.host + '/drop/socket').onclose = ({ code }) => resolve(code) })`,
    )
    expect(code).toBe(4401)
    await patron.page.context().close()
  })
})
