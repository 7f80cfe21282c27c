import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  startBroker,
  type TestBroker,
  type Told,
} from '../../device-agent/src/monitoring/mqtt/broker.test-support.ts'
import { launchBrowser, STAFF_SIZES } from '../support/browser.ts'
import { book, startKiosk } from '../support/kiosk.ts'
import { openStaff } from '../support/staff-page.ts'

/** From the gate's alarm to its title, at the desk and on MQTT. */
const TITLE_MAX_MILLISECONDS = 1_000
const TITLE = 'The Time Machine'

let browser: Browser
let broker: TestBroker
beforeAll(async () => {
  browser = await launchBrowser()
  broker = await startBroker()
})
afterAll(async () => {
  await browser.close()
  await broker.close()
})

it('an item that is carried out unlent is at the desk and on MQTT with its title within a second', async () => {
  const kiosk = await startKiosk({
    extra: `mqtt: { url: 'mqtt://127.0.0.1:${broker.port}', site: lindenhof }`,
  })
  const { page, errors } = await openStaff(browser, kiosk, { size: STAFF_SIZES.desk })
  await page.getByText('All is quiet').waitFor()
  const topic = (path: string) => `lectern/lindenhof/kiosk-1/${path}`
  await broker.until((told) => told.topic === topic('device/exit/state') && told.words.state === 'ready')
  const titled = ({ topic: one, words }: Told) => one === topic('event/gate_alarm') && words.title === TITLE

  const seen = new Promise<number>((resolve) => kiosk.world.gate.onAlarm(() => resolve(performance.now())))
  const onMqtt = broker.until(titled).then((told) => ({ told, at: performance.now() }))
  const atDesk = page
    .getByTestId('alarm')
    .getByText(TITLE)
    .waitFor()
    .then(() => performance.now())
  await kiosk.world.act({ type: 'gate', id: book(TITLE) })
  const alarmedAt = await seen
  const { told, at } = await onMqtt
  expect(at - alarmedAt).toBeLessThan(TITLE_MAX_MILLISECONDS)
  expect((await atDesk) - alarmedAt).toBeLessThan(TITLE_MAX_MILLISECONDS)
  expect(told.words).toMatchObject({ gate: 'exit', item: book(TITLE), verdict: 'theft' })
  await page.getByText('It is not on loan. Please speak to the person at the gate.').waitFor()

  await page.getByRole('button', { name: 'I have seen to it' }).click()
  await page.getByText('All is quiet').waitFor()
  await page.close()
  await kiosk.close()
  await broker.until(({ topic: one, words }) => one === topic('availability') && words.state === 'offline')
  expect(errors).toEqual([])
})
