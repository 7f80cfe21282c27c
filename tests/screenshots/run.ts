/** `npm run screenshots`: the pictures of the docs, taken from the running kiosk and bench. */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { serveBench } from '@lectern/device-agent/bench/server'
import { launchBrowser, openPage, SIZES, STAFF_SIZES } from '../support/browser.ts'
import { startSimulatedConsole } from '../support/console.ts'
import { gateAlarm, startDesk } from '../support/desk.ts'
import { book, card, startKiosk } from '../support/kiosk.ts'
import { openStaff } from '../support/staff-page.ts'

const folder = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url))
const uiFolder = fileURLToPath(new URL('../../kiosk-ui/dist/', import.meta.url))
/** More than one site, and a few of them ill. */
const KIOSKS = 120
mkdirSync(folder, { recursive: true })

const kiosk = await startKiosk({
  extra:
    'returns: { shelves: [{ bin: 1, name: Fiction trolley }, { bin: 3, name: Non-fiction trolley }, { bin: 4, name: Media box }, { bin: 9, name: Shelf at the desk }] }',
})
const bench = await serveBench(kiosk.world, { port: 0, uiFolder })
const browser = await launchBrowser()
const { page } = await openPage(browser, kiosk.address, SIZES.portrait)
const desk = (await openPage(browser, bench.address, SIZES.landscape)).page
const shoot = async (name: string, from = page) => {
  // Calm first: nothing in a picture should be half way.
  await from.evaluate(
    'Promise.all(document.getAnimations().filter((one) => one.effect.getTiming().iterations === 1).map((one) => one.finished))',
  )
  await from.screenshot({ path: `${folder}${name}.png` })
}

await page.getByText('Borrow or return?').waitFor()
await shoot('attract')
const stack = [
  'Pride and Prejudice',
  'The Time Machine',
  'Die Verwandlung',
  'The Secret Garden',
  'Nosferatu',
  'The Wind in the Willows',
].map(book)
await kiosk.world.act({ type: 'scan', id: card('Jonas B.') })
await page.getByText('Lay your books on the pad').waitFor()
await kiosk.world.act({ type: 'lay', ids: stack })
await page.getByTestId('counts').filter({ hasText: '6 on the pad, 5 yours' }).waitFor()
await shoot('items')
await page.getByRole('button', { name: 'Leave it here' }).click()
await page.getByRole('button', { name: 'Finish' }).click()
await page.getByText('Would you like a receipt?').waitFor()
await shoot('finish')
await page.getByRole('button', { name: 'Print receipt' }).click()
await page.getByText('Your receipt is ready below.').waitFor()
await shoot('goodbye')
await shoot('bench', desk)
await kiosk.world.act({ type: 'take', ids: stack })
await page.getByRole('button', { name: 'Return' }).click()
await kiosk.world.act({
  type: 'lay',
  ids: ['Emma', 'Dracula', 'Walden', 'Nosferatu', 'Little Women'].map(book),
})
await page.getByTestId('counts').filter({ hasText: '5 on the pad, 5 returned' }).waitFor()
await shoot('returns')

const helper = (await openStaff(browser, kiosk, { path: '#screen', size: STAFF_SIZES.desk })).page
await page.getByRole('button', { name: 'Finish' }).click()
await page.getByRole('button', { name: 'No receipt' }).click()
await page.getByText('Borrow or return?').waitFor()
await kiosk.world.act({ type: 'scan', id: card('Bruno F.') })
await page.getByText('Hello, Bruno F.').waitFor()
await kiosk.world.act({ type: 'lay', ids: ['Nosferatu', 'The Secret Garden'].map(book) })
await helper.getByRole('button', { name: 'Look at the screen' }).click()
await helper.getByRole('button', { name: 'Ask to help' }).click()
await page.getByRole('button', { name: 'Yes, please help' }).click()
await helper.getByText('The patron said yes.').waitFor()
await shoot('look', helper)

const staffed = await startDesk()
const staff = (await openStaff(browser, staffed, { size: STAFF_SIZES.desk })).page
await staff.getByRole('heading', { level: 1 }).waitFor()
staffed.tell(gateAlarm('calm', { title: 'Emma', verdict: 'rewriteFailed', kiosk: 'Kiosk 2' }))
staffed.tell(gateAlarm('theft'))
await staff.getByTestId('alarm').nth(1).waitFor()
await shoot('desk', staff)
await staff.getByRole('link', { name: /^Drop/ }).first().click()
await staff.getByTestId('bin-1').waitFor()
await shoot('drop', staff)
await staffed.close()

const all = await startSimulatedConsole(KIOSKS)
const overview = (await openPage(browser, all.address, STAFF_SIZES.desk)).page
await overview.getByTestId('rank-good').waitFor()
await overview.locator('main li.stop:first-child').waitFor()
await shoot('console', overview)
await all.close()

await browser.close()
await bench.close()
await kiosk.close()
