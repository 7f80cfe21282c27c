import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser, STAFF_SIZES } from '../support/browser.ts'
import { inspect } from '../support/inspect.ts'
import { book, startKiosk, type TestKiosk } from '../support/kiosk.ts'
import { openStaff } from '../support/staff-page.ts'

const REVERSED = book('Leaves of Grass')
const [PRIDE, WOMEN, SET] = [
  book('Pride and Prejudice'),
  book('Little Women'),
  book('War and Peace, read aloud'),
]

let browser: Browser
let kiosk: TestKiosk
let page: Page
let errors: string[]
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  kiosk = await startKiosk()
  ;({ page, errors } = await openStaff(browser, kiosk, { path: '#tags', size: STAFF_SIZES.desk }))
  await page.getByRole('heading', { name: 'Tags' }).waitFor()
})
afterEach(async () => {
  await page.context().close()
  await kiosk.close()
  expect(errors).toEqual([])
})

const lay = (...ids: string[]) => kiosk.world.act({ type: 'lay', ids })
const take = (...ids: string[]) => kiosk.world.act({ type: 'take', ids })
const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click()
const stage = (step: string) => page.locator(`[data-testid="stage"][data-step="${step}"]`).waitFor()
const card = () => page.getByTestId('tag')
const says = (text: string | RegExp) => page.getByText(text).first().waitFor()
async function scan(code: string): Promise<void> {
  await page.getByLabel('Scan or type a barcode').fill(code)
  await page.keyboard.press('Enter')
}
async function fits(where: string): Promise<void> {
  for (const size of ['phone', 'desk'] as const) {
    await page.setViewportSize(STAFF_SIZES[size])
    await inspect(page, `${where}, ${size}`)
  }
}

describe('the tag page', () => {
  it('shows what the tag on the pad says, to its last byte', async () => {
    await stage('idle')
    await lay(PRIDE)
    await card().getByRole('heading', { name: PRIDE }).waitFor()
    await card().getByText('ISO 28560-3: its checksum proves it').waitFor()
    await card().getByText('Secured', { exact: true }).waitFor()
    await card().getByText('Memory').click()
    await fits('inspect')
    await take(PRIDE)
    await stage('idle')
    await card().waitFor({ state: 'detached' })
  })

  it('writes a tag by hand, asks before it makes one another item’s, and takes it back', async () => {
    await lay(PRIDE)
    await card().getByRole('heading', { name: PRIDE }).waitFor()
    await scan(WOMEN)
    await says('Little Women')
    await press('Write the tag on the pad')
    await says('This tag is on another item')
    await press('Write it all the same')
    await stage('done')
    await card().getByRole('heading', { name: WOMEN }).waitFor()
    await fits('written')
    await press('Put back as before')
    await card().getByRole('heading', { name: PRIDE }).waitFor()
  })

  it('converts a tag of an old model', async () => {
    await lay(REVERSED)
    await card().getByText('Bytes back to front; kept so').waitFor()
    await press(/^Convert to/)
    await stage('done')
    await says('written')
  })

  it('works off a trolley by its list, one tag after the other, a set part by part', async () => {
    await press('Trolley')
    await press('Paste a list')
    await page.getByLabel('A barcode a line').fill(`${PRIDE}\n${SET} 3`)
    await press('Add to the list')
    await says('0 of 2')
    for (const [id, done] of [
      [PRIDE, '1 of 2'],
      [`${SET}-1`, '1 of 2'],
      [`${SET}-2`, '1 of 2'],
      [`${SET}-3`, '2 of 2'],
    ] as const) {
      await lay(id)
      await page.locator('[data-testid="stage"]:is([data-step="done"], [data-step="finished"])').waitFor()
      await says(done)
      await take(id)
      await page.locator('[data-testid="stage"]:is([data-step="lay"], [data-step="finished"])').waitFor()
    }
    await says('The trolley is done')
    await says('4 today')
    await fits('trolley')
  })
})
