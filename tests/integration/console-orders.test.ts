/** The console's own client and orders, against a kiosk's real command channel and the sample access list of Mosquitto. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ManualClock } from '@lectern/device-agent/runtime/clock'
import { afterEach, expect, it } from 'vitest'
import { testKiosk } from '../../device-agent/src/monitoring/mqtt/kiosk.test-support.ts'
import {
  freePort,
  type Mosquitto,
  passwordFile,
  startMosquitto,
} from '../../device-agent/src/monitoring/mqtt/mosquitto.test-support.ts'
import { Line, type LineEnd } from '../../kiosk-ui/src/console/mqtt/line.ts'
import { Orders } from '../../kiosk-ui/src/console/orders.ts'

const KIOSK = { site: 'main', id: 'kiosk-1' }
const ACL = join(import.meta.dirname, '../../provisioning/mqtt/mosquitto.acl')
const password = (user: string) => `${user}-lindenhof`
const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

async function broker(): Promise<Mosquitto & { readonly webSocket: string }> {
  const port = await freePort()
  const logins = ['kiosk-1', 'operate'].map((username) => ({
    username,
    password: password(username),
  }))
  const mosquitto = await startMosquitto(
    [
      ...['allow_anonymous false', 'password_file {users}', 'acl_file {acl}', 'max_queued_messages 100000'],
      ...[`listener ${port} 127.0.0.1`, 'protocol websockets'],
    ],
    { users: await passwordFile(logins), acl: await readFile(ACL, 'utf8') },
  )
  endings.push(() => mosquitto.close())
  return { ...mosquitto, webSocket: `ws://127.0.0.1:${port}` }
}

/** Of somebody who is let in. */
async function consoleOf(url: string, user: string) {
  const hearing = Promise.withResolvers<string>()
  const { promise, resolve } = Promise.withResolvers<void>()
  const orders = new Orders(() => line, { base: 'lectern', user })
  const line: Line = new Line(
    { url, user, password: password(user) },
    {
      onMessage: (topic, payload) => {
        if (!orders.take(topic, payload)) hearing.resolve(topic)
      },
      onEnd: () => undefined,
    },
    resolve,
  )
  endings.push(() => line.close())
  await promise
  return { first: hearing.promise, line, orders }
}

it('an order is carried out for whoever may order, and comes back with its answer', async () => {
  const { port, webSocket } = await broker()
  const login = { username: 'kiosk-1', password: password('kiosk-1') }
  // Orders of a browser are valid by the clock of its machine.
  const clock = new ManualClock(Date.now())
  const kiosk = testKiosk({ line: { url: `mqtt://127.0.0.1:${port}`, ...login }, clock })
  endings.push(() => kiosk.stop())
  const listener = await consoleOf(webSocket, 'operate')
  expect(await listener.line.subscribe(['lectern/+/+/availability'])).toEqual([true])
  kiosk.publisher.start()
  expect(await listener.first).toBe('lectern/main/kiosk-1/availability')
  const outcome = await listener.orders.send(KIOSK, { verb: 'empty_bin', args: { bin: 2 } })
  expect(outcome).toMatchObject({ came: 'answer', ok: true })
  expect(kiosk.asked).toMatchObject([{ by: 'operate' }])
}, 60_000)

it('a wrong password is told from a broker that is away', async () => {
  const { webSocket } = await broker()
  const end = (url: string) =>
    new Promise<LineEnd>((resolve) => {
      new Line(
        { url, user: 'operate', password: 'wrong' },
        { onMessage: () => undefined, onEnd: resolve },
        () => undefined,
      )
    })
  expect(await end(webSocket)).toBe('refused')
  expect(await end(`ws://127.0.0.1:${await freePort()}`)).toBe('away')
})
