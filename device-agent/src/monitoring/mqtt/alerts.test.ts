import { beforeEach, describe, expect, it } from 'vitest'
import { testOutbox } from '../../journal/outbox.test-support.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { createLog } from '../log.ts'
import { createNotices } from '../notices.ts'
import { Alerts, SETTLE_MILLISECONDS } from './alerts.ts'
import type { Publisher } from './contract.ts'

/** A start of a kiosk; `outbox` is what its former life left. */
function house(outbox = testOutbox(), titles = false, clock = new ManualClock()) {
  const notices = createNotices({ log: createLog({ clock, write: () => {} }), clock })
  const told: { name: string; id: string; facts: Record<string, unknown> | null }[] = []
  const publisher: Publisher = {
    publish: (name, facts, id = '') => void told.push({ name, id, facts }),
    clear: (name, id) => void told.push({ name, id, facts: null }),
    together: (work) => outbox.together(work),
  }
  const isThing = (key: string) => ['rfid', 'printer'].includes(key)
  const alerts = new Alerts({ notices, outbox, publisher, clock, titles, isThing })
  const names = () =>
    told
      .splice(0)
      .map(({ name, id, facts }) => `${name} ${id || String(facts?.code)}${facts === null ? ' cleared' : ''}`)
  return { alerts, clock, names, notices, outbox, told }
}

let h: ReturnType<typeof house>
beforeEach(() => {
  h = house()
})

describe('alerts', () => {
  it('begin with an event and a retained topic, and end with an event and its clearing', () => {
    h.notices.raise('PRINTER_PAPER_OUT', 'sensor 2', 'printer')
    const [fault, alert] = h.told
    expect(fault).toMatchObject({
      name: 'fault',
      facts: {
        code: 'PRINTER_PAPER_OUT',
        about: 'printer',
        detail: 'sensor 2',
        what_to_do: 'Put in a new roll.',
      },
    })
    expect(alert).toMatchObject({
      name: 'alert',
      id: 'PRINTER_PAPER_OUT',
      facts: { severity: 'warning', count: 1, about: [{ id: 'printer' }], since: '2026-01-15T09:00:00.000Z' },
    })
    h.told.length = 0
    h.clock.advance(60_000)
    h.notices.clear('PRINTER_PAPER_OUT', 'printer')
    expect(h.told).toMatchObject([
      {
        name: 'recovery',
        facts: { id: fault?.facts?.id, since: '2026-01-15T09:00:00.000Z', at: '2026-01-15T09:01:00.000Z' },
      },
      { name: 'alert', id: 'PRINTER_PAPER_OUT', facts: null },
    ])
  })

  it('of one code are one, with all it is about, until the last is over', () => {
    h.notices.raise('RFID_AWAY', '', 'rfid')
    h.notices.raise('RFID_AWAY', '', 'printer')
    expect(h.told.at(-1)).toMatchObject({ facts: { count: 2, about: [{ id: 'printer' }, { id: 'rfid' }] } })
    h.names()
    h.notices.clear('RFID_AWAY', 'rfid')
    expect(h.names()).toEqual(['recovery RFID_AWAY', 'alert RFID_AWAY'])
    h.notices.clear('RFID_AWAY', 'printer')
    expect(h.names()).toEqual(['recovery RFID_AWAY', 'alert RFID_AWAY cleared'])
  })

  it('say how often by and by, and nothing where nothing changed', () => {
    h.notices.raise('ILS_AWAY')
    h.notices.raise('ILS_AWAY')
    h.names()
    h.alerts.refresh()
    h.alerts.refresh()
    expect(h.told).toMatchObject([{ name: 'alert', facts: { count: 2 } }])
  })

  it('keep an item to themselves where the library wants that', () => {
    h.notices.raise('TAG_LEFT_ARMED', 'item 31173000001001', '31173000001001')
    expect(JSON.stringify(h.told)).not.toContain('31173000001001')
    expect(h.told.at(-1)).toMatchObject({ facts: { count: 1, about: [] } })
    const open = house(testOutbox(), true)
    open.notices.raise('TAG_LEFT_ARMED', 'item 31173000001001', '31173000001001')
    expect(open.told[0]).toMatchObject({ facts: { about: '31173000001001' } })
  })
})

describe('after the kiosk was ended', () => {
  beforeEach(() => {
    h.notices.raise('PRINTER_AWAY', '', 'printer')
    h.notices.raise('RFID_AWAY', '', 'rfid')
    h.alerts.stop()
  })

  it('what is open again is the same alert, and what is not is over', () => {
    const id = h.told.find(({ facts }) => facts?.code === 'RFID_AWAY')?.facts?.id
    h.clock.advance(300_000)
    const later = house(h.outbox, false, h.clock)
    later.notices.raise('PRINTER_AWAY', '', 'printer')
    expect(later.names()).toEqual(['alert PRINTER_AWAY'])
    later.clock.advance(SETTLE_MILLISECONDS)
    expect(later.told).toMatchObject([
      { name: 'recovery', facts: { id, code: 'RFID_AWAY' } },
      { name: 'alert', id: 'RFID_AWAY', facts: null },
    ])
    later.names()
    later.alerts.refresh()
    expect(later.names()).toEqual([])
    expect(later.outbox.alerts()).toMatchObject([{ code: 'PRINTER_AWAY', since: '2026-01-15T09:00:00.000Z' }])
  })

  it('what was open and is mended at once is over at once', () => {
    const later = house(h.outbox, false, h.clock)
    later.notices.raise('RFID_AWAY', '', 'rfid')
    later.names()
    later.notices.clear('RFID_AWAY', 'rfid')
    expect(later.names()).toEqual(['recovery RFID_AWAY', 'alert RFID_AWAY cleared'])
  })
})
