/**
 * From a gate's event to the desk: to the message at the other end of a page's socket, and to the script of a page that
 * draws it all in Chromium. A hundred items carried through in three seconds, each told
 * twice (seen, looked up), while the belt's sensors flicker.
 */
import type { StaffMessage } from '@lectern/device-agent/contract/staff-actions'
import { WebSocket } from 'ws'
import { launchBrowser, STAFF_SIZES } from '../support/browser.ts'
import { gateAlarm, startDesk, type TestDesk } from '../support/desk.ts'
import { openStaff, staffCookie } from '../support/staff-page.ts'
import { type Measures, percentile, round } from './measure.ts'

const ITEMS = 100
const ITEM_MILLISECONDS = 30
const ROUNDS = 4

/** In the page, before its own code: when each event was first in a message, by the page's clock since 1970. */
const LISTEN = `
  window.arrived = {}
  const Real = WebSocket
  window.WebSocket = class extends Real {
    constructor(...words) {
      super(...words)
      this.addEventListener('message', ({ data }) => {
        const at = performance.timeOrigin + performance.now()
        for (const { id } of JSON.parse(data).view?.events ?? []) window.arrived[id] ??= at
      })
    }
  }
`

/** A page without a browser: when each event was first in a message. */
async function listen(desk: TestDesk): Promise<{ arrived: Map<string, number>; end: () => void }> {
  const { address } = desk
  const socket = new WebSocket(`${address.replace('http', 'ws')}staff/socket`, {
    headers: { cookie: staffCookie(desk) },
    origin: new URL(address).origin,
  })
  const arrived = new Map<string, number>()
  socket.on('message', (data) => {
    const at = now()
    const message: StaffMessage = JSON.parse(String(data))
    for (const { id } of message.type === 'view' ? message.view.events : [])
      if (!arrived.has(id)) arrived.set(id, at)
  })
  await new Promise((resolve) => socket.once('message', resolve))
  return { arrived, end: () => socket.terminate() }
}

const now = () => performance.timeOrigin + performance.now()

export async function run(): Promise<Measures> {
  const desk = await startDesk()
  const browser = await launchBrowser()
  const { page } = await openStaff(browser, desk, { size: STAFF_SIZES.desk })
  await page.addInitScript(LISTEN)
  await page.goto(`${desk.address}staff/`)
  await page.locator('h1').waitFor()
  const socket = await listen(desk)
  const told = new Map<string, number>()
  const tell = (id: string, event = gateAlarm(id)) => {
    if (!told.has(id)) told.set(id, now())
    desk.tell(event)
  }
  for (let round = 0; round < ROUNDS; round++) {
    const { promise, resolve } = Promise.withResolvers<void>()
    let item = 0
    const timer = setInterval(() => {
      const id = `event-${round}-${item}`
      tell(id, gateAlarm(id, { title: null, verdict: 'looking' }))
      if (item > 0) tell(`event-${round}-${item - 1}`)
      desk.signal('entryBeam', item % 2 === 0)
      if (++item < ITEMS) return
      clearInterval(timer)
      resolve()
    }, ITEM_MILLISECONDS)
    await promise
    const { events } = desk.desk.view()
    for (const { id } of events) await desk.desk.act({ type: 'acknowledge', event: id })
    await page.getByTestId('alarm').first().waitFor({ state: 'detached' })
  }
  const drawn = (await page.evaluate('window.arrived')) as Readonly<Record<string, number>>
  const delays = (arrived: (id: string) => number | undefined) =>
    [...told].map(([id, at]) => (arrived(id) ?? Number.POSITIVE_INFINITY) - at)
  socket.end()
  await browser.close()
  await desk.close()
  return {
    'desk.event': {
      value: round(
        percentile(
          delays((id) => socket.arrived.get(id)),
          99,
        ),
        1,
      ),
      unit: "ms p99 from a gate's event to the message of a page's socket",
      target: 50,
      better: 'lower',
    },
    'desk.event.browser': {
      value: round(
        percentile(
          delays((id) => drawn[id]),
          99,
        ),
        1,
      ),
      unit: "ms p99 from a gate's event to a page in Chromium that draws them all",
      target: 50,
      better: 'lower',
    },
  }
}
