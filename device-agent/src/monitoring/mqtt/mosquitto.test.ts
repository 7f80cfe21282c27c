import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { selfSigned } from '../../../../sip2-bridge/src/connection/self-signed.test-support.ts'
import type { OpenLine } from './contract.ts'
import { order, PREFIX, type TestKioskOptions, testKiosk } from './kiosk.test-support.ts'
import {
  type Heard,
  type Listener,
  listenAt,
  type Mosquitto,
  passwordFile,
  startMosquitto,
} from './mosquitto.test-support.ts'
import { BACK_OFF_MILLISECONDS } from './publisher.ts'
import { EVENT_EXPIRY_SECONDS } from './topics.ts'

let ending: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ending.toReversed()) await end()
  ending = []
})
async function broker(...how: Parameters<typeof startMosquitto>): Promise<Mosquitto> {
  const started = await startMosquitto(...how)
  ending.push(() => started.close())
  return started
}
async function listener(...how: Parameters<typeof listenAt>): Promise<Listener> {
  const found = await listenAt(...how)
  ending.push(() => found.close())
  return found
}
function kiosk(options: TestKioskOptions) {
  const started = testKiosk(options)
  ending.push(() => started.stop())
  started.publisher.start()
  return started
}
const at =
  (path: string) =>
  ({ topic }: Heard) =>
    topic === `${PREFIX}/${path}`
const online = ({ topic, words }: Heard) => topic === `${PREFIX}/availability` && words.state === 'online'

describe.each([5, '3.1.1'] as const)('Mosquitto by MQTT %s', (version) => {
  const listening = { protocolVersion: version === 5 ? 5 : 4 } as const

  it('keeps state and alerts for whoever comes later, and events for nobody', async () => {
    const b = await broker()
    const k = kiosk({ line: { url: `mqtt://localhost:${b.port}`, version } })
    const early = await listener(b.port)
    await early.until(online)
    k.notices.raise('PRINTER_PAPER_OUT', '', 'printer')
    k.notices.raise('RFID_AWAY', '', 'rfid')
    k.notices.clear('RFID_AWAY', 'rfid')
    k.alarm('a')
    const event = await early.until(at('event/gate_alarm'))
    expect(event.packet).toMatchObject({ qos: 1, retain: false })
    expect(event.packet.properties?.messageExpiryInterval).toBe(
      version === 5 ? EVENT_EXPIRY_SECONDS : undefined,
    )
    expect((await early.until(at('alert/RFID_AWAY'))).words).toMatchObject({ severity: 'error' })
    const late = await listener(b.port)
    await late.until(at('alert/PRINTER_PAPER_OUT'))
    expect(late.heard.map(({ topic }) => topic.replace(`${PREFIX}/`, '')).sort()).toEqual([
      'alert/PRINTER_PAPER_OUT',
      'availability',
    ])
  })

  it('carries an order and its answer', async () => {
    const b = await broker()
    const staff = await listener(b.port, listening)
    const k = kiosk({ line: { url: `mqtt://localhost:${b.port}`, version } })
    k.answerWith(async () => ({ ok: true, detail: 'closed' }))
    await staff.until(online)
    const replyTo = `${PREFIX}/cmd/close/result/desk`
    if (version === 5)
      await staff.client.publishAsync(`${PREFIX}/cmd/close`, order({ by: undefined }), {
        qos: 1,
        properties: {
          responseTopic: replyTo,
          correlationData: Buffer.from('four'),
          userProperties: { by: 'anna' },
        },
      })
    else await staff.client.publishAsync(`${PREFIX}/cmd/close`, order({ reply_to: replyTo }), { qos: 1 })
    const answer = await staff.until(at('cmd/close/result/desk'))
    expect(answer.words).toMatchObject({
      id: 'order-1',
      verb: 'close',
      by: 'anna',
      ok: true,
      detail: 'closed',
    })
    expect(answer.packet.properties?.correlationData?.toString()).toBe(version === 5 ? 'four' : undefined)
    expect(k.asked).toEqual([{ command: { verb: 'close', args: {} }, by: 'anna' }])
  })

  it('drops an order that it kept', async () => {
    const b = await broker()
    const staff = await listener(b.port, listening)
    await staff.client.publishAsync(`${PREFIX}/cmd/open`, order(), { qos: 1, retain: true })
    const k = kiosk({ line: { url: `mqtt://localhost:${b.port}`, version } })
    await staff.until(online)
    await staff.client.publishAsync(`${PREFIX}/cmd/close`, order({ id: 'order-2' }), { qos: 1 })
    await staff.until(at('cmd/close/result'))
    expect(k.asked.map(({ command }) => command.verb)).toEqual(['close'])
    expect(k.lines.filter(({ code }) => code === 'COMMAND_DROPPED')).toMatchObject([
      { detail: 'open: retained' },
    ])
  })

  it('says that a kiosk whose line broke is offline; with 5 not where it is back at once', async () => {
    const b = await broker()
    const staff = await listener(b.port)
    const cuts: (() => void)[] = []
    const tapped =
      (open: OpenLine): OpenLine =>
      async (will, events) => {
        const line = await open(will, events)
        if (line !== null) cuts.push(line.cut)
        return line
      }
    const k = kiosk({ line: { url: `mqtt://localhost:${b.port}`, version }, open: tapped })
    await staff.until(online)
    cuts[0]?.()
    await k.notice('MQTT_AWAY')
    if (version !== 5) await staff.until(({ words }) => words.state === 'offline')
    k.clock.advance(BACK_OFF_MILLISECONDS[0])
    await staff.until((heard) => online(heard) && Number(heard.words.seq) > 1)
    k.alarm('a')
    await staff.until(at('event/gate_alarm'))
    const states = staff.heard.filter(at('availability')).map(({ words }) => words.state)
    expect(states).toEqual(version === 5 ? ['online', 'online'] : ['online', 'offline', 'online'])
  })

  it('is told what happened while it was dead', async () => {
    const b = await broker()
    const k = kiosk({ line: { url: `mqtt://localhost:${b.port}`, version } })
    const before = await listener(b.port)
    await before.until(online)
    await b.kill()
    await k.notice('MQTT_AWAY')
    k.alarm('a')
    const again = await broker([`listener ${b.port} 127.0.0.1`, 'allow_anonymous true'])
    expect(again.port).not.toBe(b.port)
    const after = await listener(b.port)
    k.clock.advance(BACK_OFF_MILLISECONDS[0])
    expect((await after.until(at('event/gate_alarm'))).words).toMatchObject({ id: 'a' })
    expect((await after.until(at('event/fault'))).words).toMatchObject({ code: 'MQTT_AWAY' })
    expect((await after.until(at('event/recovery'))).words).toMatchObject({ code: 'MQTT_AWAY' })
  })

  it('lets in by certificate alone who has one it trusts', async () => {
    const [server, own, foreign] = [selfSigned('localhost'), selfSigned('kiosk-1'), selfSigned('kiosk-1')]
    const b = await broker(
      [
        'cafile {trusted.pem}',
        'certfile {server.pem}',
        'keyfile {server.key}',
        'require_certificate true',
        'use_identity_as_username true',
        'acl_file {acl}',
      ],
      {
        'trusted.pem': own.cert,
        'server.pem': server.cert,
        'server.key': server.key,
        'own.key': own.key,
        'foreign.pem': foreign.cert,
        'foreign.key': foreign.key,
        acl: 'pattern readwrite lectern/main/%u/#\n',
      },
    )
    const file = (name: string) => join(b.folder, name)
    const certificate = file('kiosk.pem')
    const key = file('kiosk.key')
    await writeFile(certificate, foreign.cert)
    await writeFile(key, foreign.key)
    const k = kiosk({
      line: { url: `mqtts://localhost:${b.port}`, version, ca: file('server.pem'), certificate, key },
    })
    await k.notice('MQTT_AWAY')
    await writeFile(certificate, own.cert)
    await writeFile(key, own.key)
    const staff = await listener(b.port, {
      protocol: 'mqtts',
      ca: server.cert,
      cert: own.cert,
      key: own.key,
      ...listening,
    })
    k.clock.advance(BACK_OFF_MILLISECONDS[0])
    await staff.until(online)
  })
})

describe('the samples for Mosquitto', () => {
  const users = ['kiosk-1', 'kiosk-2', 'view', 'operate', 'manage', 'homeassistant']
  const login = (username: string) => ({ username, password: `${username}-lindenhof` })
  const sample = (name: string) =>
    readFile(join(import.meta.dirname, '../../../../provisioning/mqtt', name), 'utf8')
  const server = selfSigned('localhost')
  /** By the samples as they are, but for the port and where their files lie. */
  async function guarded() {
    const lines = (await sample('mosquitto.conf'))
      .split('\n')
      .filter((line) => !/^(#|listener )/.test(line))
      .map((line) => line.replace(/\/etc\/mosquitto\/(certs\/)?(\S+)/, '{$2}'))
    const b = await broker(lines, {
      'ca.pem': server.cert,
      'broker.pem': server.cert,
      'broker.key': server.key,
      'lectern-users': await passwordFile(users.map(login)),
      'lectern-acl': await sample('mosquitto.acl'),
    })
    return {
      as: (username: string, options: object = {}, topic?: string) =>
        listener(b.port, { protocol: 'mqtts', ca: server.cert, ...login(username), ...options }, topic),
      kiosk: (username: string) =>
        kiosk({
          line: { url: `mqtts://localhost:${b.port}`, ca: join(b.folder, 'ca.pem'), ...login(username) },
        }),
    }
  }

  it('lets a kiosk tell below its own topics, and staff order by their role', async () => {
    const b = await guarded()
    const all = await b.as('manage')
    const view = await b.as('view')
    const operate = await b.as('operate', { protocolVersion: 4 })
    const k = b.kiosk('kiosk-1')
    await all.until(online)
    // What is not let through is silently dropped in 3.1.1; a later message shows that it did not come.
    const send = async (from: Listener, verb: string, id: string) =>
      from.client.publishAsync(
        `${PREFIX}/cmd/${verb}`,
        order({ id, args: verb === 'log_tail' ? { lines: 1 } : {} }),
        {
          qos: 1,
        },
      )
    await expect(send(view, 'open', 'v')).rejects.toThrow('Not authorized')
    await send(operate, 'log_tail', 'o-1')
    await send(operate, 'close', 'o-2')
    await send(all, 'log_tail', 'm')
    await all.until(at('cmd/log_tail/result'))
    await operate.until(at('cmd/close/result'))
    expect(k.asked.map(({ command }) => command.verb)).toEqual(['close', 'log_tail'])
    k.alarm('a')
    await Promise.all([view, operate].map((one) => one.until(at('event/gate_alarm'))))
    expect(view.heard.filter(({ topic }) => topic.includes('/cmd/'))).toEqual([])
    expect(operate.heard.filter(({ topic }) => topic.includes('log_tail'))).toEqual([])
  })

  it('lets no kiosk speak for another, and none hear its orders', async () => {
    const b = await guarded()
    const other = await b.as('kiosk-2', {}, `${PREFIX}/cmd/+`)
    await expect(
      other.client.publishAsync(`${PREFIX}/availability`, '{}', { qos: 1, retain: true }),
    ).rejects.toThrow('Not authorized')
    const k = b.kiosk('kiosk-1')
    const staff = await b.as('manage')
    await staff.until(online)
    await staff.client.publishAsync(`${PREFIX}/cmd/open`, order(), { qos: 1 })
    await staff.until(at('cmd/open/result'))
    expect(k.asked).toHaveLength(1)
    expect(other.heard).toEqual([])
  })

  it('lets a kiosk announce itself to Home Assistant, which hears it and orders, and no kiosk speak for another', async () => {
    const b = await guarded()
    const home = await b.as('homeassistant', {}, 'homeassistant/#')
    const k = b.kiosk('kiosk-1')
    k.publisher.announce('homeassistant/device/lectern_main/kiosk-1/config', '{}')
    await home.until(({ topic }) => topic === 'homeassistant/device/lectern_main/kiosk-1/config')
    const other = await b.as('kiosk-2', {}, 'homeassistant/status')
    await expect(
      other.client.publishAsync('homeassistant/device/lectern_main/kiosk-1/config', '{}', { qos: 1 }),
    ).rejects.toThrow('Not authorized')
    await home.client.publishAsync('homeassistant/status', 'online', { qos: 1 })
    await other.until(({ text }) => text === 'online')
    const staff = await b.as('manage')
    await home.client.publishAsync(`${PREFIX}/cmd/open`, order(), { qos: 1 })
    await staff.until(at('cmd/open/result'))
    expect(k.asked.map(({ command }) => command.verb)).toEqual(['open'])
    await expect(home.client.publishAsync(`${PREFIX}/cmd/log_tail`, order(), { qos: 1 })).rejects.toThrow(
      'Not authorized',
    )
  })

  it('that refuses the kiosk what it tells is told to staff', async () => {
    const b = await guarded()
    const k = b.kiosk('kiosk-2')
    await k.notice('MQTT_REFUSED')
    k.alarm('a')
    expect(k.outbox.waiting).toBeGreaterThan(0)
  })
})
