import { beforeEach, describe, expect, it } from 'vitest'
import type { Screen } from '../../contract/view.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { Signal } from '../../runtime/emitter.ts'
import type { Health } from '../health.ts'
import { createLog } from '../log.ts'
import { createNotices } from '../notices.ts'
import type { Publisher } from './contract.ts'
import { kioskCounters, metricName } from './kiosk-counters.ts'
import { tellSessionEnds } from './session-ends.ts'
import { COUNTERS_MILLISECONDS, tellKiosk } from './tell-kiosk.ts'

const HEALTH: Health = {
  status: 'ok',
  kiosk: 'kiosk-1',
  version: '0.1.0',
  boot: 'boot-1',
  uptimeSeconds: 7,
  residentMegabytes: 90,
  screens: 1,
  ils: { state: 'online', detail: '' },
  offline: { lending: false, waiting: 2, oldest: null, listed: 0 },
  devices: [
    {
      id: 'rfid',
      kind: 'rfid',
      state: 'reduced',
      code: 'RFID_AWAY',
      detail: '',
      since: 0,
      counters: { crc: 3 },
    },
  ],
  notices: { info: 0, warning: 1, error: 0 },
}

function house() {
  const clock = new ManualClock()
  const notices = createNotices({ log: createLog({ clock, write: () => {} }), clock })
  const told: { name: string; facts: Record<string, unknown> }[] = []
  const publisher: Publisher = {
    publish: (name, facts) => void told.push({ name, facts }),
    clear: () => {},
    together: (work) => work(),
  }
  const now = { health: HEALTH, inUse: false, closed: false, name: 'Self-service', rounds: 0 }
  const changes = new Signal<void>()
  const end = tellKiosk({
    publisher,
    notices,
    clock,
    info: () => ({
      name: now.name,
      library: '',
      versions: { agent: '', node: '', os: '' },
      model: null,
      languages: [],
      services: [],
      devices: [],
      staff_port: null,
    }),
    health: () => now.health,
    inUse: () => now.inUse,
    closed: () => now.closed,
    onChange: (listener) => changes.listen(listener),
    counters: [kioskCounters(() => now.health), { read: () => ({ lectern_checkouts_total: 12 }) }],
    onRound: () => void now.rounds++,
  })
  const set = (over: Partial<typeof now>) => {
    Object.assign(now, over)
    changes.tell()
  }
  const states = () => told.filter(({ name }) => name === 'state').map(({ facts }) => facts.state)
  return { clock, end, notices, now, publisher, set, states, told }
}
let h: ReturnType<typeof house>
beforeEach(() => {
  h = house()
})

describe('the state of the kiosk', () => {
  it('is told when it changes, and only then', () => {
    h.set({ inUse: true })
    h.set({ inUse: true })
    h.set({ inUse: false, health: { ...HEALTH, status: 'reduced' } })
    h.set({ health: { ...HEALTH, status: 'failing' } })
    h.set({ closed: true, inUse: true })
    expect(h.states()).toEqual(['ready', 'in_use', 'degraded', 'out_of_service', 'maintenance'])
  })

  it('names each reason once, gravest first, and lends no more than it can', () => {
    h.notices.raise('PRINTER_PAPER_OUT', '', 'printer')
    h.notices.raise('RFID_AWAY', '', 'a')
    h.notices.raise('RFID_AWAY', '', 'b')
    h.notices.raise('ITEM_REFUSED')
    expect(h.told.at(-1)?.facts).toMatchObject({
      reasons: ['RFID_AWAY', 'PRINTER_PAPER_OUT'],
      lends: 'online',
    })
    const away = { ...HEALTH, ils: { state: 'away', detail: '' } }
    h.set({ health: { ...away, offline: { ...HEALTH.offline, lending: true } } })
    expect(h.told.at(-1)?.facts.lends).toBe('offline')
    h.set({ health: { ...away, status: 'failing' } })
    expect(h.told.at(-1)?.facts.lends).toBe('no')
  })
})

describe('every half minute', () => {
  it('counters are told under their names for Prometheus, and what the kiosk is where that changed', () => {
    h.now.name = 'Front desk'
    h.clock.advance(COUNTERS_MILLISECONDS)
    expect(h.told.find(({ name }) => name === 'counters')?.facts.values).toMatchObject({
      lectern_checkouts_total: 12,
      lectern_uptime_seconds: 7,
      'lectern_notices{severity="warning"}': 1,
      'lectern_device_up{device="rfid",kind="rfid"}': 1,
      'lectern_device_events_total{device="rfid",event="crc"}': 3,
    })
    h.clock.advance(COUNTERS_MILLISECONDS)
    expect(h.told.filter(({ name }) => name === 'info').map(({ facts }) => facts.name)).toEqual([
      'Self-service',
      'Front desk',
    ])
    expect(h.now.rounds).toBe(2)
    h.end()
    expect(h.clock.pending).toBe(0)
  })

  it('a label keeps its quotes and line breaks to itself', () => {
    expect(metricName('a', { b: 'c"d\\e\nf' })).toBe('a{b="c\\"d\\\\e\\nf"}')
  })
})

describe('the end of a visit', () => {
  it('is told as numbers, when all that was under way is done', () => {
    const views = new Signal<{ screen: Screen }>()
    tellSessionEnds({ onView: (listener) => views.listen(listener) }, h.publisher, h.clock)
    const counts = { onPad: 2, yours: 1, inProgress: 0, notYours: 1 }
    const show = (screen: Screen) => views.tell({ screen })
    const goodbye = (lent: number): Screen => ({
      name: 'goodbye',
      reason: 'timeout',
      visit: 'borrow',
      lent,
      returned: 0,
      receipt: 'none',
      settling: 1,
      onPad: 0,
      problem: null,
    })
    const attract: Screen = {
      name: 'attract',
      counts,
      problem: null,
      lends: null,
      takesBack: null,
      message: null,
    }
    show(attract)
    h.clock.advance(10_000)
    show({ name: 'identify', counts, problem: null })
    h.clock.advance(20_000)
    show({ name: 'items', patronName: 'Lena Berg', counts, rows: [], problem: null, holdsReady: null })
    h.clock.advance(5_000)
    show(goodbye(1))
    h.clock.advance(8_000)
    show(goodbye(2))
    expect(h.told.some(({ name }) => name === 'sessionEnd')).toBe(false)
    show(attract)
    show(attract)
    expect(h.told.filter(({ name }) => name === 'sessionEnd')).toEqual([
      {
        name: 'sessionEnd',
        facts: { visit: 'borrow', ended: 'timeout', lent: 2, returned: 0, not_done: 1, seconds: 25 },
      },
    ])
  })
})
