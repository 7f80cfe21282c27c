/** A whole kiosk's audit of what staff do elsewhere than at their pages: at its screen, and by MQTT. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AuditPage } from '@lectern/device-agent/contract/staff-sign-in'
import { userLine } from '@lectern/device-agent/monitoring/mqtt/users-file'
import { hashPin } from '@lectern/device-agent/staff-mode/secret'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../../device-agent/src/monitoring/mqtt/mosquitto.test-support.ts'
import { Line } from '../../kiosk-ui/src/console/mqtt/line.ts'
import { Orders } from '../../kiosk-ui/src/console/orders.ts'
import { startKiosk, type TestKiosk } from '../support/kiosk.ts'
import { ScreenClient } from '../support/screen-client.ts'
import { staffCookie } from '../support/staff-page.ts'

const PIN = '246813'
/** As a test can wait for. */
const QUICK = 10
const [USER, PASSWORD] = ['anna', 'of the broker']
let folder = ''
let kiosk: TestKiosk
let webSocketPort = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'staff-audit-'))
  const usersFile = join(folder, 'users')
  await writeFile(usersFile, `${await userLine(USER, PASSWORD)}\n`)
  webSocketPort = await freePort()
  const embedded = { port: await freePort(), webSocketPort, usersFile }
  kiosk = await startKiosk({
    extra: [
      `mqtt: ${JSON.stringify({ broker: 'embedded', commands: true, embedded })}`,
      `staffMode: { pin: '${await hashPin(PIN, QUICK)}' }`,
    ].join('\n'),
  })
})
afterAll(async () => {
  await kiosk.close()
  await rm(folder, { recursive: true })
})

async function audit(): Promise<readonly string[]> {
  const headers = { cookie: staffCookie(kiosk, 'manage') }
  const answer = await fetch(new URL('staff/audit.json', kiosk.address), { headers })
  const { entries }: AuditPage = Object(await answer.json())
  return entries
    .toReversed()
    .map(({ action, address, detail, result, who }) => [who, address, action, detail, result].join('|'))
}

it('what is done in staff mode is in it, and wrong PINs are; no PIN is', async () => {
  const screen = await ScreenClient.open(kiosk.address)
  await screen.untilScreen('attract')
  screen.send({ type: 'staffCorner' })
  await screen.untilScreen('staffPin')
  screen.send({ type: 'staffPin', pin: '000000' })
  await screen.until('the refusal', (view) => view.screen.name === 'staffPin' && view.screen.problem !== null)
  screen.send({ type: 'staffPin', pin: PIN })
  await screen.untilScreen('staff')
  screen.send({ type: 'staffAct', action: { type: 'volume', percent: 20 } })
  await screen.until('the outcome', (view) => view.screen.name === 'staff' && view.screen.said !== null)
  screen.close()
  const kept = await audit()
  expect(kept).toEqual([
    '|screen|staffMode.pin||wrong',
    '|screen|staffMode.pin||done',
    '|screen|staffMode.volume|percent 20|done',
  ])
  expect(kept.join('')).not.toMatch(/000000|246813/)
})

it('an order by MQTT is in it, with whom it names, its request and how it ended', async () => {
  const open = Promise.withResolvers<void>()
  const orders = new Orders(() => line, { base: 'lectern', user: USER })
  const line: Line = new Line(
    { url: `ws://127.0.0.1:${webSocketPort}`, user: USER, password: PASSWORD },
    { onMessage: (topic, payload) => void orders.take(topic, payload), onEnd: () => undefined },
    open.resolve,
  )
  await open.promise
  const to = { site: 'main', id: 'kiosk-1' }
  const message = { verb: 'set_message', args: { text: 'Closed at noon' } }
  expect(await orders.send(to, message)).toMatchObject({ came: 'answer', ok: true })
  const restart = { verb: 'restart_driver', args: { device: 'none' } }
  expect(await orders.send(to, restart)).toMatchObject({ came: 'answer', ok: false })
  line.close()
  expect((await audit()).slice(-2)).toEqual([
    expect.stringMatching(/^anna\|mqtt\|order\.set_message\|request [\w-]{36}, text Closed at noon\|done$/),
    expect.stringMatching(
      /^anna\|mqtt\|order\.restart_driver\|request [\w-]{36}, device none\|COMMAND_NOT_HERE$/,
    ),
  ])
})
