import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, openPage, STAFF_SIZES } from '../support/browser.ts'
import { openConsole, signInAtBroker, startToldKiosk, type ToldKiosk } from '../support/console.ts'
import { inspect } from '../support/inspect.ts'
import { book } from '../support/kiosk.ts'

const TITLE = 'The Time Machine'

let browser: Browser
let kiosk: ToldKiosk
beforeAll(async () => {
  browser = await launchBrowser()
  kiosk = await startToldKiosk()
})
afterAll(async () => {
  await browser.close()
  await kiosk.close()
})

const card = (page: Page) => page.getByTestId('card-kiosk-1')
const says = (page: Page, words: string) => card(page).getByText(words, { exact: true }).waitFor()

describe('a fault at the kiosk', () => {
  it('stands on its card with what to do, and is gone by itself', async () => {
    const { page, errors } = await openConsole(browser, kiosk, STAFF_SIZES.desk)
    await says(page, 'Nothing needs doing.')
    await kiosk.world.act({ type: 'printer', switch: 'paperOut', on: true })
    await says(page, 'The receipt printer is out of paper.')
    await says(page, 'Put in a new roll.')
    await card(page).getByText('Paper used up').waitFor()
    expect(await page.getByTestId('rank-warn').textContent()).toMatch(/^1 /)
    await kiosk.world.act({ type: 'printer', switch: 'paperOut', on: false })
    await says(page, 'Nothing needs doing.')
    await card(page).getByText('Paper enough').waitFor()
    expect(errors).toEqual([])
    await page.close()
  })

  it('stands in the history of its device, with what to do and with its end', async () => {
    const { page, errors } = await openConsole(browser, kiosk, STAFF_SIZES.phone)
    await card(page).getByRole('link').click()
    await page.getByTestId('device-rfid').getByText('Ready', { exact: true }).waitFor()
    const screen = page.getByRole('link', { name: 'Look at its screen, live' })
    expect(await screen.getAttribute('href')).toBe(`${kiosk.address}staff/#screen`)
    await page.getByTestId('device-rfid').getByRole('link').click()
    await page.getByRole('heading', { level: 1, name: 'RFID pad' }).waitFor()
    await kiosk.world.act({ type: 'cable', device: 'rfid', plugged: false })
    const fault = page.getByTestId('fault')
    await fault.getByText('RFID_AWAY').waitFor()
    await fault.getByText('Not over yet').waitFor()
    await kiosk.world.act({ type: 'cable', device: 'rfid', plugged: true })
    await fault.getByText('Over:').waitFor()
    await page.getByTestId('change').nth(2).waitFor()
    await fault.getByText('Push the plug in until it sits.', { exact: false }).waitFor()
    // The kiosk keeps it: whoever comes later sees it, too.
    await page.reload()
    await fault.getByText('RFID_AWAY').waitFor()
    expect(errors).toEqual([])
    await page.close()
  })
})

it('what needs a person is ended with one tap, and is off every console at once', async () => {
  const here = await openConsole(browser, kiosk, STAFF_SIZES.desk)
  const there = await openConsole(browser, kiosk, STAFF_SIZES.phone, '#kiosk/main/kiosk-1')
  await here.page.getByTestId('to-attention').getByText('Nothing needs a person.').waitFor()
  await there.page.getByTestId('figures').getByText('Visits').waitFor()
  await kiosk.world.act({ type: 'gate', id: book(TITLE) })
  await there.page.getByTestId('attention').getByText(TITLE).waitFor()
  await here.page.getByTestId('to-attention').getByText('thing needs a person').click()
  const item = here.page.getByTestId('attention')
  await item.getByText('Speak to the person if they are still there.', { exact: false }).waitFor()
  await inspect(here.page, 'attention')
  await item.getByRole('button', { name: `${TITLE}: I have seen to it` }).click()
  await here.page.getByText('Nothing needs a person.').waitFor()
  await here.page.getByText(`Seen to: ${TITLE}`).waitFor()
  await there.page.getByTestId('attention').waitFor({ state: 'detached' })
  await here.page.goto(`${kiosk.console}#numbers`)
  await here.page.getByRole('button', { name: '31 days' }).click()
  await here.page.getByText('As a table').click()
  await here.page.getByRole('table', { name: '31 days' }).getByRole('row').nth(31).waitFor()
  await inspect(here.page, 'numbers')
  await Promise.all([here.page.close(), there.page.close()])
  expect([...here.errors, ...there.errors]).toEqual([])
})

it.each([
  ['phone', 'dark', 'de'],
  ['desk', 'light', 'en'],
  ['wide', 'dark', 'en'],
] as const)(
  'every page at %s size, %s in %s, passes axe, has generous targets and fits',
  async (size, theme, language) => {
    const { page, errors } = await openConsole(browser, kiosk, STAFF_SIZES[size])
    await card(page).waitFor()
    if (language === 'de') await page.getByRole('button', { name: 'Deutsch' }).click()
    if (theme === 'dark') await page.getByRole('button', { name: /Light or dark|Hell oder dunkel/ }).click()
    await page.locator(`html[lang=${language}][data-theme=${theme}]`).waitFor()
    await kiosk.world.act({ type: 'printer', switch: 'paperOut', on: true })
    await card(page)
      .getByText(language === 'de' ? 'Legen Sie eine neue Rolle ein.' : 'Put in a new roll.')
      .waitFor()
    await inspect(page, 'fleet')
    await card(page).getByRole('link').click()
    await page.getByTestId('alert-PRINTER_PAPER_OUT').waitFor()
    await inspect(page, 'kiosk')
    await page.getByTestId('device-printer').getByRole('link').click()
    await page.getByTestId('change').first().waitFor()
    await inspect(page, 'device')
    await kiosk.world.act({ type: 'printer', switch: 'paperOut', on: false })
    await page.close()
    expect(errors).toEqual([])
  },
)

it('asks who is there, and says when the broker does not know them', async () => {
  const { page, errors } = await openPage(browser, kiosk.console, STAFF_SIZES.phone)
  await page.getByLabel('User').waitFor()
  await inspect(page, 'door')
  await signInAtBroker(page, 'wrong')
  await page.getByText('The broker does not know this user with this password.').waitFor()
  await signInAtBroker(page)
  await card(page).waitFor()
  await page.reload()
  await card(page).waitFor()
  await page.getByRole('button', { name: 'Leave' }).click()
  await page.getByLabel('User').waitFor()
  expect(await page.evaluate('sessionStorage.length + localStorage.length')).toBe(0)
  await page.close()
  expect(errors).toEqual([])
})
