import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser, openPage, STAFF_SIZES } from '../support/browser.ts'
import { gateAlarm, startDesk, type TestDesk } from '../support/desk.ts'
import { inspect } from '../support/inspect.ts'
import { startKiosk, type TestKiosk } from '../support/kiosk.ts'
import { openStaff } from '../support/staff-page.ts'

const TABS = ['desk', 'drop', 'signals', 'gates', 'devices'] as const

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor()
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()

describe('the desk of a kiosk', () => {
  let kiosk: TestKiosk
  beforeEach(async () => {
    kiosk = await startKiosk()
  })
  afterEach(() => kiosk.close())

  it('shows each device and what ails it, with what to do, and that it is well again', async () => {
    const { page, errors } = await openStaff(browser, kiosk, { size: STAFF_SIZES.desk })
    await says(page, 'All is quiet')
    await kiosk.world.act({ type: 'cable', device: 'printer', plugged: false })
    await says(page, 'Check its power and cable. Lending goes on without receipts.')
    await page
      .getByRole('link', { name: /^Devices/ })
      .first()
      .click()
    await page.getByTestId('device-printer').getByText('Away', { exact: true }).waitFor()
    await page.getByTestId('device-rfid').getByText('Ready', { exact: true }).waitFor()
    await kiosk.world.act({ type: 'cable', device: 'printer', plugged: true })
    await page.getByTestId('device-printer').getByText('Ready', { exact: true }).waitFor()
    await says(page, 'No notices.')
    await page.close()
    expect(errors).toEqual([])
  })

  it('is not reached from the patron’s screen by a script', async () => {
    const { page } = await openPage(browser, kiosk.address)
    await says(page, 'Borrow or return?')
    const statuses = await page.evaluate(`fetch('/staff/').then((answer) => answer.status)`)
    expect(statuses).toBe(403)
    const code = await page.evaluate(
      `new Promise((resolve) => { new WebSocket('ws://' + location.host + '/staff/socket').onclose = ({ code }) => resolve(code) })`,
    )
    expect(code).toBe(4403)
    await page.close()
  })
})

describe('at the desk', () => {
  let desk: TestDesk
  let page: Page
  let errors: string[]
  beforeEach(async () => {
    desk = await startDesk()
    ;({ page, errors } = await openStaff(browser, desk, { size: STAFF_SIZES.desk }))
    await page.locator('h1').waitFor()
  })
  afterEach(async () => {
    await page.close()
    await desk.close()
    expect(errors).toEqual([])
  })
  const open = (tab: string) =>
    page
      .getByRole('link', { name: new RegExp(`^${tab}`) })
      .first()
      .click()

  it('an alarm comes with its gate, is looked up, tells what it is, and is seen to on every page at once', async () => {
    const other = await openStaff(browser, desk, { size: STAFF_SIZES.phone })
    await other.page.locator('h1').waitFor()
    desk.tell(gateAlarm('a', { title: null, verdict: 'looking' }))
    await says(page, 'An alarm at the gate')
    await says(page, 'Main entrance, going out')
    await says(page, 'Looking it up…')
    desk.tell(gateAlarm('a'))
    await says(page, 'The Wind in the Willows')
    await says(page, 'It is not on loan. Please speak to the person at the gate.')
    expect(await page.getByTestId('alarm').count()).toBe(1)
    expect(await page.title()).toBe('One alarm – Lectern desk')
    await press(page, 'I have seen to it')
    for (const one of [page, other.page]) await one.getByTestId('alarm').waitFor({ state: 'detached' })
    await other.page.close()
  })

  it('who did nothing wrong is not taken for a thief', async () => {
    desk.tell(gateAlarm('a', { title: 'Emma', verdict: 'rewriteFailed', kiosk: 'Kiosk 2' }))
    await says(page, 'Lent at Kiosk 2 moments ago; its tag was not switched.')
    await says(page, 'let it pass')
    desk.tell(gateAlarm('t', { title: null, item: null, verdict: 'test' }))
    await says(page, 'Test tag')
    expect(await page.getByTestId('alarm').count()).toBe(1)
  })

  it('a hundred carried through together are one number and one button', async () => {
    for (let i = 0; i < 100; i++) desk.tell(gateAlarm(String(i), { title: `Volume ${i}` }))
    await says(page, '100 alarms at the gate')
    await says(page, 'Volume 99')
    await press(page, 'I have seen to all')
    await says(page, 'One thing needs you')
    expect(await page.getByTestId('alarm').count()).toBe(0)
    expect(desk.desk.view().acknowledged).toHaveLength(100)
  })

  it('a bin is emptied after being asked twice, an exception is seen to, a jam is cleared', async () => {
    await open('Drop')
    await page.getByTestId('bin-1').getByText('64').waitFor()
    await press(page, 'Adults: Empty')
    expect(desk.asked).toEqual([])
    await press(page, 'Adults: It is empty now')
    await page.getByTestId('bin-1').getByText('0', { exact: true }).waitFor()
    await press(page, 'Seen to: The Secret Garden')
    await page.getByText('The Secret Garden').waitFor({ state: 'detached' })
    desk.drop({ state: 'shut', problem: 'DROP_JAM' })
    await says(page, 'The drop is shut')
    await says(page, 'Free what is stuck')
    await press(page, 'I have freed it')
    await says(page, 'The drop takes items')
    expect(desk.asked).toEqual(['empty 1', 'resolve 8', 'clear'])
  })

  it('a signal is live, and an output runs as long as its button is held, by pointer and by key', async () => {
    await open('Signals')
    await says(page, 'Outputs can be tried only while it is shut.')
    const belt = page.getByRole('button', { name: /^Belt: Hold/ })
    expect(await belt.isDisabled()).toBe(true)
    desk.drop({ state: 'shut' })
    const row = page.getByTestId('signal-belt')
    await belt.hover()
    await page.mouse.down()
    await row.getByText('On', { exact: true }).waitFor()
    await page.mouse.up()
    await row.getByText('Off', { exact: true }).waitFor()
    await belt.focus()
    await page.keyboard.down(' ')
    await row.getByText('On', { exact: true }).waitFor()
    await page.keyboard.up(' ')
    await row.getByText('Off', { exact: true }).waitFor()
    expect(desk.asked).toEqual(['set belt true', 'set belt false', 'set belt true', 'set belt false'])
    desk.signal('entryBeam', true)
    await page.getByTestId('signal-entryBeam').getByText('On', { exact: true }).waitFor()
    desk.signal('entryBeam', null)
    await page.getByTestId('signal-entryBeam').getByText('Not known').waitFor()
  })

  it('an output stops when the page that held it is gone, and none moves while a door is open', async () => {
    desk.drop({ state: 'shut' })
    await open('Signals')
    await page.getByRole('button', { name: /^Shutter: Hold/ }).hover()
    await page.mouse.down()
    await page.getByTestId('signal-shutter').getByText('On', { exact: true }).waitFor()
    await page.goto('about:blank')
    await expect.poll(() => desk.asked.at(-1), { timeout: 10_000 }).toBe('set shutter false')
    await page.goto(`${desk.address}staff/#signals`)
    desk.signal('serviceDoorClosed', false)
    await page.getByRole('button', { name: /^Belt: Hold/ }).click()
    await says(page, 'nothing may move')
    expect(desk.asked).toEqual(['set shutter true', 'set shutter false'])
  })

  it('a gate is silenced and sounds again, and what it refuses is said', async () => {
    await open('Gates')
    const gate = page.getByTestId('gate-entrance')
    await gate.getByText('412').waitFor()
    await gate.getByRole('button', { name: '15 min' }).click()
    await gate.getByText('Silenced').waitFor()
    await gate.getByRole('button', { name: 'Sound again' }).click()
    await gate.getByRole('button', { name: '15 min' }).waitFor()
    await gate.getByRole('button', { name: 'Test light' }).click()
    await page.getByTestId('gate-garden').getByRole('button', { name: 'Test sound' }).click()
    await says(page, 'The device refused, or is away.')
    expect(desk.asked).toEqual([
      'silence entrance 15',
      'silence entrance 0',
      'test entrance light',
      'test garden sound',
    ])
  })

  it('language and colours are kept in this browser', async () => {
    await press(page, 'Deutsch')
    await page.getByRole('heading', { level: 1, name: /brauch/ }).waitFor()
    await press(page, 'Hell oder dunkel')
    await page.reload()
    await page.locator('html[lang=de][data-theme=dark]').waitFor()
  })

  it('is gone through by keyboard alone', async () => {
    desk.tell(gateAlarm('a'))
    await page.getByTestId('alarm').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.locator('main:focus').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByTestId('alarm').waitFor({ state: 'detached' })
  })

  it('says that the connection is lost, keeps what it knew, and comes back by itself', async () => {
    await page.context().setOffline(true)
    desk.cut()
    await says(page, 'The connection to the kiosk is lost.')
    await says(page, 'One thing needs you')
    await page.context().setOffline(false)
    await page.getByText('The connection to the kiosk is lost.').waitFor({ state: 'detached' })
  })
})

describe.each(Object.entries(STAFF_SIZES))('at %s size', (_, size) => {
  it.each([
    ['light', 'en'],
    ['dark', 'de'],
  ] as const)('every page, %s in %s, passes axe, has generous targets and fits', async (theme, language) => {
    const desk = await startDesk()
    desk.notices.raise('ILS_AWAY', 'connect ECONNREFUSED')
    const { page, errors } = await openStaff(browser, desk, { size })
    await page.locator('h1').waitFor()
    if (language === 'de') await press(page, 'Deutsch')
    if (theme === 'dark') await press(page, /Light or dark|Hell oder dunkel/)
    await page.locator(`html[lang=${language}][data-theme=${theme}]`).waitFor()
    for (const tab of TABS) {
      await page.evaluate(`location.hash = '${tab}'`)
      await page.locator(`nav a[href="#${tab}"][aria-current]`).waitFor()
      await inspect(page, tab)
    }
    desk.drop({ state: 'shut', problem: 'DROP_JAM' })
    await page.evaluate(`location.hash = 'drop'`)
    await page
      .getByText(language === 'de' ? 'In der Buchrückgabe steckt etwas' : 'Something is stuck')
      .waitFor()
    await inspect(page, 'drop, shut')
    await page.evaluate(`location.hash = 'signals'`)
    await page
      .locator('button:enabled', { hasText: /Hold|Halten/ })
      .first()
      .waitFor()
    await inspect(page, 'signals, shut')
    desk.tell(gateAlarm('c', { title: 'Emma', verdict: 'rewriteFailed' }))
    await page.evaluate(`location.hash = 'desk'`)
    await page.getByTestId('alarm').waitFor()
    await inspect(page, 'a calm alarm')
    for (const id of ['a', 'b']) desk.tell(gateAlarm(id))
    await page.getByTestId('alarm').nth(2).waitFor()
    await inspect(page, 'alarms')
    await page.close()
    await desk.close()
    expect(errors).toEqual([])
  })
})
