import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Value } from 'typebox/value'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { selfSigned } from '../../../../sip2-bridge/src/connection/self-signed.test-support.ts'
import type { MqttSettings } from '../../config/mqtt-settings.ts'
import type { DeskEvent } from '../../contract/staff.ts'
import { testOutbox } from '../../journal/outbox.test-support.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { Signal } from '../../runtime/emitter.ts'
import { alarm } from '../desk.test-support.ts'
import { createLog } from '../log.ts'
import { createNotices } from '../notices.ts'
import { startBroker, type TestBroker, type TestBrokerOptions } from './broker.test-support.ts'
import { openLine } from './line.ts'
import { BACK_OFF_MILLISECONDS, MqttPublisher } from './publisher.ts'
import { type GateHour, tellMqtt } from './tell.ts'
import { TOPICS } from './topics.ts'

const PREFIX = 'lectern/main/kiosk-1'
let folder = ''
let ending: (() => Promise<void>)[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-mqtt-'))
})
afterEach(async () => {
  for (const end of ending.toReversed()) await end()
  ending = []
  await rm(folder, { recursive: true })
})

const broker = async (options: TestBrokerOptions = {}): Promise<TestBroker> => {
  const started = await startBroker(options)
  ending.push(() => started.close())
  return started
}

/** A kiosk that tells, with a printer, a gate's hours and events that the test makes. */
function kiosk(settings: Partial<MqttSettings> & { url: string }) {
  const clock = new ManualClock()
  const log = createLog({ clock, write: () => {} })
  const notices = createNotices({ log, clock })
  const line = openLine({
    version: 'auto',
    clientId: 'lectern-main-kiosk-1',
    listen: [`${PREFIX}/cmd/+`],
    ...settings,
  })
  const outbox = testOutbox()
  const publisher = new MqttPublisher({
    open: line,
    outbox,
    clock,
    log,
    notices,
    boot: 'boot-1',
    prefix: PREFIX,
  })
  const events = new Signal<DeskEvent>()
  const hours = new Signal<GateHour>()
  const changes = new Signal<typeof status>()
  let status = {
    id: 'printer',
    kind: 'printer' as const,
    state: 'ready' as 'ready' | 'away',
    code: null as 'PRINTER_AWAY' | null,
    detail: '',
    since: 0,
    counters: {},
  }
  tellMqtt({
    publisher,
    outbox,
    clock,
    drop: null,
    devices: [
      {
        get status() {
          return status
        },
        onStatus: (listener) => changes.listen(listener),
      },
    ],
    events: [{ recent: () => [], onEvent: (listener) => events.listen(listener) }],
    hours: { onHour: (listener) => hours.listen(listener) },
    titles: settings.titles ?? true,
  })
  publisher.start()
  ending.push(() => publisher.stop())
  const printer = (state: 'ready' | 'away') => {
    status = { ...status, state, code: state === 'away' ? 'PRINTER_AWAY' : null }
    changes.tell(status)
  }
  const notice = (code: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (notices.open().some((open) => open.code === code)) resolve()
      }
      notices.onChange(look)
      look()
    })
  return { clock, events, hours, notice, notices, printer, publisher }
}
const online = (it: TestBroker) => it.until(({ words }) => words.state === 'online')
const isAlarm = ({ topic }: { topic: string }) => topic === `${PREFIX}/event/gate_alarm`

describe('a kiosk on MQTT', () => {
  it('tells that it is there and how its devices are, for whoever comes later', async () => {
    const b = await broker()
    const k = kiosk({ url: `mqtt://127.0.0.1:${b.port}` })
    k.printer('away')
    await b.until(({ words }) => words.code === 'PRINTER_AWAY')
    const kept = await b.retained()
    expect(Object.keys(kept).toSorted()).toEqual([`${PREFIX}/availability`, `${PREFIX}/device/printer/state`])
    expect(kept[`${PREFIX}/device/printer/state`]).toMatchObject({
      state: 'away',
      code: 'PRINTER_AWAY',
      what_to_do: 'Check its power and cable. Lending goes on without receipts.',
    })
  })

  it('tells an alarm with title and verdict, at least once, and leaves nothing of it behind', async () => {
    const b = await broker()
    const k = kiosk({ url: `mqtt://127.0.0.1:${b.port}` })
    await online(b)
    k.events.tell(alarm('a'))
    k.events.tell(alarm('a', { title: 'Emma', verdict: 'rewriteFailed', kiosk: 'kiosk-2' }))
    const told = await b.until((one) => isAlarm(one) && one.words.title === 'Emma')
    expect(told).toMatchObject({
      qos: 1,
      retain: false,
      words: { id: 'a', gate: 'entrance', verdict: 'rewriteFailed', at_kiosk: 'kiosk-2', boot_id: 'boot-1' },
    })
    expect(Object.keys(await b.retained()).some((topic) => topic.includes('event'))).toBe(false)
  })

  it('tells exceptions with what to do, and people by the hour', async () => {
    const b = await broker()
    const k = kiosk({ url: `mqtt://127.0.0.1:${b.port}` })
    k.events.tell({
      type: 'exception',
      id: 'e',
      at: '2026-01-15T09:00:00.000Z',
      item: '31173000001001',
      title: null,
      bin: 9,
      reason: 'ITEM_ON_HOLD',
    })
    k.hours.tell({ gate: 'entrance', from: 0, to: 3_600_000, into: 41, out: 39, alarms: 2 })
    const told = await b.until(({ topic }) => topic.endsWith('event/gate_hour'))
    expect(told.words).toMatchObject({ from: '1970-01-01T00:00:00.000Z', into: 41, out: 39, alarms: 2 })
    const exception = await b.until(({ topic }) => topic.endsWith('event/exception'))
    expect(exception.words).toMatchObject({ bin: 9, reason: 'ITEM_ON_HOLD' })
    expect(String(exception.words.what_to_do).length).toBeGreaterThan(0)
  })

  it('keeps titles and numbers to itself where the library wants that', async () => {
    const b = await broker()
    const k = kiosk({ url: `mqtt://127.0.0.1:${b.port}`, titles: false })
    k.events.tell(alarm('a', { title: 'Emma', verdict: 'theft' }))
    const { words } = await b.until(isAlarm)
    expect([words.item, words.title, words.verdict]).toEqual([null, null, 'theft'])
  })

  it('whatever it tells is as the table of topics says', async () => {
    const b = await broker()
    const k = kiosk({ url: `mqtt://127.0.0.1:${b.port}` })
    k.events.tell(alarm('a', { title: 'Emma', verdict: 'theft' }))
    k.hours.tell({ gate: 'entrance', from: 0, to: 3_600_000, into: 41, out: 39, alarms: 2 })
    await b.until(({ topic }) => topic.endsWith('event/gate_hour'))
    await k.publisher.stop()
    await b.until(({ words }) => words.state === 'offline')
    expect(b.told.length).toBeGreaterThanOrEqual(5)
    for (const { qos, retain, topic, words } of b.told) {
      const row = Object.values(TOPICS).find(({ path }) =>
        new RegExp(`^${PREFIX}/${path.replace('{id}', '[^/]+')}$`).test(topic),
      )
      if (row === undefined) throw new Error(`${topic} is in no table`)
      expect([...Value.Errors(row.schema, words)], topic).toEqual([])
      expect([qos, retain], topic).toEqual([1, row.retain])
    }
  })
})

describe('when the connection', () => {
  it('breaks, the broker says for the kiosk that it is offline; the kiosk comes back and tells what happened', async () => {
    const b = await broker()
    const k = kiosk({ url: `mqtt://127.0.0.1:${b.port}` })
    await online(b)
    b.cut()
    const will = await b.until(({ words }) => words.state === 'offline')
    expect(will.words).toMatchObject({ boot_id: 'boot-1', seq: 0 })
    await k.notice('MQTT_AWAY')
    k.events.tell(alarm('a', { title: 'Emma' }))
    k.clock.advance(BACK_OFF_MILLISECONDS[0])
    expect((await b.until(isAlarm)).words).toMatchObject({ title: 'Emma' })
    expect((await b.retained())[`${PREFIX}/availability`]).toMatchObject({ state: 'online' })
    expect(k.notices.open()).toEqual([])
  })

  it('cannot be made, staff are told', async () => {
    const b = await startBroker()
    await b.close()
    const k = kiosk({ url: `mqtt://127.0.0.1:${b.port}` })
    await k.notice('MQTT_AWAY')
  })

  it('is ended in order, the kiosk says itself that it is offline', async () => {
    const b = await broker()
    const k = kiosk({ url: `mqtt://127.0.0.1:${b.port}` })
    await online(b)
    await k.publisher.stop()
    const farewells = b.told.filter(({ words }) => words.state === 'offline')
    expect(farewells.map(({ words }) => Number(words.seq) > 0)).toEqual([true])
  })

  it('lets the kiosk tell but not listen, staff are told, and it tells', async () => {
    const b = await broker({ silent: true })
    const k = kiosk({ url: `mqtt://127.0.0.1:${b.port}` })
    await k.notice('MQTT_DEAF')
    k.events.tell(alarm('a'))
    await b.until(isAlarm)
  })

  it('needs a password, it is taken from its file, anew at each try', async () => {
    const b = await broker({ login: { user: 'kiosk-1', password: 'lindenhof' } })
    const passwordFile = join(folder, 'password')
    await writeFile(passwordFile, 'wrong\n')
    const k = kiosk({ url: `mqtt://127.0.0.1:${b.port}`, username: 'kiosk-1', passwordFile })
    await k.notice('MQTT_REFUSED')
    await writeFile(passwordFile, 'lindenhof\n')
    k.clock.advance(BACK_OFF_MILLISECONDS[0])
    await online(b)
    expect(k.notices.open()).toEqual([])
  })

  it('is encrypted, only a broker is trusted whose certificate the library named', async () => {
    const [own, other] = [selfSigned('localhost'), selfSigned('localhost')]
    const b = await broker({ tls: own })
    const ca = join(folder, 'ca.pem')
    await writeFile(ca, other.cert)
    const k = kiosk({ url: `mqtts://localhost:${b.port}`, ca })
    await k.notice('MQTT_AWAY')
    expect(b.told).toEqual([])
    await writeFile(ca, own.cert)
    k.clock.advance(BACK_OFF_MILLISECONDS[0])
    await online(b)
  })
})
