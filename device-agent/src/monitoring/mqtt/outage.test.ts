import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { testOutbox } from '../../journal/outbox.test-support.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { SETTLE_MILLISECONDS } from './alerts.ts'
import type { OpenLine } from './contract.ts'
import { testKiosk } from './kiosk.test-support.ts'
import {
  freePort,
  type Heard,
  type Listener,
  listenAt,
  type Mosquitto,
  startMosquitto,
} from './mosquitto.test-support.ts'

const MINUTE = 60_000
const isEvent = ({ topic }: Heard) => topic.includes('/event/')

let folder = ''
let broker: Mosquitto | null = null
let listener: Listener | null = null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-outage-'))
})
afterEach(async () => {
  await listener?.close()
  await broker?.close()
  rmSync(folder, { recursive: true })
})

/** One that falls silent after so many confirmations, as a cable would that is cut between message and answer. */
const deafAfter =
  (confirmations: number) =>
  (open: OpenLine): OpenLine =>
  async (will, events) => {
    const line = await open(will, events)
    if (line === null) return null
    let confirmed = 0
    return {
      ...line,
      send: (parcel) =>
        line.send(parcel).then(() => {
          if (++confirmed > confirmations) return new Promise<void>(() => {})
        }),
    }
  }

/** A start that begins so many minutes after the first; it ends without farewell and last write: its disk goes. */
const life = (
  boot: string,
  port: number,
  minutes: number,
  open: (open: OpenLine) => OpenLine = (same) => same,
) => {
  const clock = new ManualClock(Date.UTC(2026, 0, 15, 9, minutes))
  const outbox = testOutbox(join(folder, 'outbox.sqlite'))
  return testKiosk({ line: { url: `mqtt://localhost:${port}`, version: 5 }, boot, clock, outbox, open })
}

it('a broker that is away for an hour and a kiosk that dies meanwhile lose no alarm and no count, and double none', async () => {
  const port = await freePort()
  const expected: string[] = []
  const happen = (kiosk: ReturnType<typeof testKiosk>, name: string) => {
    kiosk.alarm(name)
    kiosk.publisher.publish('gateHour', {
      gate: 'entrance',
      from: name,
      to: name,
      into: 1,
      out: 1,
      alarms: 0,
    })
    expected.push(`gate_alarm ${name}`, `gate_hour ${name}`)
  }

  const first = life('boot-1', port, 0)
  first.publisher.start()
  await first.notice('MQTT_AWAY')
  first.notices.raise('PRINTER_AWAY', '', 'printer')
  for (let minute = 0; minute < 20; minute++) {
    first.clock.advance(MINUTE)
    happen(first, `first ${minute}`)
  }
  first.outbox.shut()

  const second = life('boot-2', port, 20)
  second.publisher.start()
  second.notices.raise('PRINTER_AWAY', '', 'printer')
  for (let minute = 20; minute < 40; minute++) {
    second.clock.advance(MINUTE)
    happen(second, `second ${minute}`)
  }
  second.outbox.shut()

  // The broker is back; the kiosk dies once more, when it was told of half and has heard of a part.
  broker = await startMosquitto(['allow_anonymous true', `listener ${port} 127.0.0.1`])
  listener = await listenAt(port)
  const third = life('boot-3', port, 60, deafAfter(9))
  happen(third, 'third')
  third.publisher.start()
  await listener.until(() => (listener?.heard.filter(isEvent).length ?? 0) >= 20)
  const cut = third.outbox.waiting
  third.outbox.shut()
  expect(cut).toBeGreaterThan(0)

  const fourth = life('boot-4', port, 61)
  fourth.publisher.start()
  fourth.notices.raise('PRINTER_AWAY', '', 'printer')
  fourth.clock.advance(SETTLE_MILLISECONDS)
  fourth.alarm('last')
  expected.push('gate_alarm last')
  await listener.until(({ words }) => words.id === 'last')

  const events = listener.heard.filter(isEvent)
  const known = new Map<string, Heard>()
  for (const heard of events) {
    const key = `${heard.words.boot_id} ${heard.words.seq}`
    // What came twice is the same, to the letter.
    expect(known.get(key)?.text ?? heard.text).toBe(heard.text)
    known.set(key, heard)
  }
  expect(events.length).toBeGreaterThan(known.size)
  const told = [...known.values()].map(
    ({ topic, words }) => `${topic.split('/').at(-1)} ${words.id ?? words.from}`,
  )
  expect(told.filter((one) => one.startsWith('gate_')).sort()).toEqual(expected.toSorted())
  const of = (type: string) =>
    [...known.values()].filter(({ topic }) => topic.endsWith(type)).map(({ words }) => `${words.code}`)
  expect(of('fault').filter((code) => code === 'PRINTER_AWAY')).toHaveLength(1)
  expect(of('recovery')).not.toContain('PRINTER_AWAY')
  expect(of('fault').filter((code) => code === 'MQTT_AWAY').length).toBe(
    of('recovery').filter((code) => code === 'MQTT_AWAY').length,
  )
  fourth.outbox.shut()
})
