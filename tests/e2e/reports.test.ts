import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser, STAFF_SIZES } from '../support/browser.ts'
import { startDesk } from '../support/desk.ts'
import { axe } from '../support/inspect.ts'
import { book, card, startKiosk } from '../support/kiosk.ts'
import { type CountedKiosk, countedKiosk } from '../support/reports.ts'
import { ScreenClient } from '../support/screen-client.ts'
import { openStaff } from '../support/staff-page.ts'

const DAYS = 25
/** Smallest side of anything that is touched, in CSS pixels (WCAG 2.5.5: 44). */
const TARGET_MIN_PIXELS = 44

let browser: Browser
let counted: CountedKiosk
beforeAll(async () => {
  browser = await launchBrowser()
  counted = countedKiosk(DAYS)
})
afterAll(async () => {
  counted.close()
  await browser.close()
})

async function inspect(page: Page, where: string): Promise<void> {
  expect(await axe(page, where)).toEqual([])
  const fits = 'document.documentElement.scrollWidth <= window.innerWidth'
  expect(await page.evaluate(fits), `${where}: no sideways scrolling`).toBe(true)
  const small = await page
    .locator('main :is(button, a, input)')
    .evaluateAll(
      (all, least) =>
        all.filter((one) => one.getBoundingClientRect().height < least).map((one) => one.outerHTML),
      TARGET_MIN_PIXELS,
    )
  expect(small, where).toEqual([])
}

it('what is lent at the screen stands in the report of the day, in its file, and nobody by name', async () => {
  const kiosk = await startKiosk()
  const screen = await ScreenClient.open(kiosk.address)
  await screen.untilScreen('attract')
  await kiosk.world.act({ type: 'lay', ids: [book('The Time Machine'), book('Nosferatu')] })
  screen.send({ type: 'scan', code: card('Jonas B.') })
  await screen.until('two loans', ({ screen: now }) => now.name === 'items' && now.counts.yours === 2)
  screen.send({ type: 'finish' })
  await screen.untilScreen('finish')
  screen.send({ type: 'end', receipt: 'none' })
  await screen.untilScreen('goodbye')
  screen.close()

  const { page, errors } = await openStaff(browser, kiosk, { path: '#reports', size: STAFF_SIZES.desk })
  const figure = (label: string) =>
    page.locator('dl > div', { has: page.getByText(label, { exact: true }) }).locator('.value')
  await figure('Checkouts').getByText('2', { exact: true }).waitFor()
  await figure('Visits').getByText('1', { exact: true }).waitFor()
  await page.getByTestId('report-devices').getByText('RFID pad').waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Save for a spreadsheet' }).click(),
  ])
  const csv = readFileSync(await file.path(), 'utf8')
  expect(file.suggestedFilename()).toMatch(/^lectern-\d{4}-\d\d-\d\d\.csv$/)
  expect(csv).toMatch(/^\uFEFFKiosk,From,What,Detail,Amount,Unit,Meaning\r\nkiosk-1,/)
  expect(csv).toMatch(/,Checkouts,/)
  for (const secret of [card('Jonas B.'), 'Jonas', book('Nosferatu'), 'Nosferatu'])
    expect(csv + (await page.content())).not.toContain(secret)
  const [paper] = await Promise.all([
    page.waitForEvent('popup'),
    page.getByRole('button', { name: 'Print' }).click(),
  ])
  await paper.getByRole('img', { name: /^Checkouts and returns by hour\. Most: / }).waitFor()
  expect(await axe(paper, 'paper')).toEqual([])
  await page.close()
  await kiosk.close()
  expect(errors).toEqual([])
})

it.each([
  ['phone', 'light', 'Month'],
  ['desk', 'dark', 'Monat'],
] as const)(
  'at %s size, %s, days and months pass axe, have generous targets and fit',
  async (size, theme, month) => {
    const desk = await startDesk({ reports: counted.reports })
    const { page, errors } = await openStaff(browser, desk, { path: '#reports', size: STAFF_SIZES[size] })
    await page.getByTestId('report').waitFor()
    if (theme === 'dark') {
      await page.getByRole('button', { name: 'Light or dark' }).click()
      await page.getByRole('button', { name: 'Deutsch' }).click()
      await page.getByRole('heading', { name: 'Berichte' }).waitFor()
    }
    await inspect(page, 'day')
    await page.getByRole('button', { name: month }).click()
    await page.getByText(/^(Monthly report|Monatsbericht)/).waitFor()
    await page
      .getByRole('button', { name: /Later|Später/ })
      .and(page.locator(':disabled'))
      .waitFor()
    await page.getByRole('button', { name: /Earlier|Früher/ }).click()
    await page
      .getByRole('button', { name: /Later|Später/ })
      .and(page.locator(':enabled'))
      .waitFor()
    await inspect(page, 'month')
    await page.close()
    await desk.close()
    expect(errors).toEqual([])
  },
)

it('a report that cannot be had is said to be, and the page stays', async () => {
  const desk = await startDesk({ reports: { sheet: () => null, csv: () => null } })
  const { page } = await openStaff(browser, desk, { path: '#reports', size: STAFF_SIZES.desk })
  await page.getByText('The report could not be loaded.').waitFor()
  await page.getByRole('link', { name: /^Desk/ }).click()
  await page.getByTestId('alarm').or(page.locator('h1')).first().waitFor()
  await page.close()
  await desk.close()
})
