import { expect, test } from 'vitest'
import { LecternError } from '../contract/errors.ts'
import { ManualClock } from '../runtime/clock.ts'
import { StreamShell } from '../transports/stream-shell.ts'
import { type Transport, TransportError } from '../transports/transport.ts'
import type { DeviceStatus } from './device.ts'
import { type Session, superviseDevice } from './supervised.ts'

/** Lets everything that is ready run; no time passes on the manual clock. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

class FakePort implements Transport {
  readonly url = 'tcp://device:1'
  opens = 0
  closes = 0
  missing = false
  stream: StreamShell | null = null
  async open(): Promise<StreamShell> {
    this.opens += 1
    if (this.missing) throw new TransportError('no such port', 'DEVICE_PORT_MISSING')
    this.stream = new StreamShell({
      send: async () => {},
      shut: async () => {
        this.closes += 1
      },
    })
    return this.stream
  }
}

function setUp(work: (session: Session) => Promise<void>) {
  const clock = new ManualClock()
  const port = new FakePort()
  let endings = 0
  const device = superviseDevice({
    id: 'rfid-1',
    kind: 'rfid',
    transport: port,
    clock,
    awayCode: 'RFID_AWAY',
    random: () => 0,
    work: (_stream, session) => work(session),
    ended: () => {
      endings += 1
    },
  })
  const told: DeviceStatus[] = []
  device.onStatus((status) => told.push(status))
  return { clock, port, device, told, endings: () => endings }
}
const forever = (): Promise<void> => new Promise(() => {})
const readyForever = (session: Session): Promise<void> => {
  session.report('ready', null, 'model 1')
  return forever()
}

test('a device that is found says so once', async () => {
  const { device, told } = setUp(readyForever)
  expect(device.status.state).toBe('starting')
  device.start()
  await turn()
  expect(told.map((s) => [s.state, s.detail])).toEqual([['ready', 'model 1']])
  await device.stop()
})

test('a pulled cable makes it away, and it comes back by itself after the first back-off', async () => {
  const { clock, port, device, told, endings } = setUp(readyForever)
  device.start()
  await turn()
  clock.advance(1000)
  port.stream?.fail(new TransportError('cable'))
  await turn()
  expect(device.status).toMatchObject({ state: 'away', code: 'RFID_AWAY', detail: 'cable' })
  expect(device.status.since).toBe(clock.wall())
  expect([port.closes, endings()]).toEqual([1, 1])
  clock.advance(249)
  await turn()
  expect(port.opens).toBe(1)
  clock.advance(1)
  await turn()
  expect(told.map((s) => s.state)).toEqual(['ready', 'away', 'ready'])
  await device.stop()
})

test('a missing port is told once however often it is tried, at longer and longer pauses', async () => {
  const { clock, port, device, told } = setUp(readyForever)
  port.missing = true
  device.start()
  await turn()
  const triedAt: number[] = []
  for (let step = 0; step < 75; step++) {
    const before = port.opens
    clock.advance(250)
    await turn()
    if (port.opens > before) triedAt.push(clock.now())
  }
  expect(triedAt).toEqual([250, 750, 1750, 3750, 8750, 13750, 18750])
  expect(told.map((s) => [s.state, s.code])).toEqual([['away', 'DEVICE_PORT_MISSING']])
  await device.stop()
})

test('a device that cannot do its work is at fault with its code, and is tried again', async () => {
  let refusals = 2
  const { clock, device, told } = setUp(async (session) => {
    if (refusals-- > 0) throw new LecternError('RFID_READER_MODE', 'status 82')
    await readyForever(session)
  })
  device.start()
  await turn()
  expect(device.status).toMatchObject({ state: 'fault', code: 'RFID_READER_MODE', detail: 'status 82' })
  for (const pause of [250, 500]) {
    clock.advance(pause)
    await turn()
  }
  expect(told.map((s) => s.state)).toEqual(['fault', 'ready'])
  await device.stop()
})

test('a driver that overlooks the end does not hang the loop, and its late words are not heard', async () => {
  const sessions: Session[] = []
  const { clock, port, device } = setUp((session) => {
    sessions.push(session)
    return readyForever(session)
  })
  device.start()
  await turn()
  port.stream?.fail(new TransportError('cable'))
  await turn()
  sessions[0]?.report('reduced', null, 'late')
  expect(device.status.state).toBe('away')
  clock.advance(250)
  await turn()
  expect(sessions).toHaveLength(2)
  await device.stop()
})

test('counters are kept over sessions and tell nobody', async () => {
  const { clock, port, device, told } = setUp((session) => {
    session.count('badCrc')
    return readyForever(session)
  })
  device.start()
  await turn()
  port.stream?.fail(new TransportError('cable'))
  await turn()
  clock.advance(250)
  await turn()
  expect(device.status.counters).toEqual({ badCrc: 2 })
  expect(told).toHaveLength(3)
  await device.stop()
})

test.each(['at work', 'in a pause'])('stopped %s, it leaves no port and no timer', async (when) => {
  const { clock, port, device } = setUp(readyForever)
  port.missing = when === 'in a pause'
  device.start()
  await turn()
  await device.stop()
  expect(clock.pending).toBe(0)
  expect(port.closes).toBe(when === 'at work' ? 1 : 0)
  clock.advance(60_000)
  await turn()
  expect(port.opens).toBe(1)
})

test('stopped and started, it works again', async () => {
  const { port, device } = setUp(readyForever)
  device.start()
  await turn()
  await device.stop()
  device.start()
  await turn()
  expect([port.opens, device.status.state]).toEqual([2, 'ready'])
  await device.stop()
})
