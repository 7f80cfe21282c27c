import { beforeEach, describe, expect, it } from 'vitest'
import { testOutbox } from '../../journal/outbox.test-support.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { createLog } from '../log.ts'
import { createNotices } from '../notices.ts'
import type { Line, LineEvents, Parcel } from './contract.ts'
import {
  BACK_OFF_MILLISECONDS,
  FAREWELL_MILLISECONDS,
  MEMORY_MAX,
  MqttPublisher,
  STATES_MAX,
  UNCONFIRMED_MAX,
} from './publisher.ts'
import type { Facts } from './topics.ts'

interface Sent {
  readonly topic: string
  readonly retain: boolean
  readonly qos: number
  readonly words: Record<string, unknown>
  confirm(): void
}

/** A broker whose lines a test opens, confirms and cuts. */
function house(outbox = testOutbox(), boot = 'boot-1') {
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
    outbox,
    log,
    notices,
    boot,
    prefix: 'lectern/main/kiosk-1',
    open: (will, events) => {
      const { promise, resolve } = Promise.withResolvers<Line | null>()
      const sent: Sent[] = []
      const ended: string[] = []
      const line: Line = {
        send: ({ payload, qos, retain, topic }) => {
          const { promise, resolve: confirm } = Promise.withResolvers<void>()
          sent.push({
            topic: topic.replace('lectern/main/kiosk-1/', ''),
            retain,
            qos,
            words: payload === '' ? {} : JSON.parse(payload),
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
  const device = (id: string, state: Facts<'device'>['state'], detail = '') =>
    publisher.publish('device', { ...DEVICE, state, detail }, id)
  return { alarm, clock, confirmAll, connect, device, last, lines, notices, opened, outbox, publisher }
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
const ALERT: Facts<'alert'> = {
  code: 'ILS_AWAY',
  severity: 'error',
  text: '',
  what_to_do: '',
  since: '2026-01-15T09:00:00.000Z',
  count: 1,
  about: [],
}
const DEVICE: Facts<'device'> = {
  kind: 'rfid',
  state: 'ready',
  code: null,
  text: null,
  what_to_do: null,
  detail: '',
  since: '2026-01-15T09:00:00.000Z',
  consumables: {},
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
    for (let i = 0; i < 100; i++) h.device('rfid', 'ready', `${i}`)
    expect(h.last().sent).toHaveLength(UNCONFIRMED_MAX)
    await h.confirmAll()
    const states = h.last().sent.filter(({ topic }) => topic === 'device/rfid/state')
    expect(states.map(({ words }) => words.detail)).toEqual(['99'])
  })

  it('what was told and not confirmed before the power went is told after it, with the number it had', async () => {
    h.alarm('a')
    await h.connect()
    const [, first] = h.last().sent
    const { outbox } = h
    h = house(outbox, 'boot-2')
    h.publisher.start()
    h.alarm('b')
    await h.connect()
    expect(h.last().sent[1]?.words).toEqual(first?.words)
    expect(h.last().sent[2]?.words).toMatchObject({ id: 'b', boot_id: 'boot-2', seq: 1 })
    await h.confirmAll()
    expect(outbox.waiting).toBe(0)
  })

  it('on a disk that takes nothing events wait in memory, so many, and staff are told', async () => {
    h.outbox.shut()
    for (let i = 0; i < MEMORY_MAX + 3; i++) h.alarm(String(i))
    expect(h.notices.open()).toMatchObject([{ code: 'MQTT_OUTBOX_FAILED' }])
    await h.connect()
    await h.confirmAll()
    expect(h.last().sent).toHaveLength(MEMORY_MAX + 1)
    expect(h.last().sent[1]?.words.id).toBe('3')
    expect(h.lines.filter(({ code }) => code === 'MQTT_EVENTS_DROPPED')).toMatchObject([{ count: 3 }])
  })

  it('a disk that takes nothing ends nobody who follows the notices with notes of their own', async () => {
    h.notices.onChange(() => h.publisher.together(() => h.outbox.dropAlert('ILS_AWAY', '')))
    h.outbox.shut()
    h.notices.raise('ILS_AWAY')
    await settled()
    expect(h.notices.open().map(({ code }) => code)).toEqual(['ILS_AWAY', 'MQTT_OUTBOX_FAILED'])
  })

  it('an alert is told at once, again at each connection, and no more once it is cleared', async () => {
    h.publisher.publish('alert', ALERT, 'ILS_AWAY')
    await h.connect()
    expect(topics()).toEqual(['availability', 'alert/ILS_AWAY'])
    await h.confirmAll()
    const reconnect = async () => {
      h.last().events.onEnd({ code: 'MQTT_AWAY', detail: '' })
      h.clock.advance(BACK_OFF_MILLISECONDS[0])
      await h.connect()
      await h.confirmAll()
    }
    await reconnect()
    expect(topics()).toEqual(['availability', 'alert/ILS_AWAY'])
    h.publisher.clear('alert', 'ILS_AWAY')
    expect(h.last().sent.at(-1)).toMatchObject({ topic: 'alert/ILS_AWAY', retain: true, words: {} })
    await h.confirmAll()
    await reconnect()
    expect(topics()).toEqual(['availability'])
  })

  it('counters are told when they are read, or not at all', async () => {
    h.publisher.publish('counters', { values: { a: 1 } })
    await h.connect()
    h.publisher.publish('counters', { values: { a: 2 } })
    expect(h.last().sent.at(-1)).toMatchObject({ topic: 'counters', qos: 0, words: { values: { a: 2 } } })
    h.last().events.onEnd({ code: 'MQTT_AWAY', detail: '' })
    h.clock.advance(BACK_OFF_MILLISECONDS[0])
    await h.connect()
    expect(topics()).toEqual(['availability'])
  })

  it('nothing is sent before it is kept, and what is kept together goes together', async () => {
    await h.connect()
    h.publisher.together(() => {
      h.alarm('a')
      expect(topics()).toEqual(['availability'])
    })
    expect(topics()).toEqual(['availability', 'event/gate_alarm'])
    h.publisher.together(() => {
      h.alarm('b')
      throw new Error('disk')
    })
    expect(topics()).toHaveLength(2)
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
