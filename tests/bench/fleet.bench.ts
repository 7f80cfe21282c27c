/**
 * The console with 2,000 simulated kiosks, through a real Mosquitto over WebSocket, in Chromium: how long from the
 * navigation until every kiosk is known and counted by how it is, and how even the frames are while 500 messages come each
 * second. Everything runs on this machine: the broker, who tells, the server of the page, and the browser.
 */
import { loadavg } from 'node:os'
import type { Page } from 'playwright-core'
import { launchBrowser, openPage, STAFF_SIZES } from '../support/browser.ts'
import { startSimulatedConsole } from '../support/console.ts'
import type { Fleet, FleetCounts } from '../support/fleet.ts'
import { type Measures, median, percentile, round } from './measure.ts'

const KIOSKS = 2_000
const OPENINGS = 3
const UPDATES_PER_SECOND = 500
const BURST_MILLISECONDS = 20
const SECONDS = 10
/** A frame later than one and a half of its time was missed. */
const FRAME_MILLISECONDS = (1_000 / 60) * 1.5

/** In the page, before its own code: when the counts it shows are what they should be, by the page's clock. */
const watch = (counts: FleetCounts) => `
  const shown = (rank) => Number(document.querySelector('[data-testid=rank-' + rank + '] b')?.textContent.replaceAll(/\\D/g, ''))
  const counts = ${JSON.stringify(counts)}
  const look = () => {
    if (Object.keys(counts).every((rank) => shown(rank) === counts[rank])) document.documentElement.dataset.opened = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
`

const FRAMES = `
  window.frames = []
  window.longTasks = []
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: 'longtask' })
  let last = performance.now()
  const frame = (now) => {
    window.frames.push(now - last)
    last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame((now) => { last = now; requestAnimationFrame(frame) })
`

/** Milliseconds from the navigation. */
async function opening(page: Page, address: string): Promise<number> {
  await page.goto('about:blank')
  await page.goto(address)
  const opened = page.locator('html[data-opened]')
  await opened.waitFor()
  return Number(await opened.getAttribute('data-opened'))
}

/** Messages told, in so many seconds. */
async function tell(fleet: Fleet, perSecond: number): Promise<number> {
  const [begun, before] = [performance.now(), fleet.sent]
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const passed = performance.now() - begun
      while (fleet.sent - before < (passed / 1_000) * perSecond) fleet.change()
      if (passed < SECONDS * 1_000) return
      clearInterval(timer)
      resolve()
    }, BURST_MILLISECONDS)
  })
  return (fleet.sent - before) / ((performance.now() - begun) / 1_000)
}

/** Per cent of frames in time. */
const even = (frames: readonly number[]): number =>
  round((frames.filter((length) => length <= FRAME_MILLISECONDS).length / frames.length) * 100, 1)

export async function run(): Promise<Measures> {
  const { address, close, fleet } = await startSimulatedConsole(KIOSKS)
  const browser = await launchBrowser()
  const { page } = await openPage(browser, 'about:blank', STAFF_SIZES.wide)
  await page.addInitScript(watch(fleet.counts))
  const openings: number[] = []
  for (let turn = 0; turn < OPENINGS; turn++) openings.push(await opening(page, address))
  await page.evaluate(FRAMES)
  await tell(fleet, 0)
  const idle = (await page.evaluate(
    'window.longTasks.length = 0, window.frames.splice(0)',
  )) as readonly number[]
  const rate = await tell(fleet, UPDATES_PER_SECOND)
  const frames = (await page.evaluate('window.frames')) as readonly number[]
  const longTasks = (await page.evaluate('window.longTasks')) as readonly number[]
  const [load = 0] = loadavg()
  await browser.close()
  await close()
  return {
    'fleet.open': {
      value: round(median(openings) / 1_000),
      unit: `s until ${KIOSKS} kiosks are known`,
      target: 2,
      better: 'lower',
    },
    'fleet.frames': {
      value: even(frames),
      unit: `% of frames in time at ${Math.round(rate)} messages/s`,
      target: 99,
      better: 'higher',
    },
    'fleet.framesIdle': {
      value: even(idle),
      unit: '% of frames in time where nothing comes: what else runs here',
      target: null,
      better: 'higher',
    },
    'fleet.frame': {
      value: round(percentile(frames, 99), 1),
      unit: 'ms p99 from frame to frame',
      target: null,
      better: 'lower',
    },
    'fleet.frameRate': {
      value: round((frames.length / frames.reduce((sum, one) => sum + one, 0)) * 1_000, 1),
      unit: 'frames/s',
      target: null,
      better: 'higher',
    },
    'fleet.longTasks': {
      value: longTasks.length,
      unit: `longer than 50 ms in ${SECONDS} s`,
      target: null,
      better: 'lower',
    },
    'fleet.load': {
      value: round(load, 1),
      unit: 'load of the machine, one minute',
      target: null,
      better: 'lower',
    },
  }
}
