import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, it } from 'vitest'
import { launchBrowser, openPage, SIZES } from '../support/browser.ts'
import { inspect } from '../support/inspect.ts'
import { book, card, startKiosk, type TestKiosk } from '../support/kiosk.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const SETTINGS = 'returns: { incompleteSets: ask, shelves: [{ bin: 1, name: Left shelf }] }'

describe.each(Object.entries(SIZES))('at %s size', (_, size) => {
  let kiosk: TestKiosk
  beforeEach(async () => {
    kiosk = await startKiosk({ extra: SETTINGS })
  })
  afterEach(() => kiosk.close())

  it.each([
    ['light', 'normal', 'en'],
    ['dark', 'largest', 'de'],
  ] as const)(
    'every screen, %s with %s text in %s, passes axe, has generous targets and fits',
    async (theme, textSize, language) => {
      const { page } = await openPage(browser, kiosk.address, size)
      await page.getByText('Borrow or return?').waitFor()
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
      await at('attract', de ? 'Ausleihe oder Rückgabe?' : 'Borrow or return?')
      await page.getByRole('button', { name: de ? 'Ausleihe' : 'Borrow' }).click()
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

  it.each([
    ['light', 'normal', 'en'],
    ['dark', 'largest', 'de'],
  ] as const)(
    'every screen of a return, %s with %s text in %s, passes axe, has generous targets and fits',
    async (theme, textSize, language) => {
      const { page } = await openPage(browser, kiosk.address, size)
      await page.getByText('Borrow or return?').waitFor()
      const de = language === 'de'
      if (de) await page.getByRole('button', { name: 'Deutsch' }).click()
      if (theme === 'dark') await page.getByRole('button', { name: 'Hell oder dunkel' }).click()
      for (const wanted of textSize === 'largest' ? ['large', 'largest'] : []) {
        await page.getByRole('button', { name: 'Schriftgröße' }).click()
        await page.locator(`html[data-text-size=${wanted}]`).waitFor()
      }
      const at = async (screen: string, text: string | RegExp) => {
        await page.getByText(text).first().waitFor()
        await inspect(page, screen)
      }
      await page.getByRole('button', { name: de ? 'Rückgabe' : 'Return' }).click()
      await at('returns, none', de ? 'Legen Sie Ihre Bücher auf die Ablage' : 'Lay your books on the pad')
      const ids = [book('Emma'), 'unknown', book('Treasure Island'), `${book('The Royal Game of Ur')}-1`]
      await kiosk.world.act({ type: 'lay', ids })
      await page
        .getByTestId('counts')
        .filter({ hasText: /^4 .*, 1 / })
        .waitFor()
      await at('returns', de ? 'Bitte hierhin: Left shelf' : 'Goes here: Left shelf')
      await page.getByRole('button', { name: de ? 'Fertig' : 'Finish', exact: true }).click()
      await at('leave anyway', de ? 'Trotzdem beenden' : 'Finish anyway')
      await page.getByText(de ? 'Trotzdem beenden' : 'Finish anyway').click()
      await at('finish', de ? 'Möchten Sie eine Quittung?' : 'Would you like a receipt?')
      await page.getByText(de ? 'Ohne Quittung' : 'No receipt').click()
      await at('goodbye', de ? 'Danke! Ein Medium ist zurück' : 'Thank you. One item is back')
      await page.close()
    },
  )
})
