import { wordsOf } from '@lectern/device-agent/contract/paper'
import { hashPin } from '@lectern/device-agent/staff-mode/secret'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser, openPage, SIZES } from '../support/browser.ts'
import { inspect } from '../support/inspect.ts'
import { book, card, startKiosk, type TestKiosk } from '../support/kiosk.ts'
import { SteadyClock } from '../support/steady-clock.ts'

const PIN = '246813'
/** As a test can wait for. */
const QUICK = 10
const PIN_HEADING = /^(Staff only|Nur für Personal)$/

let browser: Browser
let kiosk: TestKiosk
/** Its drop first empties its belt, then closes. */
const clock = new SteadyClock({ speed: 2 })
let restarts = 0
beforeAll(async () => {
  browser = await launchBrowser()
  const pin = await hashPin(PIN, QUICK)
  kiosk = await startKiosk({
    drop: true,
    clock,
    extra: `staffMode: { pin: '${pin}', cardPattern: '^${card('Mira K.')}$', exportFolder: /nowhere }`,
    restart: () => restarts++,
  })
})
afterAll(async () => {
  await kiosk.close()
  clock.stop()
  await browser.close()
})
beforeEach(() => {
  restarts = 0
})

const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()

async function pressCorner(page: Page, height: number): Promise<void> {
  await page.mouse.move(20, height - 20)
  await page.mouse.down()
  await page.getByRole('heading', { name: PIN_HEADING }).waitFor()
  await page.mouse.up()
}

async function typePin(page: Page, pin: string, go: string): Promise<void> {
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click()
  await press(page, go)
}

it('staff come in by the corner, try everything, close the kiosk with its drop, and open it again', async () => {
  const { page, errors } = await openPage(browser, kiosk.address, SIZES.portrait)
  await says(page, 'Borrow or return?')
  await pressCorner(page, SIZES.portrait.height)
  await typePin(page, '000000', 'Come in')
  await says(page, 'That PIN is not right')
  await typePin(page, PIN, 'Come in')
  await says(page, 'The kiosk is open')
  await inspect(page, 'home')

  await press(page, /^Change paper/)
  await press(page, 'Print a test page')
  await says(page, 'Done.')
  const [receipt] = kiosk.world.printer.receipts
  expect(wordsOf(receipt ?? []).join('\n')).toContain('Zwölf Boxkämpfer')
  await press(page, /Back/)

  await press(page, /^Devices/)
  await kiosk.world.act({ type: 'lay', ids: [book('Emma')] })
  await page.getByTestId('pad').filter({ hasText: 'one item, 0 cards' }).waitFor()
  await kiosk.world.act({ type: 'scan', id: card('Jonas B.') })
  await says(page, 'Code 1 was read: 14 characters, looks like a library card.')
  await inspect(page, 'devices')
  expect(await page.content()).not.toContain(card('Jonas B.'))
  await kiosk.world.act({ type: 'take', ids: [book('Emma')] })
  await press(page, /Back/)

  await press(page, /^Connections/)
  await press(page, 'Test the library system')
  await says(page, /^It answered in \d+ ms\.$/)
  await press(page, 'Test the network')
  await says(page, /^reached in \d+ ms$/)
  await press(page, /Back/)

  await press(page, /^Sound and light/)
  await press(page, 'Volume: More')
  await says(page, '60 %')
  await says(page, 'This screen cannot be dimmed from here.')
  await press(page, /Back/)

  await press(page, /^Restart and log/)
  await press(page, 'Save to USB stick')
  await says(page, 'There is no USB stick to write to.')
  await press(page, /Back/)

  await press(page, /^Today/)
  await says(page, 'Nothing here says who.')
  await press(page, /Back/)
  await press(page, 'Close the kiosk')
  await says(page, 'The kiosk is closed')
  await press(page, 'Leave staff mode')
  await says(page, 'We are closed right now')
  await inspect(page, 'closed')
  const drop = (await openPage(browser, `${kiosk.address}drop/`, SIZES.portrait)).page
  await says(drop, /closed|shut/i)
  await kiosk.world.act({ type: 'scan', id: card('Jonas B.') })
  await says(page, 'We are closed right now')

  await kiosk.world.act({ type: 'scan', id: card('Mira K.') })
  await typePin(page, PIN, 'Come in')
  await press(page, 'Open the kiosk')
  await says(page, 'The kiosk is open')
  await press(page, /^Restart and log/)
  await press(page, 'Restart now')
  await says(page, 'It restarts now.')
  await expect.poll(() => restarts, { timeout: 5_000 }).toBe(1)
  await press(page, 'Leave staff mode')
  await says(page, 'Borrow or return?')
  await drop.close()
  await page.close()
  expect(errors).toEqual([])
  const log = kiosk.log.join('')
  expect(log).toContain('STAFF_MODE_ENTERED')
  for (const secret of [PIN, card('Jonas B.'), 'Emma']) expect(log).not.toContain(secret)
})

it('in German, dark and with the largest text, on a small screen, every page passes axe and fits', async () => {
  const { page, errors } = await openPage(browser, kiosk.address, SIZES.small)
  await says(page, 'Borrow or return?')
  await press(page, 'Deutsch')
  await press(page, 'Hell oder dunkel')
  for (const wanted of ['large', 'largest']) {
    await press(page, 'Schriftgröße')
    await page.locator(`html[data-text-size=${wanted}]`).waitFor()
  }
  await pressCorner(page, SIZES.small.height)
  await typePin(page, PIN, 'Weiter')
  await says(page, 'Das Gerät ist geöffnet')
  await inspect(page, 'home')
  for (const [tile, text] of [
    ['Heute', 'Seit Mitternacht'],
    ['Papier wechseln', 'Papier läuft unten ab'],
    ['Geräteteile', 'RFID-Ablage'],
    ['Verbindungen', 'Netzwerk testen'],
    ['Ton und Helligkeit', '%'],
    ['Neustart und Protokoll', 'Jetzt neu starten'],
  ] as const) {
    await press(page, new RegExp(`^${tile}`))
    await says(page, text)
    await inspect(page, tile)
    await press(page, /Zurück/)
  }
  await page.close()
  expect(errors).toEqual([])
})
