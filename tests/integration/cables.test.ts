import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { book, card, startKiosk, type TestKiosk } from '../support/kiosk.ts'
import { ScreenClient } from '../support/screen-client.ts'

const STACK = ['Pride and Prejudice', 'The Time Machine', 'Nosferatu'].map(book)
const AFI_ON_LOAN = 0xc2
const CABLES = ['ils', 'rfid', 'scanner', 'printer'] as const
const STEPS = [
  'attract',
  'pin',
  'empty list',
  'books just laid down',
  'all lent',
  'receipt question',
] as const
type Cable = (typeof CABLES)[number]
type Step = (typeof STEPS)[number]

let kiosk: TestKiosk
let screen: ScreenClient
beforeEach(async () => {
  kiosk = await startKiosk({ timeoutSeconds: 1, latencyMilliseconds: 5 })
  screen = await ScreenClient.open(kiosk.address)
  await screen.untilScreen('attract')
})
afterEach(async () => {
  screen.close()
  await kiosk.close()
})

const plug = (cable: Cable, plugged: boolean) =>
  kiosk.world.act(
    cable === 'ils'
      ? { type: 'ils', mode: plugged ? 'up' : 'down' }
      : { type: 'cable', device: cable, plugged },
  )

/** Pulls the cable, waits until the screen knows, puts it back, waits until the screen knows. */
async function pull(cable: Cable): Promise<void> {
  await screen.until(`${cable} at work`, ({ devices }) => devices[cable] === 'ready')
  await plug(cable, false)
  await screen.until(`${cable} away`, ({ devices }) => devices[cable] === 'away')
  await plug(cable, true)
  await screen.until(`${cable} back`, ({ devices }) => devices[cable] === 'ready')
}

/** The whole visit, with one cable pulled at one step. */
async function visit(cable: Cable, step: Step): Promise<void> {
  const at = (here: Step) => (here === step ? pull(cable) : Promise.resolve())
  await at('attract')
  await screen.untilScreen('attract')
  screen.send({ type: 'scan', code: card('Mira K.') })
  await screen.untilScreen('pin')
  await at('pin')
  screen.send({ type: 'enterPin', pin: '1234' })
  await screen.untilScreen('items')
  await at('empty list')
  await kiosk.world.act({ type: 'lay', ids: STACK })
  await at('books just laid down')
  await screen.until(
    'all yours',
    ({ screen: now }) =>
      now.name === 'items' && now.counts.yours === STACK.length && now.counts.notYours === 0,
  )
  await at('all lent')
  screen.send({ type: 'finish' })
  await screen.untilScreen('finish')
  await at('receipt question')
  await screen.until(
    'a receipt to be offered',
    ({ screen: now }) => now.name === 'finish' && now.receipt.kind === 'ask',
  )
  screen.send({ type: 'end', receipt: 'print' })
  await screen.until('the receipt', ({ screen: now }) => now.name === 'goodbye' && now.receipt === 'printed')
}

describe.each(CABLES)('with the cable of the %s pulled and put back', (cable) => {
  it.each(STEPS)('at the step "%s", the screen says so, and the visit goes on to its end', async (step) => {
    await visit(cable, step)
    expect(STACK.map((id) => kiosk.world.thing(id).tag?.afi)).toEqual(STACK.map(() => AFI_ON_LOAN))
    expect(kiosk.world.simulator.history.filter((deed) => deed.kind === 'checkout')).toHaveLength(
      STACK.length,
    )
    expect(kiosk.world.simulator.history.filter((deed) => deed.kind === 'renew')).toEqual([])
    expect(kiosk.world.printer.receipts).toHaveLength(1)
  })
})
