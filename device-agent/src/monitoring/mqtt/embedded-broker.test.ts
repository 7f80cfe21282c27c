import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import type { EmbeddedBrokerSettings } from '../../config/mqtt-settings.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { CONNECTIONS_MAX, EmbeddedBroker, REFUSAL_MILLISECONDS } from './embedded-broker.ts'
import { order, PREFIX, testKiosk } from './kiosk.test-support.ts'
import { INCOMING_MAX_BYTES } from './line-options.ts'
import { freePort, type Heard, type Listener, listenAt, passwordFile } from './mosquitto.test-support.ts'
import { isUser, userLine } from './users-file.ts'

const HTTP_PORT = 8480
const BY_3_1_1 = { protocolVersion: 4 } as const
const ANNA = { username: 'anna', password: 'lindenhof' }

let folder = ''
let ending: (() => Promise<void>)[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-embedded-'))
})
afterEach(async () => {
  for (const end of ending.toReversed()) await end()
  ending = []
  await rm(folder, { recursive: true })
})

async function broker(over: Partial<EmbeddedBrokerSettings> = {}) {
  const clock = new ManualClock()
  const settings = { port: await freePort(), origins: [], listenBeyondLoopback: false, ...over }
  const embedded = new EmbeddedBroker({ settings, prefix: PREFIX, httpPort: HTTP_PORT, clock })
  await embedded.listen()
  ending.push(() => embedded.close())
  return { clock, embedded, port: settings.port }
}
/** The kiosk whose broker it is. */
function owner({ url, login }: EmbeddedBroker) {
  const kiosk = testKiosk({ line: { url, version: '3.1.1', ...login } })
  ending.push(() => kiosk.stop())
  kiosk.publisher.start()
  return kiosk
}
async function listener(...[port, options, topic]: Parameters<typeof listenAt>): Promise<Listener> {
  const found = await listenAt(port, { ...BY_3_1_1, ...options }, topic)
  ending.push(() => found.close())
  return found
}
const users = async () => {
  const file = join(folder, 'users')
  await writeFile(file, await passwordFile([ANNA]))
  return file
}
const at =
  (path: string) =>
  ({ topic }: Heard) =>
    topic === `${PREFIX}/${path}`
/** Resolves when the broker has all the kiosk had to tell. */
const told = ({ outbox }: ReturnType<typeof owner>) =>
  new Promise<void>((resolve) => {
    const confirm = outbox.confirm.bind(outbox)
    outbox.confirm = (id) => {
      confirm(id)
      if (outbox.waiting === 0) resolve()
    }
  })
const ended = ({ client }: Listener) => new Promise<void>((resolve) => client.once('close', () => resolve()))

describe('the broker inside the kiosk', () => {
  it('carries what the kiosk tells, to whoever comes later too', async () => {
    const { embedded, port } = await broker()
    const kiosk = owner(embedded)
    kiosk.notices.raise('PRINTER_AWAY', '', 'printer')
    const early = await listener(port)
    await early.until(at('alert/PRINTER_AWAY'))
    const late = await listener(port)
    expect((await late.until(at('availability'))).words).toMatchObject({ state: 'online', boot_id: 'boot-1' })
  })

  it('refuses MQTT 5, which it does not know, and a kiosk that tries it comes back with 3.1.1', async () => {
    const { embedded, port } = await broker()
    const kiosk = testKiosk({ line: { url: embedded.url, version: 'auto', ...embedded.login } })
    ending.push(() => kiosk.stop())
    const staff = await listener(port)
    kiosk.publisher.start()
    await staff.until(at('availability'))
    const strict = testKiosk({ line: { url: embedded.url, version: 5, ...embedded.login } })
    ending.push(() => strict.stop())
    strict.publisher.start()
    await strict.notice('MQTT_AWAY')
  })

  it('lets somebody with a name and a password order, and nothing else', async () => {
    const { embedded, port } = await broker({ usersFile: await users() })
    const kiosk = owner(embedded)
    const anna = await listener(port, ANNA)
    await anna.until(at('availability'))
    await anna.client.publishAsync(`${PREFIX}/cmd/open`, order(), { qos: 1 })
    expect((await anna.until(at('cmd/open/result'))).words).toMatchObject({ ok: true })
    expect(kiosk.asked).toHaveLength(1)
    for (const [topic, retain] of [
      [`${PREFIX}/availability`, false],
      [`${PREFIX}/cmd/open`, true],
      [`${PREFIX}/cmd/open/result`, false],
      ['lectern/main/kiosk-2/cmd/open', false],
      ['$SYS/x', false],
    ] as const) {
      const mean = await listener(port, ANNA, 'nothing')
      const gone = ended(mean)
      mean.client.publish(topic, '{}', { qos: 0, retain })
      await gone
    }
    kiosk.alarm('a')
    await anna.until(at('event/gate_alarm'))
    expect(anna.heard.filter(({ text }) => text === '{}')).toEqual([])
  })

  it('without a file of users lets whoever is on this machine listen, and order nothing', async () => {
    const { embedded, port } = await broker()
    const kiosk = owner(embedded)
    const nobody = await listener(port)
    await nobody.until(at('availability'))
    const gone = ended(nobody)
    nobody.client.publish(`${PREFIX}/cmd/open`, order(), { qos: 0 })
    await gone
    expect(kiosk.asked).toEqual([])
  })

  it('refuses a wrong password, and takes its time', async () => {
    const { clock, port } = await broker({ usersFile: await users() })
    const refused = listenAt(port, { ...BY_3_1_1, username: 'anna', password: 'linden' })
    while (clock.pending === 0) await new Promise((resolve) => setImmediate(resolve))
    clock.advance(REFUSAL_MILLISECONDS)
    await expect(refused).rejects.toThrow('Not authorized')
  })

  it('takes over a port once it is free', async () => {
    const { embedded, port } = await broker()
    const second = new EmbeddedBroker({
      settings: { port, origins: [], listenBeyondLoopback: false },
      prefix: PREFIX,
      httpPort: HTTP_PORT,
      clock: new ManualClock(),
    })
    ending.push(() => second.close())
    await expect(second.listen()).rejects.toThrow('EADDRINUSE')
    await embedded.close()
    await second.listen()
    await second.listen()
    await listener(port)
  })

  it('has room for so many, and for the kiosk all the same', async () => {
    const { embedded, port } = await broker()
    await Promise.all(Array.from({ length: CONNECTIONS_MAX }, () => listener(port, {}, 'nothing')))
    await expect(listenAt(port, BY_3_1_1)).rejects.toThrow('Not authorized')
    const kiosk = owner(embedded)
    kiosk.alarm('a')
    await told(kiosk)
  })

  it('carries an answer that is long, whole', async () => {
    const { embedded, port } = await broker({ usersFile: await users() })
    const kiosk = owner(embedded)
    const detail = 'x'.repeat(3_000_000)
    kiosk.answerWith(async () => ({ ok: true, detail }))
    const anna = await listener(port, ANNA)
    await anna.until(at('availability'))
    await anna.client.publishAsync(`${PREFIX}/cmd/screenshot`, order(), { qos: 1 })
    expect((await anna.until(at('cmd/screenshot/result'))).words.detail).toHaveLength(detail.length)
  })

  it('leaves whoever sends much more than an order', async () => {
    const { embedded, port } = await broker({ usersFile: await users() })
    owner(embedded)
    const anna = await listener(port, ANNA)
    await anna.until(at('availability'))
    const gone = ended(anna)
    anna.client.publish(`${PREFIX}/cmd/open`, 'x'.repeat(INCOMING_MAX_BYTES + 1), { qos: 0 })
    await gone
  })
})

describe('over WebSocket', () => {
  const open = (port: number, origin?: string, protocol = 'mqtt') =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(
        `ws://127.0.0.1:${port}/mqtt`,
        [protocol],
        origin === undefined ? {} : { origin },
      )
      socket.on('open', () => {
        resolve('open')
        socket.terminate()
      })
      socket.on('error', () => resolve('refused'))
    })

  it('a page hears what the kiosk tells', async () => {
    const webSocketPort = await freePort()
    const { embedded } = await broker({ webSocketPort })
    owner(embedded)
    const page = await listener(webSocketPort, { protocol: 'ws' })
    await page.until(at('availability'))
  })

  it("lets in the kiosk's own pages, those the library named, and programs; no other page", async () => {
    const webSocketPort = await freePort()
    await broker({ webSocketPort, origins: ['https://staff.library.example'] })
    expect(
      await Promise.all([
        open(webSocketPort),
        open(webSocketPort, `http://127.0.0.1:${HTTP_PORT}`),
        open(webSocketPort, 'https://staff.library.example'),
        open(webSocketPort, 'https://elsewhere.example'),
        open(webSocketPort, 'null'),
        open(webSocketPort, undefined, 'chat'),
      ]),
    ).toEqual(['open', 'open', 'open', 'refused', 'refused', 'refused'])
  })
})

describe('the file of users', () => {
  it("is Mosquitto's, or made here; a name is known with its password alone", async () => {
    const file = join(folder, 'both')
    const foreign = await passwordFile([ANNA])
    await writeFile(file, `${foreign}${await userLine('berta', 'pass:word$7')}\nbroken\nold:$6$abc$def\n`)
    expect(
      await Promise.all([
        isUser(file, 'anna', 'lindenhof'),
        isUser(file, 'berta', 'pass:word$7'),
        isUser(file, 'anna', 'pass:word$7'),
        isUser(file, '', ''),
        isUser(file, 'broken', ''),
        isUser(file, 'old', 'abc'),
      ]),
    ).toEqual([true, true, false, false, false, false])
  })
})
