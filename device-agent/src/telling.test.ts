import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Value } from 'typebox/value'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseSettings } from './config/load.ts'
import type { DropView } from './contract/staff.ts'
import type { Screen } from './contract/view.ts'
import type { DeviceStatus } from './devices/device.ts'
import { alarm } from './monitoring/desk.test-support.ts'
import { createHealth } from './monitoring/health.ts'
import { wrongWith } from './monitoring/home-assistant/schema.test-support.ts'
import { createLog } from './monitoring/log.ts'
import { SETTLE_MILLISECONDS } from './monitoring/mqtt/alerts.ts'
import { PREFIX } from './monitoring/mqtt/kiosk.test-support.ts'
import {
  freePort,
  type Heard,
  type Listener,
  listenAt,
  type Mosquitto,
  passwordFile,
  startMosquitto,
} from './monitoring/mqtt/mosquitto.test-support.ts'
import { COUNTERS_MILLISECONDS } from './monitoring/mqtt/tell-kiosk.ts'
import { TOPICS } from './monitoring/mqtt/topics.ts'
import { createNotices } from './monitoring/notices.ts'
import { ManualClock } from './runtime/clock.ts'
import { Signal } from './runtime/emitter.ts'
import { createTelling } from './telling.ts'

const ANNA = { username: 'anna', password: 'lindenhof' }
const CARD = '21234000001001'

let folder = ''
let broker: Mosquitto
let ending: (() => Promise<void>)[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-telling-'))
  broker = await startMosquitto()
})
afterEach(async () => {
  for (const end of ending.toReversed()) await end()
  ending = []
  await broker.close()
  await rm(folder, { recursive: true })
})

const external = () => `{ url: 'mqtt://localhost:${broker.port}', commands: true }`

async function kiosk(boot: string, clock: ManualClock, mqtt = external()) {
  const read = parseSettings(`library: { name: Riverside }
ils: { host: ils.example, port: 6001 }
data: { folder: ${JSON.stringify(folder)} }
mqtt: ${mqtt}
`)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const log = createLog({ clock, write: () => {} })
  const notices = createNotices({ log, clock })
  const statuses = new Signal<DeviceStatus>()
  let status: DeviceStatus = {
    id: 'printer',
    kind: 'printer',
    state: 'ready',
    code: null,
    detail: '',
    since: clock.wall(),
    counters: { framing: 2 },
  }
  const device = {
    get status() {
      return status
    },
    onStatus: (listener: (status: DeviceStatus) => void) => statuses.listen(listener),
  }
  const screens = new Signal<{ screen: Screen }>()
  const hours = new Signal<{
    gate: string
    from: number
    to: number
    into: number
    out: number
    alarms: number
  }>()
  const events = new Signal<ReturnType<typeof alarm>>()
  const drop = new Signal<void>()
  let dropView: DropView = { state: 'open', problem: null, onBelt: 0, bins: [], exceptions: [] }
  const telling = await createTelling({
    settings: () => read.settings,
    boot,
    clock,
    log,
    record: () => undefined,
    notices,
    health: createHealth({
      kiosk: 'kiosk-1',
      version: '0.1.0',
      boot,
      clock,
      notices,
      screens: () => 1,
      devices: () => [status],
      ils: () => ({ state: 'online', detail: '' }),
      offline: () => ({ lending: false, waiting: 0, oldest: null, listed: 0 }),
      obstacle: () => null,
    }),
    devices: [device],
    drop: {
      view: () => dropView,
      onView: (listener) => drop.listen(listener),
      empty: () => true,
      clear: () => {},
      resolve: () => true,
    },
    gates: { onHour: (listener) => hours.listen(listener) },
    events: [
      {
        recent: () => [alarm('gate-1', { at: new Date(clock.wall()).toISOString() })],
        onEvent: (listener) => events.listen(listener),
      },
    ],
    attention: {
      view: () => ({
        count: 1,
        items: [
          {
            ...{ id: 'offline:1', kind: 'offline', code: 'OFFLINE_LOAN_REFUSED', severity: 'error' },
            ...{ at: '', item: 'x', title: null, place: null, resolvable: true },
          },
        ],
      }),
      onChange: () => () => {},
    },
    counts: { between: () => [] },
    deviceHistory: { of: () => [{ state: 'away', code: 'PRINTER_AWAY', detail: '', at: 0 }], add: () => {} },
    session: { onView: (listener) => screens.listen(listener) },
    commands: { perform: async ({ verb }) => ({ ok: true, detail: verb }) },
  })
  if (telling === null) throw new Error('no MQTT')
  ending.push(() => telling.stop())
  telling.start()
  return {
    notices,
    telling,
    screen: (screen: Screen) => screens.tell({ screen }),
    printer: (over: Partial<DeviceStatus>) => {
      status = { ...status, ...over }
      statuses.tell(status)
    },
    dropTo: (view: Partial<DropView>) => {
      dropView = { ...dropView, ...view }
      drop.tell()
    },
    event: events,
    hour: hours,
  }
}
async function anna(): Promise<Listener> {
  const listener = await listenAt(broker.port)
  ending.push(() => listener.close())
  return listener
}
const online = (listener: Listener) => listener.until(({ words }) => words.state === 'online')

/** What a kiosk can tell: everything once. */
async function everything(
  listener: Listener,
  k: Awaited<ReturnType<typeof kiosk>>,
  clock: ManualClock,
): Promise<void> {
  const counts = { onPad: 1, yours: 1, inProgress: 0, notYours: 0 }
  k.notices.raise('PRINTER_PAPER_OUT', '', 'printer')
  k.printer({ state: 'fault', code: 'PRINTER_PAPER_OUT' })
  k.dropTo({
    bins: [{ bin: 1, name: 'Fiction', items: 4, full: false, exception: false, emptiedAt: null }],
    exceptions: [{ id: 1, at: '', item: null, title: null, bin: 1, reason: 'ITEM_ON_HOLD' }],
  })
  k.screen({
    name: 'items',
    patronName: 'Lena Berg',
    counts,
    rows: [],
    problem: { code: 'PATRON_BLOCKED', params: { card: CARD } },
    holdsReady: 1,
  })
  k.screen({
    name: 'goodbye',
    reason: 'finished',
    visit: 'borrow',
    lent: 1,
    returned: 0,
    receipt: 'none',
    settling: 0,
    onPad: 0,
    problem: null,
  })
  k.screen({ name: 'attract', counts, problem: null, lends: null, takesBack: null, message: null })
  k.event.tell(alarm('gate-2', { title: 'Emma', verdict: 'theft' }))
  k.event.tell({
    type: 'exception',
    id: 'e',
    at: '2026-01-15T09:00:00.000Z',
    item: null,
    title: null,
    bin: 9,
    reason: 'ITEM_ON_HOLD',
  })
  k.hour.tell({ gate: 'entrance', from: 0, to: 3_600_000, into: 41, out: 39, alarms: 2 })
  const expires_at = new Date(clock.wall() + 60_000).toISOString()
  await listener.client.publishAsync(
    `${PREFIX}/cmd/open`,
    JSON.stringify({ v: 1, id: '1', by: 'anna', expires_at }),
    { qos: 1 },
  )
  await listener.until(({ topic }) => topic.endsWith('/result'))
  k.notices.clear('PRINTER_PAPER_OUT', 'printer')
  await listener.until(({ text }) => text === '')
  clock.advance(COUNTERS_MILLISECONDS)
  await listener.until(({ topic }) => topic.endsWith('/counters'))
}

describe('what a kiosk tells', () => {
  it('is all in the table of topics, as it says there, and nobody who was there is in it', async () => {
    const clock = new ManualClock()
    const listener = await anna()
    const k = await kiosk('boot-1', clock)
    await online(listener)
    await everything(listener, k, clock)
    await k.telling.stop()
    await listener.until(({ words }) => words.state === 'offline')
    const seen = new Set<string>()
    for (const { packet, text, topic, words } of listener.heard) {
      if (topic === `${PREFIX}/cmd/open`) continue
      const row = Object.entries(TOPICS).find(([, { path }]) =>
        new RegExp(`^${PREFIX}/${path.replace('{id}', '[^/]+')}$`).test(topic),
      )
      if (row === undefined) throw new Error(`${topic} is in no table`)
      const [name, { keeping, retain, schema }] = row
      seen.add(name)
      if (text === '') expect([name, retain]).toEqual(['alert', true])
      else expect([...Value.Errors(schema, words)], topic).toEqual([])
      expect(packet.qos, topic).toBe(keeping === 'reading' ? 0 : 1)
    }
    expect([...seen].sort()).toEqual(Object.keys(TOPICS).sort())
    const all = listener.heard.map(({ text, topic }) => `${topic} ${text}`).join('\n')
    expect(all).not.toMatch(new RegExp(`Lena|Berg|${CARD}`))
  })

  it('says what it is and what it offers, and when somebody is there', async () => {
    const clock = new ManualClock()
    const k = await kiosk('boot-1', clock)
    const listener = await anna()
    const info = await listener.until(({ topic }) => topic.endsWith('/info'))
    expect(info.words).toMatchObject({
      name: 'Self-service',
      library: 'Riverside',
      versions: { agent: '0.1.0' },
      services: expect.arrayContaining(['lend', 'commands']),
      devices: [{ id: 'printer', kind: 'printer' }],
    })
    await listener.until(({ words }) => words.state === 'ready')
    const counts = { onPad: 0, yours: 0, inProgress: 0, notYours: 0 }
    k.screen({ name: 'identify', counts, problem: null })
    await listener.until(({ words }) => words.state === 'in_use')
  })

  it('after a restart is no alarm twice, and alerts that are over are cleared', async () => {
    const clock = new ManualClock()
    const before = await anna()
    const first = await kiosk('boot-1', clock)
    first.notices.raise('PRINTER_PAPER_OUT', '', 'printer')
    await before.until(({ topic }) => topic.endsWith('/gate_alarm'))
    await before.until(({ topic }) => topic.endsWith('/alert/PRINTER_PAPER_OUT'))
    await first.telling.stop()
    const after = await anna()
    const second = await kiosk('boot-2', clock)
    await online(after)
    clock.advance(SETTLE_MILLISECONDS)
    await after.until(({ topic }) => topic.endsWith('/recovery'))
    second.event.tell(alarm('gate-2'))
    await after.until(({ words }) => words.id === 'gate-2')
    expect(after.heard.filter(({ words }) => words.id === 'gate-1')).toEqual([])
    const late = await anna()
    await online(late)
    second.event.tell(alarm('gate-3'))
    await late.until(({ words }) => words.id === 'gate-3')
    expect(late.heard.filter(({ topic }) => topic.includes('/alert/'))).toEqual([])
  })

  it('goes through the broker inside where the library has no other, which is gone when the kiosk stops', async () => {
    const port = await freePort()
    const usersFile = join(folder, 'users')
    await writeFile(usersFile, await passwordFile([ANNA]))
    const embedded = `{ port: ${port}, usersFile: ${JSON.stringify(usersFile)} }`
    const mqtt = `{ broker: embedded, commands: true, embedded: ${embedded} }`
    const k = await kiosk('boot-1', new ManualClock(), mqtt)
    const listener = await listenAt(port, { protocolVersion: 4, reconnectPeriod: 20, ...ANNA })
    ending.push(() => listener.close())
    await online(listener)
    await k.telling.stop()
    await expect(listenAt(port, { protocolVersion: 4, ...ANNA })).rejects.toThrow('ECONNREFUSED')
  })

  it('is found by Home Assistant, also when that starts later, and takes what its buttons order', async () => {
    const home = await listenAt(broker.port, {}, '#')
    ending.push(() => home.close())
    const mqtt = external().replace('commands', 'homeAssistant: { enabled: true }, commands')
    await kiosk('boot-1', new ManualClock(), mqtt)
    const isConfig = ({ topic }: Heard) => topic === 'homeassistant/device/lectern_main/kiosk-1/config'
    const { words } = await home.until(isConfig)
    expect(wrongWith(words)).toEqual([])
    expect(words).toMatchObject({ components: { print_test: { command_topic: `${PREFIX}/cmd/print_test` } } })
    await home.client.publishAsync('homeassistant/status', 'online', { qos: 1 })
    await home.until((one) => isConfig(one) && one !== home.heard.find(isConfig))
    const late = await listenAt(broker.port, {}, '#')
    ending.push(() => late.close())
    expect((await late.until(isConfig)).packet.retain).toBe(true)
  })

  it('is found by Home Assistant at the broker inside, which lets it say that it is there', async () => {
    const port = await freePort()
    const mqtt = `{ broker: embedded, homeAssistant: { enabled: true }, embedded: { port: ${port} } }`
    await kiosk('boot-1', new ManualClock(), mqtt)
    const home = await listenAt(port, { protocolVersion: 4, reconnectPeriod: 20 }, '#')
    ending.push(() => home.close())
    const isConfig = ({ topic }: Heard) => topic.startsWith('homeassistant/device/')
    await home.until(isConfig)
    await home.client.publishAsync('homeassistant/status', 'online', { qos: 1 })
    await home.until((one) => isConfig(one) && one !== home.heard.find(isConfig))
  })
})
