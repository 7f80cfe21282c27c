import { describe, expect, it } from 'vitest'
import { ALERTS_MAX, EVENTS_MAX, HISTORY_MAX } from './change.ts'
import { testFleet } from './fleet.test-support.ts'
import { KIOSKS_MAX } from './fleet-store.ts'
import { devicesOf, nameOf } from './kiosk.ts'

describe('a kiosk that comes and goes', () => {
  it('is online by its word and offline by its will', () => {
    const fleet = testFleet()
    fleet.online()
    expect(fleet.kiosk()).toMatchObject({ online: true, boot: 'boot-1' })
    fleet.offline()
    expect(fleet.kiosk()).toMatchObject({ online: false, rank: 'away' })
    fleet.online()
    expect(fleet.kiosk().online).toBe(true)
  })

  it('is not taken down by the will of its former start, however late that comes', () => {
    const fleet = testFleet()
    fleet.online('k', { boot: 'boot-1' })
    fleet.online('k', { boot: 'boot-2' })
    fleet.offline('k', { boot: 'boot-1' })
    expect(fleet.kiosk().online).toBe(true)
    fleet.offline('k', { boot: 'boot-2' })
    expect(fleet.kiosk().online).toBe(false)
  })

  it('is not known until it says so, and is gone once its availability is emptied', () => {
    const fleet = testFleet()
    fleet.info()
    expect(fleet.kiosk()).toMatchObject({ online: null, rank: 'plain' })
    fleet.clear('k/availability')
    expect(fleet.store.size).toBe(0)
    expect(Object.values(fleet.store.ranks)).toEqual([0, 0, 0, 0, 0])
  })

  it('is called by its name, or by its id where it has none', () => {
    const fleet = testFleet()
    fleet.online()
    expect(nameOf(fleet.kiosk())).toBe('k')
    fleet.info('k', 'Entrance hall')
    expect(nameOf(fleet.kiosk())).toBe('Entrance hall')
  })
})

describe('how bad it is', () => {
  it('follows state and alerts, and is well again when they are over', () => {
    const fleet = testFleet()
    const rank = () => fleet.kiosk().rank
    fleet.online()
    fleet.ready()
    expect(rank()).toBe('good')
    fleet.alert('PRINTER_PAPER_LOW')
    expect(rank()).toBe('warn')
    fleet.alert('RFID_AWAY', 'error')
    expect(rank()).toBe('stop')
    fleet.clear('k/alert/RFID_AWAY')
    expect(rank()).toBe('warn')
    fleet.clear('k/alert/PRINTER_PAPER_LOW')
    expect(rank()).toBe('good')
    fleet.ready('k', 'degraded')
    expect(rank()).toBe('warn')
    fleet.ready('k', 'out_of_service')
    expect(rank()).toBe('stop')
    fleet.ready('k', 'maintenance')
    expect(rank()).toBe('plain')
    expect(fleet.store.ranks).toEqual({ away: 0, stop: 0, warn: 0, plain: 1, good: 0 })
  })

  it('the gravest alert stands first, of the same gravity the oldest; what is no severity is the gravest', () => {
    const fleet = testFleet()
    fleet.alert('B', 'warning', 'k', '2026-01-15T09:05:00.000Z')
    fleet.alert('A', 'warning', 'k', '2026-01-15T09:01:00.000Z')
    fleet.alert('C', 'info')
    fleet.alert('D', 'catastrophe', 'k', '2026-01-15T09:09:00.000Z')
    expect(fleet.kiosk().alerts.map(({ code }) => code)).toEqual(['D', 'A', 'B', 'C'])
  })
})

describe('what is told twice', () => {
  it('counts once: the same start and number, or an older one, says nothing new', () => {
    const fleet = testFleet()
    fleet.device('fault', { code: 'PRINTER_PAPER_OUT' })
    const before = fleet.kiosk()
    const again = { kind: 'printer', state: 'ready', detail: '', since: '', consumables: {} }
    expect(fleet.tell('k/device/printer/state', again, { seq: 1 })).toBe(false)
    expect(fleet.kiosk()).toBe(before)
    expect(fleet.tell('k/device/printer/state', again, { seq: 1, boot: 'boot-2' })).toBe(true)
    expect(fleet.kiosk().devices[0]?.state).toBe('ready')
  })

  it('an event stands once, and learns that it is over', () => {
    const fleet = testFleet()
    fleet.fault('f1')
    fleet.fault('f1')
    fleet.tell('k/event/recovery', {
      id: 'f1',
      at: '2026-01-15T09:10:00.000Z',
      code: 'C',
      since: '',
      about: null,
    })
    expect(fleet.kiosk().events).toMatchObject([{ type: 'fault', over: '2026-01-15T09:10:00.000Z' }])
  })

  it('an hour at a gate that is told again replaces what was told; visits without an id are told apart', () => {
    const fleet = testFleet()
    const hour = { gate: 'in', from: '2026-01-15T08:00:00.000Z', into: 5, out: 4, alarms: 0 }
    fleet.tell('k/event/gate_hour', hour)
    fleet.tell('k/event/gate_hour', { ...hour, into: 6 })
    expect(fleet.kiosk().gateHours).toMatchObject([{ into: 6 }])
    for (let visit = 0; visit < 2; visit++)
      fleet.tell('k/event/session_end', { visit: 'borrow', ended: 'finished', lent: 2, returned: 0 })
    expect(fleet.kiosk().events).toHaveLength(2)
  })
})

describe('a device', () => {
  it('has a history of its changes, newest first; the same again is none', () => {
    const fleet = testFleet()
    fleet.device('ready')
    fleet.device('ready', { detail: 'more' })
    fleet.device('fault', { code: 'PRINTER_PAPER_OUT', consumables: { paper: 'out' } })
    const [device] = fleet.kiosk().devices
    expect(device?.history.map(({ code, state }) => [state, code])).toEqual([
      ['fault', 'PRINTER_PAPER_OUT'],
      ['ready', null],
    ])
    expect(device?.consumables).toEqual({ paper: 'out' })
  })

  it('that the kiosk has no more is not shown, though it stands at the broker', () => {
    const fleet = testFleet()
    fleet.device('ready')
    expect(devicesOf(fleet.kiosk())).toHaveLength(1)
    fleet.info('k', 'k', ['rfid'])
    expect(devicesOf(fleet.kiosk())).toEqual([])
  })
})

describe('what the broker tells anew after the connection came back', () => {
  it('stands; alerts that ended meanwhile, and kiosks that were taken away, are no more', () => {
    const fleet = testFleet()
    fleet.online('k')
    fleet.online('gone')
    fleet.device('ready')
    fleet.alert('OLD')
    fleet.alert('STILL')
    fleet.store.begin()
    fleet.online('k')
    fleet.device('ready')
    fleet.alert('STILL')
    expect(fleet.store.size).toBe(2)
    fleet.store.settle()
    expect(fleet.store.size).toBe(1)
    expect(fleet.kiosk().alerts.map(({ code }) => code)).toEqual(['STILL'])
    expect(fleet.kiosk().devices).toHaveLength(1)
  })

  it('stands too where it is the very message that was heard before', () => {
    const fleet = testFleet()
    fleet.online('k', { seq: 1 })
    fleet.store.begin()
    fleet.online('k', { seq: 1 })
    fleet.store.settle()
    expect(fleet.store.size).toBe(1)
  })
})

describe('what is not as it should be', () => {
  it('is passed over and counted', () => {
    const fleet = testFleet()
    for (const text of ['{', '[]', '"x"', '{"v":2,"ts":"","boot_id":"","seq":1}', '{"v":1}'])
      expect(fleet.raw('lectern/main/k/state', text)).toBe(false)
    expect(fleet.store.unread).toBe(5)
    for (const topic of ['lectern', 'lectern/main/k', 'lectern//k/state'])
      expect(fleet.raw(topic, '{}')).toBe(false)
    expect(fleet.store.size).toBe(0)
  })

  it('breaks nothing: fields that are missing or of another kind, topics that are not known', () => {
    const fleet = testFleet()
    for (const topic of ['state', 'info', 'device/x/state', 'drop/state', 'alert/A', 'counters', 'new/topic'])
      fleet.tell(`k/${topic}`, { state: 7, bins: [null, 3, {}], devices: 'x', values: [], about: {} })
    for (const event of ['fault', 'recovery', 'gate_alarm', 'exception', 'gate_hour', 'session_end', 'other'])
      fleet.tell(`k/event/${event}`, { id: 7, severity: null })
    expect(fleet.kiosk()).toMatchObject({
      state: null,
      alerts: [{ code: 'A', severity: 'error', about: [] }],
    })
    expect(fleet.kiosk().drop?.bins).toHaveLength(1)
  })

  it('fills no memory: history, events, alerts and texts have their limits', () => {
    const fleet = testFleet()
    for (let turn = 0; turn < ALERTS_MAX + 5; turn++) {
      fleet.device(turn % 2 === 0 ? 'ready' : 'fault')
      fleet.fault(`f${turn}`)
      fleet.alert(`A${turn}`)
    }
    const { alerts, devices, events } = fleet.kiosk()
    expect([alerts.length, devices[0]?.history.length, events.length]).toEqual([
      ALERTS_MAX,
      HISTORY_MAX,
      EVENTS_MAX,
    ])
    fleet.info('k', 'x'.repeat(10_000))
    expect(nameOf(fleet.kiosk()).length).toBeLessThan(1_000)
  })

  it('kiosks beyond the limit are counted and not kept', () => {
    const fleet = testFleet()
    for (let id = 0; id < KIOSKS_MAX + 2; id++) fleet.online(`k${id}`)
    expect([fleet.store.size, fleet.store.beyond.size]).toEqual([KIOSKS_MAX, 2])
  })
})
