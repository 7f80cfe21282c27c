import { describe, expect, it } from 'vitest'
import type { DeviceStatus } from '../devices/device.ts'
import { ManualClock } from '../runtime/clock.ts'
import { createHealth } from './health.ts'
import { createLog, DETAIL_MAX_CHARACTERS } from './log.ts'
import { createNotices, NOTICES_MAX } from './notices.ts'

function house() {
  const clock = new ManualClock()
  const lines: Record<string, unknown>[] = []
  const log = createLog({ clock, write: (line) => lines.push(JSON.parse(line)) })
  const notices = createNotices({ log, clock })
  return { clock, lines, log, notices, codes: () => lines.map((line) => line.code) }
}

describe('the log', () => {
  it('writes one JSON line with time, level and code', () => {
    const h = house()
    h.log.warning('RFID_AWAY', { device: 'rfid', detail: 'no answer' })
    expect(h.lines).toEqual([
      {
        time: '2026-01-15T09:00:00.000Z',
        level: 'warning',
        code: 'RFID_AWAY',
        device: 'rfid',
        detail: 'no answer',
      },
    ])
  })

  it('cuts a long detail, keeps line breaks inside the line, and leaves out what is below the level', () => {
    const written: string[] = []
    const log = createLog({ clock: new ManualClock(), level: 'info', write: (line) => written.push(line) })
    log.debug('FRAME')
    log.info('LONG', { detail: `a\nb${'x'.repeat(DETAIL_MAX_CHARACTERS)}` })
    expect(written).toHaveLength(1)
    expect(written[0]?.split('\n')).toHaveLength(2)
    expect(JSON.parse(written[0] ?? '').detail).toHaveLength(DETAIL_MAX_CHARACTERS)
  })
})

describe('notices for staff', () => {
  it('a state that lasts is logged once when it comes and once when it goes, with how long it lasted', () => {
    const h = house()
    for (let i = 0; i < 50; i++) {
      h.notices.raise('RFID_AWAY', `try ${i}`, 'rfid')
      h.clock.advance(1000)
    }
    expect(h.notices.open()).toMatchObject([{ code: 'RFID_AWAY', detail: 'try 49', count: 50 }])
    h.notices.clear('RFID_AWAY', 'rfid')
    h.notices.clear('RFID_AWAY', 'rfid')
    expect(h.codes()).toEqual(['RFID_AWAY', 'RFID_AWAY_OVER'])
    expect(h.lines[1]).toMatchObject({ milliseconds: 50_000, count: 50, device: 'rfid' })
    expect(h.notices.open()).toEqual([])
  })

  it('keeps its beginning when the wall clock jumps', () => {
    const h = house()
    h.notices.raise('ILS_AWAY')
    h.clock.jumpWall(3_600_000)
    h.clock.advance(2000)
    h.notices.clear('ILS_AWAY')
    expect(h.lines[1]).toMatchObject({ milliseconds: 2000 })
  })

  it('the gravest comes first, then the newest', () => {
    const h = house()
    h.notices.raise('PRINTER_PAPER_LOW')
    h.notices.raise('ILS_AWAY')
    h.notices.raise('TAG_LEFT_ARMED', '', 'a')
    h.notices.raise('PRINTER_PAPER_OUT')
    expect(h.notices.open().map(({ code }) => code)).toEqual([
      'TAG_LEFT_ARMED',
      'ILS_AWAY',
      'PRINTER_PAPER_OUT',
      'PRINTER_PAPER_LOW',
    ])
  })

  it('however many come, the list is bounded and the gravest stay', () => {
    const h = house()
    h.notices.raise('ILS_AWAY')
    for (let i = 0; i < NOTICES_MAX * 2; i++) h.notices.raise('ITEM_REFUSED', '', String(i))
    expect(h.notices.open()).toHaveLength(NOTICES_MAX)
    expect(h.notices.open()[0]?.code).toBe('ILS_AWAY')
    expect(h.notices.open()[1]?.key).toBe(String(NOTICES_MAX * 2 - 1))
  })

  it('listeners hear when a notice opens or closes, not when it is counted', () => {
    const h = house()
    const heard: number[] = []
    h.notices.onChange((open) => heard.push(open.length))
    h.notices.raise('ILS_AWAY')
    h.notices.raise('ILS_AWAY')
    h.notices.clear('ILS_AWAY')
    expect(heard).toEqual([1, 0])
  })
})

describe('health', () => {
  const printer: DeviceStatus = {
    id: 'printer',
    kind: 'printer',
    state: 'ready',
    code: null,
    detail: '',
    since: 0,
    counters: {},
  }
  const health = (over: {
    ils?: string
    obstacle?: string
    printer?: DeviceStatus['state']
    lending?: boolean
  }) => {
    const h = house()
    const state = over.printer ?? 'ready'
    return createHealth({
      kiosk: 'kiosk-1',
      version: '0.1.0',
      boot: 'boot-1',
      clock: h.clock,
      notices: h.notices,
      screens: () => 1,
      devices: () => [{ ...printer, state }],
      ils: () => ({ state: over.ils ?? 'online', detail: '' }),
      offline: () => ({ lending: over.lending ?? false, waiting: 0, oldest: null, listed: 0 }),
      obstacle: () => over.obstacle ?? null,
    })().status
  }

  it('is ok when all works, reduced without a printer, failing when nobody can borrow', () => {
    expect(health({})).toBe('ok')
    expect(health({ printer: 'away' })).toBe('reduced')
    expect(health({ ils: 'away' })).toBe('failing')
    expect(health({ ils: 'away', lending: true })).toBe('reduced')
    expect(health({ obstacle: 'JOURNAL_DISK_FULL' })).toBe('failing')
  })
})
