import { freePort, startMosquitto } from '../../device-agent/src/monitoring/mqtt/mosquitto.test-support.ts'
import { launchBrowser, openPage, STAFF_SIZES } from '../support/browser.ts'
import { startDesk } from '../support/desk.ts'
import { Fleet } from '../support/fleet.ts'

const n = Number(process.argv[2] ?? 2000)
const ws = await freePort()
const m = await startMosquitto([
  'allow_anonymous true',
  ...(process.argv[3] ? [process.argv[3]] : []),
  `listener ${ws} 127.0.0.1`,
  'protocol websockets',
])
const t = performance.now()
const fleet = await Fleet.open(m.port, n)
console.log('told', fleet.sent, performance.now() - t, fleet.counts)
const desk = await startDesk({
  broker: { url: `ws://127.0.0.1:${ws}`, base: 'lectern', site: '', signIn: false },
})
const browser = await launchBrowser()
const { page, errors } = await openPage(browser, 'about:blank', STAFF_SIZES.wide)
await page.goto(`${desk.address}console/`)
for (let i = 0; i < 8; i++) {
  await new Promise((r) => setTimeout(r, 500))
  console.log(
    i,
    await page.evaluate(`performance.now() | 0`),
    await page.evaluate(`document.body.innerText.slice(0,160).replaceAll('\\n',' | ')`),
  )
}
await page.screenshot({ path: '/tmp/fleet.png' })
console.log(errors)
await browser.close()
await desk.close()
await fleet.close()
await m.close()
