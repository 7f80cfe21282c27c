import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { launchBrowser, openPage } from '../support/browser.ts'
import { book, card, startKiosk, type TestKiosk } from '../support/kiosk.ts'
import { SteadyClock } from '../support/steady-clock.ts'

/** Without a touch for so long, a kiosk as it is asks who is there. */
const IDLE_MILLISECONDS = 60_000

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

let kiosk: TestKiosk
let page: Page
let errors: string[]
const says = (text: string | RegExp) => page.getByText(text).first().waitFor()
const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click()
const counts = (text: string) => page.getByTestId('counts').filter({ hasText: text }).waitFor()
const lay = (...ids: string[]) => kiosk.world.act({ type: 'lay', ids })
const take = (...ids: string[]) => kiosk.world.act({ type: 'take', ids })
const scan = (id: string) => kiosk.world.act({ type: 'scan', id })
const afi = (id: string) => kiosk.world.thing(id).tag?.afi

const begin = async (wires: 'tcp' | 'pty') => {
  kiosk = await startKiosk({ wires, extra: 'session: { goodbyeSeconds: 3 }' })
  ;({ page, errors } = await openPage(browser, kiosk.address))
  await says('Borrow or return?')
}

const end = async () => {
  await page.context().close()
  await kiosk.close()
  expect(errors).toEqual([])
}

describe.each(['tcp', 'pty'] as const)('a patron at the kiosk, devices on %s', (wires) => {
  beforeEach(() => begin(wires))
  afterEach(end)

  it('borrows a stack with card, PIN and pad, takes a receipt, and leaves nothing behind', async () => {
    const stack = [
      'Pride and Prejudice',
      'The Time Machine',
      'Die Verwandlung',
      'Преступление и наказание',
    ].map(book)
    await lay(...stack)
    await says('4 items are on the pad')
    await scan(card('Mira K.'))
    await says('Your PIN, please')
    for (const key of '1234') await press(key)
    await press('Continue')
    await says('Hello, Mira K.')
    await counts('4 on the pad, 4 yours')
    expect(await page.getByTestId('row').count()).toBe(4)
    await press('Finish')
    await press('Print receipt')
    await says('Your receipt is ready below.')
    expect(stack.map(afi)).toEqual([0xc2, 0xc2, 0xc2, 0xc2])
    expect(JSON.stringify(kiosk.world.printer.receipts)).toContain('Die Verwandlung')
    await take(...stack)
    await says('Borrow or return?')
    expect(await page.content()).not.toContain('Mira')
    expect(kiosk.world.simulator.history.filter((deed) => deed.kind === 'checkout')).toHaveLength(4)
  })

  it('lays the card on the pad, and adds items one by one, newest on top', async () => {
    await lay(card('Jonas B.'))
    await says('Lay your books on the pad')
    await lay(book('Nosferatu'))
    await counts('1 on the pad, 1 yours')
    await lay(book('The Time Machine'))
    await counts('2 on the pad, 2 yours')
    expect(await page.getByTestId('row').first().textContent()).toContain('The Time Machine')
  })

  it('scans the barcode of an item whose tag cannot be read', async () => {
    await scan(card('Jonas B.'))
    await lay(book('Treasure Island'))
    await says("We cannot read this item's tag")
    await scan(book('Treasure Island'))
    await counts('1 on the pad, 1 yours')
    expect(afi(book('Treasure Island'))).toBe(0xc2)
  })

  it('goes on with barcodes when the pad’s cable is pulled, and with the pad when it is back', async () => {
    await scan(card('Jonas B.'))
    await says('Hello, Jonas B.')
    await kiosk.world.act({ type: 'cable', device: 'rfid', plugged: false })
    await says(/The pad is taking a break/)
    await scan(book('Nosferatu'))
    await counts('0 on the pad, 1 yours')
    await lay(book('Nosferatu'), book('The Time Machine'))
    await kiosk.world.act({ type: 'cable', device: 'rfid', plugged: true })
    await counts('2 on the pad, 2 yours')
    expect(afi(book('Nosferatu'))).toBe(0xc2)
  })

  it('is offered what is left when the printer has no paper or no cable', async () => {
    await scan(card('Jonas B.'))
    await lay(book('Nosferatu'))
    await counts('1 on the pad, 1 yours')
    await kiosk.world.act({ type: 'printer', switch: 'paperOut', on: true })
    await press('Finish')
    await says('The printer is out of paper')
    await kiosk.world.act({ type: 'printer', switch: 'paperOut', on: false })
    await says('Would you like a receipt?')
    await kiosk.world.act({ type: 'cable', device: 'printer', plugged: false })
    await says('There is no receipt today')
    await press('Finish without receipt')
    await says('Thank you. Enjoy!')
  })
})

describe('a patron at the kiosk', () => {
  beforeEach(() => begin('tcp'))
  afterEach(end)

  it('types the card number, and is told when it is unknown', async () => {
    await press('Borrow')
    for (const key of '29999') await press(key)
    await press('Continue')
    await says('We do not know this card')
    for (const key of card('Jonas B.')) await press(key)
    await press('Continue')
    await says('Hello, Jonas B.')
  })

  it('who is blocked, owes, or uses a lost card hears what to do next', async () => {
    for (const [name, words] of [
      ['Hugo P.', 'This card cannot borrow right now'],
      ['Ottilie W.', 'There are open fees on this card'],
      ['Selma R.', 'This card was reported lost'],
    ] as const) {
      await scan(card(name))
      await says('Your PIN, please')
      for (const key of '1234') await press(key)
      await press('Continue')
      await says(words)
      await press('Back')
      await says('Borrow or return?')
    }
    expect(kiosk.world.simulator.history).toEqual([])
  })

  it('with a wrong PIN may try again, three times', async () => {
    await scan(card('Mira K.'))
    for (const left of ['2 tries left', 'One try left', 'The PIN was wrong too often']) {
      for (const key of '0000') await press(key)
      await press('Continue')
      await says(left)
    }
  })

  it('learns of each item that is not lent why, and what to do', async () => {
    await scan(card('Jonas B.'))
    await lay(
      book('Emma'),
      book('The Secret Garden'),
      book('The Complete Works of William Shakespeare'),
      'unknown',
      book('Nosferatu'),
    )
    await counts('5 on the pad, 1 yours')
    for (const words of [
      'Still on loan to somebody else',
      'On hold for somebody else',
      'This one stays in the library',
      'The library does not know this item',
    ])
      await says(words)
    await press('Finish')
    await says('4 items still need your attention')
    await press('Back to the list')
    await press('Leave it here')
    await says('3 items need your attention')
    expect(afi(book('The Secret Garden'))).toBe(0x07)
  })

  it('is asked for the parts of a set that are missing', async () => {
    await scan(card('Jonas B.'))
    const set = book('The Royal Game of Ur')
    await lay(`${set}-1`, `${set}-2`)
    await says('2 of 4 parts are here')
    expect(kiosk.world.simulator.history).toEqual([])
    await lay(`${set}-3`, `${set}-4`)
    await counts('1 on the pad, 1 yours')
    expect([1, 2, 3, 4].map((part) => afi(`${set}-${part}`))).toEqual([0xc2, 0xc2, 0xc2, 0xc2])
  })

  it('is told when an item’s alarm cannot be switched off', async () => {
    await scan(card('Jonas B.'))
    await lay(book('Great Expectations'))
    await says('Its alarm cannot be switched off here')
    await press('Finish')
    await press('No receipt')
    await says('Its alarm cannot be switched off here')
    expect(kiosk.log.join('')).toContain('TAG_LEFT_ARMED')
  })

  it('waits while the library system is down, and goes on when it is back', async () => {
    await scan(card('Jonas B.'))
    await says('Hello, Jonas B.')
    await kiosk.world.act({ type: 'ils', mode: 'down' })
    await says('The library system is away for a moment')
    await lay(book('Nosferatu'))
    await counts('1 on the pad, 0 yours')
    await kiosk.world.act({ type: 'ils', mode: 'up' })
    await counts('1 on the pad, 1 yours')
  })

  it('is not lent anything twice when the library system dies in the middle of its answer', async () => {
    await scan(card('Jonas B.'))
    await says('Hello, Jonas B.')
    await kiosk.world.act({ type: 'ils', mode: 'dieMidAnswer' })
    await lay(book('Nosferatu'))
    await says('We are making sure')
    await kiosk.world.act({ type: 'ils', mode: 'up' })
    await counts('1 on the pad, 1 yours')
    expect(kiosk.world.simulator.history).toHaveLength(1)
    expect(afi(book('Nosferatu'))).toBe(0xc2)
  })

  it('finds the way to borrow shut while the library system is down, and the way to return open', async () => {
    await kiosk.world.act({ type: 'ils', mode: 'down' })
    await says('The library system is away for a moment')
    expect(await page.getByRole('button', { name: 'Borrow' }).count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Return' }).count()).toBe(1)
    await kiosk.world.act({ type: 'ils', mode: 'up' })
    await page.getByRole('button', { name: 'Borrow' }).waitFor()
  })
})

describe('the screen', () => {
  let clock: SteadyClock
  beforeEach(async () => {
    clock = new SteadyClock()
    kiosk = await startKiosk({ clock })
  })
  afterEach(async () => {
    await kiosk.close()
    clock.stop()
  })

  it('takes a keyboard-wedge scanner’s keys, and none of them lands anywhere', async () => {
    const { page } = await openPage(browser, kiosk.address)
    await page.getByRole('button', { name: 'Borrow' }).click()
    await page.getByText('Show us your library card').waitFor()
    // All in one go, as fast as a scanner: keys typed one by one from here come as slow as the machine is busy.
    await page.evaluate(
      `for (const key of [...'${card('Jonas B.')}', 'Enter']) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))`,
    )
    await page.getByText('Hello, Jonas B.').waitFor()
    await page.context().close()
  })

  it('asks who is idle, and one touch anywhere keeps the session', async () => {
    const { page } = await openPage(browser, kiosk.address)
    await kiosk.world.act({ type: 'scan', id: card('Jonas B.') })
    await page.getByText('Hello, Jonas B.').waitFor()
    await clock.pass(IDLE_MILLISECONDS)
    await page.getByText('Are you still there?').waitFor()
    await page.mouse.click(500, 100)
    await page.getByText('Are you still there?').waitFor({ state: 'detached' })
    await page.getByText('Hello, Jonas B.').waitFor()
    await page.context().close()
  })

  it('comes back by itself when the agent’s socket breaks, and begins anew at its heading', async () => {
    const { page } = await openPage(browser, kiosk.address)
    await page.getByText('Borrow or return?').waitFor()
    await page.locator('h1:focus').waitFor()
    await page.context().setOffline(true)
    await page.context().setOffline(false)
    await kiosk.world.act({ type: 'scan', id: card('Jonas B.') })
    await page.getByText('Hello, Jonas B.').waitFor()
    await page.locator('h1:focus', { hasText: 'Hello, Jonas B.' }).waitFor()
    await page.context().close()
  })

  it('in a second browser mirrors the first, says so, and can take over', async () => {
    const first = (await openPage(browser, kiosk.address)).page
    const second = (await openPage(browser, kiosk.address)).page
    await second.getByText('This screen mirrors the kiosk.').waitFor()
    await kiosk.world.act({ type: 'scan', id: card('Jonas B.') })
    await first.getByText('Hello, Jonas B.').waitFor()
    await second.getByText('Hello, •••').waitFor()
    await second.getByRole('button', { name: 'Use this screen' }).click()
    await second.getByText('Hello, Jonas B.').waitFor()
    await first.getByText('This screen mirrors the kiosk.').waitFor()
    await first.close()
    await second.close()
  })

  it('changes language, text size and colours, and is itself again for the next patron', async () => {
    const { page } = await openPage(browser, kiosk.address)
    await page.getByRole('button', { name: 'Deutsch' }).click()
    await page.getByText('Ausleihe oder Rückgabe?').waitFor()
    await page.getByRole('button', { name: 'Schriftgröße' }).click()
    await page.getByRole('button', { name: 'Hell oder dunkel' }).click()
    await page.locator('html[data-theme=dark][data-text-size=large][lang=de]').waitFor()
    await clock.pass(IDLE_MILLISECONDS)
    await page.getByText('Borrow or return?').waitFor()
    await page.locator('html[data-theme=light][data-text-size=normal][lang=en]').waitFor()
    await page.context().close()
  })
})
