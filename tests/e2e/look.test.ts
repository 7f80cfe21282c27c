/** Staff at the desk look at the kiosk's screen and help there. */

import type { Browser, Page } from 'playwright-core'
import { demoItems, demoPatrons } from 'sip2/simulator'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser, openPage, SIZES, STAFF_SIZES } from '../support/browser.ts'
import { inspect } from '../support/inspect.ts'
import { book, card, startKiosk, type TestKiosk } from '../support/kiosk.ts'
import { openStaff } from '../support/staff-page.ts'

let browser: Browser
let kiosk: TestKiosk
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  // However slow the machine is, neither the question nor the visit ends by itself.
  kiosk = await startKiosk({ extra: 'look: { questionSeconds: 120 }\nsession: { inactivitySeconds: 300 }' })
})
afterEach(() => kiosk.close())

const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
const mirrorOf = (page: Page) => page.frameLocator('[data-testid=mirror]')
/** Everything that comes to the page over its sockets. */
function listen(page: Page): string[] {
  const heard: string[] = []
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => heard.push(String(payload))))
  return heard
}

it('they see it masked, the kiosk says so; they help where the patron allows it, until the patron ends it', async () => {
  const { page: screen, errors } = await openPage(browser, kiosk.address, SIZES.landscape)
  await says(screen, 'Borrow or return?')
  const { page: desk, errors: deskErrors } = await openStaff(browser, kiosk, {
    path: '#reports',
    size: STAFF_SIZES.desk,
  })
  const heard = listen(desk)
  await desk.getByRole('link', { name: 'Screen' }).click()
  await press(desk, 'Look at the screen')
  const mirror = mirrorOf(desk)
  await mirror.getByText('Borrow or return?').waitFor()
  await says(screen, 'Library staff are looking at this screen')

  await press(desk, 'Use the screen')
  await says(screen, 'Library staff are using this screen from their desk')
  await mirror.getByRole('button', { name: /^Borrow/ }).click()
  await says(screen, 'Show us your library card')
  await says(desk, 'Somebody is at the kiosk now')
  await screen.getByText('Your name, titles and numbers are hidden from them.').waitFor()

  await kiosk.world.act({ type: 'scan', id: card('Jonas B.') })
  await kiosk.world.act({ type: 'lay', ids: [book('Nosferatu')] })
  await screen
    .getByTestId('counts')
    .filter({ hasText: /^1 .*, 1 / })
    .waitFor()
  await mirror
    .getByTestId('counts')
    .filter({ hasText: /^1 .*, 1 / })
    .waitFor()
  await mirror.getByText('Hello, •••').waitFor()

  await press(desk, 'Ask to help')
  await says(screen, 'May library staff help you here?')
  await inspect(screen, 'asked')
  await press(screen, 'Yes, please help')
  await says(desk, 'The patron said yes.')
  await says(screen, 'Library staff are helping on this screen')
  await inspect(screen, 'helped')
  await inspect(desk, 'helping')
  await mirror.getByRole('button', { name: 'Finish', exact: true }).click()
  await says(screen, 'Would you like a receipt?')
  await press(screen, /Add more items/)
  await screen.getByTestId('counts').waitFor()
  await press(screen, 'End the help')
  await says(desk, 'The patron has ended your help.')
  await mirror.getByRole('button', { name: 'Finish', exact: true }).click()
  await says(desk, 'You only look. Take over first.')
  await says(screen, 'Library staff are looking at this screen')

  const all = heard.join('\n')
  expect(all).toContain('"type":"look"')
  for (const { name, patronId, pin } of demoPatrons)
    for (const secret of [name, patronId, ...(pin === null ? [] : [`"${pin}"`])])
      expect(all).not.toContain(secret)
  for (const { itemId, title } of demoItems)
    for (const secret of [itemId, title]) expect(all).not.toContain(secret)

  await desk.context().setOffline(true)
  await says(desk, 'The connection to the kiosk is lost, and with it looking has ended there.')
  await desk.context().setOffline(false)
  await screen.getByText('Library staff').waitFor({ state: 'detached' })
  await screen.context().close()
  await desk.context().close()
  expect([...errors, ...deskErrors]).toEqual([])
})

it('one of them at a time; whoever signs out looks no longer', async () => {
  const { page: screen } = await openPage(browser, kiosk.address, SIZES.portrait)
  await says(screen, 'Borrow or return?')
  await press(screen, 'Deutsch')
  const options = { path: '#screen', size: STAFF_SIZES.phone } as const
  const { page: phone } = await openStaff(browser, kiosk, options)
  await press(phone, 'Look at the screen')
  await mirrorOf(phone).getByText('Ausleihe oder Rückgabe?').waitFor()
  await says(screen, 'Das Bibliothekspersonal sieht diesen Bildschirm')
  await inspect(phone, 'looking')
  const { page: other } = await openStaff(browser, kiosk, { ...options, role: 'manage' })
  await press(other, 'Look at the screen')
  await says(other, 'operate is looking at this kiosk now.')
  await kiosk.world.act({ type: 'scan', id: card('Jonas B.') })
  await press(phone, 'Ask to help')
  await press(screen, 'Nein, danke')
  await says(phone, 'The patron said no. They are not asked again in this visit')
  expect(await phone.getByRole('button', { name: 'Ask to help' }).isDisabled()).toBe(true)
  await phone.goto(`${kiosk.address}staff/#me`)
  await press(phone, 'Sign out')
  await screen.getByText('Das Bibliothekspersonal').waitFor({ state: 'detached' })
  for (const page of [screen, phone, other]) await page.context().close()
})
