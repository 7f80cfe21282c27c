import { beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/clock.ts'
import { createLog } from '../log.ts'
import { createNotices } from '../notices.ts'
import type { Line, LineEvents, Parcel } from './contract.ts'
import {
  BACK_OFF_MILLISECONDS,
  EVENTS_WAITING_MAX,
  FAREWELL_MILLISECONDS,
  MqttPublisher,
  STATES_MAX,
  UNCONFIRMED_MAX,
} from './publisher.ts'
import type { Facts } from './topics.ts'

interface Sent {
  readonly topic: string
  readonly retain: boolean
  readonly words: Record<string, unknown>
  confirm(): void
}

/** A broker whose lines a test opens, confirms and cuts. */
function house() {
  const clock = new ManualClock()
  const lines: Record<string, unknown>[] = []
  const log = createLog({ clock, write: (line) => lines.push(JSON.parse(line)) })
  const notices = createNotices({ log, clock })
  const opened: {
    will: Parcel
    events: LineEvents
    sent: Sent[]
    ended: string[]
    let: (yes: boolean) => void
  }[] = []
  const publisher = new MqttPublisher({
    clock,
    log,
    notices,
    boot: 'boot-1',
    prefix: 'lectern/main/kiosk-1',
    open: (will, events) => {
      const { promise, resolve } = Promise.withResolvers<Line | null>()
      const sent: Sent[] = []
      const ended: string[] = []
      const line: Line = {
        send: ({ payload, retain, topic }) => {
          const { promise, resolve: confirm } = Promise.withResolvers<void>()
          sent.push({
            topic: topic.replace('lectern/main/kiosk-1/', ''),
            retain,
            words: JSON.parse(payload),
            confirm,
          })
          return promise
        },
        end: async () => void ended.push('end'),
        cut: () => void ended.push('cut'),
      }
      opened.push({ will, events, sent, ended, let: (yes) => resolve(yes ? line : null) })
      return promise
    },
  })
  const last = () => {
    const line = opened.at(-1)
    if (line === undefined) throw new Error('no line was opened')
    return line
  }
  const connect = async () => {
    last().let(true)
    await settled()
  }
  const confirmAll = async () => {
    for (let done = 0; done < last().sent.length; done++) {
      last().sent[done]?.confirm()
      await settled()
    }
  }
  const alarm = (id: string) => publisher.publish('gateAlarm', { ...ALARM, id })
  const device = (id: string, state: string) => publisher.publish('device', { ...DEVICE, state }, id)
  return { alarm, clock, confirmAll, connect, device, last, lines, notices, opened, publisher }
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
const ALARM: Facts<'gateAlarm'> = {
  id: 'a',
  at: '2026-01-15T09:00:00.000Z',
  gate: 'entrance',
  item: null,
  title: null,
  verdict: 'looking',
  at_kiosk: null,
  direction: null,
}
const DEVICE: Facts<'device'> = {
  kind: 'rfid',
  state: 'ready',
  code: null,
  text: null,
  what_to_do: null,
  detail: '',
  since: '2026-01-15T09:00:00.000Z',
}

let h: ReturnType<typeof house>
beforeEach(() => {
  h = house()
  h.publisher.start()
})
const topics = () => h.last().sent.map(({ topic }) => topic)

describe('telling a broker', () => {
  it('begins with the birth, then tells how things are; each payload names the start and counts', async () => {
    h.device('rfid', 'away')
    h.device('rfid', 'ready')
    h.device('printer', 'ready')
    await h.connect()
    expect(topics()).toEqual(['availability', 'device/rfid/state', 'device/printer/state'])
    expect(h.last().sent.every(({ retain }) => retain)).toBe(true)
    expect(h.last().sent[0]?.words).toEqual({
      v: 1,
      ts: '2026-01-15T09:00:00.000Z',
      boot_id: 'boot-1',
      seq: 4,
      state: 'online',
    })
    expect(h.last().sent.map(({ words }) => words.seq)).toEqual([4, 2, 3])
    expect(h.last().sent[1]?.words).toMatchObject({ state: 'ready' })
  })

  it('leaves a will that says the same start is offline, and is older than anything it told', () => {
    const { payload, retain, topic } = h.last().will
    expect([topic, retain]).toEqual(['lectern/main/kiosk-1/availability', true])
    expect(JSON.parse(payload)).toMatchObject({ state: 'offline', boot_id: 'boot-1', seq: 0 })
  })

  it('events wait for a broker that is away, keep their order, go before states, and are not retained', async () => {
    h.device('rfid', 'ready')
    h.alarm('a')
    h.alarm('b')
    await h.connect()
    expect(topics()).toEqual(['availability', 'event/gate_alarm', 'event/gate_alarm', 'device/rfid/state'])
    expect(h.last().sent.map(({ words }) => words.id)).toEqual([undefined, 'a', 'b', undefined])
    expect(h.last().sent[1]?.retain).toBe(false)
  })

  it('what was not confirmed when the line broke goes again with its number, and what was does not', async () => {
    await h.connect()
    await h.confirmAll()
    h.alarm('a')
    h.alarm('b')
    h.last().sent[1]?.confirm()
    await settled()
    const lost = h.last().sent[2]?.words
    h.last().events.onEnd({ code: 'MQTT_AWAY', detail: 'reset' })
    h.alarm('c')
    h.clock.advance(BACK_OFF_MILLISECONDS[0])
    await h.connect()
    expect(
      h
        .last()
        .sent.slice(1)
        .map(({ words }) => words.id),
    ).toEqual(['b', 'c'])
    expect(h.last().sent[1]?.words).toEqual(lost)
  })

  it('never has more under way than its window, and tells only the newest of a state that had to wait', async () => {
    await h.connect()
    for (let i = 0; i < UNCONFIRMED_MAX; i++) h.alarm(String(i))
    for (let i = 0; i < 100; i++) h.device('rfid', `state ${i}`)
    expect(h.last().sent).toHaveLength(UNCONFIRMED_MAX)
    await h.confirmAll()
    const states = h.last().sent.filter(({ topic }) => topic === 'device/rfid/state')
    expect(states.map(({ words }) => words.state)).toEqual(['state 99'])
  })

  it('keeps so many events; the oldest make room, and that is said when the broker is back', async () => {
    for (let i = 0; i < EVENTS_WAITING_MAX + 3; i++) h.alarm(String(i))
    await h.connect()
    await h.confirmAll()
    expect(h.last().sent).toHaveLength(EVENTS_WAITING_MAX + 1)
    expect(h.last().sent[1]?.words.id).toBe('3')
    expect(h.lines.filter(({ code }) => code === 'MQTT_EVENTS_DROPPED')).toMatchObject([{ count: 3 }])
  })

  it('keeps so many topics and no more', async () => {
    for (let i = 0; i < STATES_MAX + 5; i++) h.device(`device-${i}`, 'ready')
    await h.connect()
    await h.confirmAll()
    expect(h.last().sent).toHaveLength(STATES_MAX + 1)
  })

  it('a name that is no topic level becomes one', async () => {
    h.device('a/b#+ü', 'ready')
    await h.connect()
    expect(topics()[1]).toBe('device/a_b___/state')
  })
})

describe('a broker that comes and goes', () => {
  it('is tried again, slower and slower, and staff are told once', async () => {
    for (const pause of [...BACK_OFF_MILLISECONDS, BACK_OFF_MILLISECONDS.at(-1) ?? 0]) {
      const before = h.opened.length
      h.last().events.onEnd({ code: 'MQTT_AWAY', detail: 'connect ECONNREFUSED' })
      h.last().let(false)
      await settled()
      h.clock.advance(pause - 1)
      expect(h.opened).toHaveLength(before)
      h.clock.advance(1)
      expect(h.opened).toHaveLength(before + 1)
    }
    expect(h.lines.map(({ code }) => code)).toEqual(['MQTT_AWAY'])
    await h.connect()
    expect(h.notices.open()).toEqual([])
    h.last().events.onEnd({ code: 'MQTT_AWAY', detail: '' })
    h.clock.advance(BACK_OFF_MILLISECONDS[0])
    expect(h.opened).toHaveLength(8)
  })

  it('that refuses is another matter than one that is away', async () => {
    h.last().events.onEnd({ code: 'MQTT_AWAY', detail: '' })
    h.last().let(false)
    h.clock.advance(BACK_OFF_MILLISECONDS[0])
    h.last().events.onEnd({ code: 'MQTT_REFUSED', detail: 'Not authorized' })
    expect(h.notices.open()).toMatchObject([{ code: 'MQTT_REFUSED', detail: 'Not authorized' }])
  })

  it('hears that the kiosk is offline when it stops, and then nothing more', async () => {
    await h.connect()
    const stopped = h.publisher.stop()
    expect(h.last().sent.at(-1)).toMatchObject({ topic: 'availability', words: { state: 'offline', seq: 2 } })
    h.last().sent.at(-1)?.confirm()
    await stopped
    expect(h.last().ended).toEqual(['end', 'cut'])
    h.alarm('a')
    expect(h.last().sent).toHaveLength(2)
    expect(h.clock.pending).toBe(0)
  })

  it('that does not confirm the farewell is not waited for', async () => {
    await h.connect()
    const stopped = h.publisher.stop()
    h.clock.advance(FAREWELL_MILLISECONDS)
    await stopped
    expect(h.last().ended).toEqual(['cut'])
  })

  it('that lets us in after all was stopped is left at once', async () => {
    await h.publisher.stop()
    await h.connect()
    expect(h.last().ended).toEqual(['end'])
    expect(h.last().sent).toEqual([])
  })
})
