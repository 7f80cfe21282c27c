import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser, openPage, SIZES } from '../support/browser.ts'
import { book, card, startKiosk, type TestKiosk } from '../support/kiosk.ts'

/** Smallest side of anything that can be touched, in CSS pixels. */
const TARGET_MIN_PIXELS = 60

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

async function inspect(page: Page, where: string): Promise<void> {
  // Colours are measured when nothing fades any more.
  await page.evaluate(
    'Promise.all(document.getAnimations().filter((one) => one.effect.getTiming().iterations === 1).map((one) => one.finished))',
  )
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.html}`)).toEqual([])
  const small = await page
    .getByRole('button')
    .evaluateAll(
      (buttons, least) =>
        buttons
          .filter(
            (button) =>
              Math.min(button.getBoundingClientRect().width, button.getBoundingClientRect().height) < least,
          )
          .map((button) => button.outerHTML),
      TARGET_MIN_PIXELS,
    )
  expect(small, where).toEqual([])
  expect(
    await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth'),
    `${where}: no sideways scrolling`,
  ).toBe(true)
}

describe.each(Object.entries(SIZES))('at %s size', (_, size) => {
  let kiosk: TestKiosk
  beforeEach(async () => {
    kiosk = await startKiosk()
  })
  afterEach(() => kiosk.close())

  it.each([
    ['light', 'normal', 'en'],
    ['dark', 'largest', 'de'],
  ] as const)(
    'every screen, %s with %s text in %s, passes axe, has generous targets and fits',
    async (theme, textSize, language) => {
      const { page } = await openPage(browser, kiosk.address, size)
      await page.getByText('Borrow your books here').waitFor()
      if (language === 'de') await page.getByRole('button', { name: 'Deutsch' }).click()
      if (theme === 'dark') await page.getByRole('button', { name: 'Hell oder dunkel' }).click()
      for (const size of textSize === 'largest' ? ['large', 'largest'] : []) {
        await page.getByRole('button', { name: 'Schriftgröße' }).click()
        await page.locator(`html[data-text-size=${size}]`).waitFor()
      }
      const at = async (screen: string, text: string | RegExp) => {
        await page.getByText(text).first().waitFor()
        await inspect(page, screen)
      }
      const de = language === 'de'
      await at('attract', de ? 'Zum Beginnen berühren' : 'Touch to begin')
      await page.getByText(de ? 'Zum Beginnen berühren' : 'Touch to begin').click()
      await at('identify', de ? 'oder Nummer eintippen' : 'or type the number')
      await kiosk.world.act({ type: 'scan', id: card('Mira K.') })
      await at('pin', de ? 'Ihre PIN, bitte' : 'Your PIN, please')
      for (const key of '1234') await page.getByRole('button', { name: key, exact: true }).click()
      await page.getByRole('button', { name: de ? 'Weiter' : 'Continue' }).click()
      await at('items, none', de ? 'Legen Sie Ihre Bücher auf die Ablage' : 'Lay your books on the pad')
      await kiosk.world.act({
        type: 'lay',
        ids: ['Nosferatu', 'The Secret Garden', 'Treasure Island']
          .map(book)
          .concat(`${book('The Royal Game of Ur')}-1`),
      })
      await page
        .getByTestId('counts')
        .filter({ hasText: /^4 .*, 1 / })
        .waitFor()
      await at('items', de ? 'Für jemand anderen vorgemerkt' : 'On hold for somebody else')
      await page.getByRole('button', { name: de ? 'Fertig' : 'Finish', exact: true }).click()
      await at('leave anyway', de ? 'Trotzdem beenden' : 'Finish anyway')
      await page.getByText(de ? 'Trotzdem beenden' : 'Finish anyway').click()
      await at('finish', de ? 'Möchten Sie eine Quittung?' : 'Would you like a receipt?')
      await page.getByText(de ? 'Ohne Quittung' : 'No receipt').click()
      await at('goodbye', de ? 'Danke und viel Freude!' : 'Thank you. Enjoy!')
      await page.close()
    },
  )
})
