import { beforeEach, describe, expect, it } from 'vitest'
import type { DeviceTime, Total } from '../../contract/counts.ts'
import { LecternError } from '../../contract/errors.ts'
import type { Screen } from '../../contract/view.ts'
import type { DeviceState, DeviceStatus } from '../../devices/device.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { Signal } from '../../runtime/emitter.ts'
import { DeviceHours, OFF_MAX_MILLISECONDS, WRITE_MILLISECONDS } from './device-hours.ts'
import { keepCounts, LOOK_MILLISECONDS } from './keep.ts'
import { countedValues, METRICS, metricOf } from './metrics.ts'
import { watchVisits } from './visits.ts'

const HOUR = 3_600_000
const MINUTE = 60_000
/** Ten minutes before a full hour. */
const BEFORE_TEN = new Date(2026, 0, 15, 9, 50).getTime()

function devices(clock: ManualClock) {
  const changes = new Signal<DeviceStatus>()
  const at = (state: DeviceState): DeviceStatus => ({
    id: 'rfid',
    kind: 'rfid',
    state,
    code: null,
    detail: '',
    since: 0,
    counters: {},
  })
  let status = at('ready')
  const until = new Map<string, number>()
  const sums = new Map<string, number>()
  let full = false
  const store = {
    devicesUntil: () => until,
    deviceTime: (ids: readonly string[], times: readonly DeviceTime[], now: number) => {
      if (full) throw new LecternError('JOURNAL_DISK_FULL')
      for (const { device, state, hour, milliseconds } of times) {
        const key = `${device} ${state} ${new Date(hour).getHours()}`
        sums.set(key, (sums.get(key) ?? 0) + milliseconds)
      }
      for (const id of ids) until.set(id, now)
    },
  }
  const device = {
    get status() {
      return status
    },
    onStatus: (listener: (status: DeviceStatus) => void) => changes.listen(listener),
  }
  return {
    life: () => new DeviceHours({ devices: [device], store, clock }),
    become: (state: DeviceState) => {
      status = at(state)
      changes.tell(status)
    },
    fill: (is: boolean) => {
      full = is
    },
    sums: () => Object.fromEntries(sums),
  }
}

describe("a device's time", () => {
  let clock: ManualClock
  let h: ReturnType<typeof devices>
  beforeEach(() => {
    clock = new ManualClock(BEFORE_TEN)
    h = devices(clock)
  })

  it('is counted by its state, in the hour it passed in', () => {
    const life = h.life()
    life.start()
    clock.advance(15 * MINUTE)
    h.become('fault')
    clock.advance(4 * MINUTE)
    h.become('starting')
    clock.advance(1_500)
    life.stop()
    expect(h.sums()).toEqual({
      'rfid ready 9': 10 * MINUTE,
      'rfid ready 10': 5 * MINUTE,
      'rfid fault 10': 4 * MINUTE,
      'rfid away 10': 1_500,
    })
    expect(clock.pending).toBe(0)
  })

  it('is off while the kiosk is, also where it was killed, at most a minute before', () => {
    h.life().start()
    clock.advance(3 * MINUTE + 20_000)
    const again = h.life()
    clock.jumpWall(HOUR)
    again.start()
    again.stop()
    expect(h.sums()).toEqual({
      'rfid ready 9': 3 * MINUTE,
      'rfid off 9': 7 * MINUTE,
      'rfid off 10': 53 * MINUTE + 20_000,
    })
  })

  it('does not grow where somebody sets the clock, nor without end where it was off for years', () => {
    const life = h.life()
    life.start()
    clock.jumpWall(5 * HOUR)
    clock.advance(WRITE_MILLISECONDS)
    clock.jumpWall(-9 * HOUR)
    clock.advance(WRITE_MILLISECONDS)
    life.stop()
    const all = () => Object.values(h.sums()).reduce((sum, one) => sum + one, 0)
    expect(all()).toBe(2 * WRITE_MILLISECONDS)
    clock.jumpWall(1_000 * 24 * HOUR)
    const next = h.life()
    next.start()
    next.stop()
    expect(all()).toBe(2 * WRITE_MILLISECONDS + OFF_MAX_MILLISECONDS)
  })

  it('waits for a disk that takes nothing, and is then counted once', () => {
    const life = h.life()
    life.start()
    h.fill(true)
    clock.advance(3 * WRITE_MILLISECONDS)
    h.fill(false)
    clock.advance(WRITE_MILLISECONDS)
    life.stop()
    expect(h.sums()).toEqual({ 'rfid ready 9': 4 * WRITE_MILLISECONDS })
  })
})

describe('a visit', () => {
  const counts = { onPad: 0, yours: 0, inProgress: 0, notYours: 0 }
  const identify: Screen = { name: 'identify', counts, problem: null }
  const attract: Screen = {
    name: 'attract',
    counts,
    problem: null,
    lends: null,
    takesBack: null,
    message: null,
  }
  const goodbye = (reason: 'finished' | 'timeout'): Screen => ({
    name: 'goodbye',
    reason,
    visit: 'borrow',
    lent: 1,
    returned: 0,
    receipt: 'none',
    settling: 0,
    onPad: 0,
    problem: null,
  })
  const told = (...screens: Screen[]) => {
    const views = new Signal<{ readonly screen: Screen }>()
    const seen: string[] = []
    watchVisits(
      { onView: (listener) => views.listen(listener) },
      { visitBegan: () => void seen.push('began'), visitEnded: (how) => void seen.push(how) },
    )
    for (const screen of screens) views.tell({ screen })
    return seen
  }

  it('begins when somebody is there and ends once, as the goodbye says', () => {
    expect(told(attract, identify, identify, goodbye('finished'), goodbye('finished'), attract)).toEqual([
      'began',
      'finished',
    ])
    expect(told(identify, goodbye('timeout'), identify, attract)).toEqual([
      'began',
      'timeout',
      'began',
      'unused',
    ])
  })

  it('goes on where it cannot be counted', () => {
    const views = new Signal<{ readonly screen: Screen }>((error) => {
      throw error
    })
    const refuse = () => {
      throw new LecternError('JOURNAL_FAILED')
    }
    watchVisits({ onView: (listener) => views.listen(listener) }, { visitBegan: refuse, visitEnded: refuse })
    expect(() => views.tell({ screen: identify })).not.toThrow()
  })
})

it('old hours are summed once an hour, by whole months, and days are forgotten after ten years', () => {
  const clock = new ManualClock(new Date(2026, 2, 15, 12).getTime())
  const asked: (readonly number[])[] = []
  const end = keepCounts({ prune: (hours, days) => void asked.push([hours, days]) }, clock, () => 2)
  clock.advance(LOOK_MILLISECONDS)
  end()
  clock.advance(LOOK_MILLISECONDS)
  expect(asked).toEqual([[new Date(2026, 0, 1).getTime(), new Date(2016, 2, 1).getTime()]])
})

describe('metrics', () => {
  const totals: readonly Total[] = [
    { kind: 'checkout', media: 'book', count: 3 },
    { kind: 'renewal', media: 'book', count: 1 },
    { kind: 'return', media: 'music', place: 'drop', count: 2 },
    { kind: 'refusal', code: 'ITEM_ON_HOLD', count: 4 },
    { kind: 'session', ended: 'left', count: 5 },
    { kind: 'device', device: 'rfid', state: 'off', count: 1_500 },
  ]
  it('have stable names and labels, and base units', () => {
    const lines = totals
      .map(metricOf)
      .map(({ name, labels, value }) => `${name}${JSON.stringify(labels)} ${value}`)
    expect(lines).toEqual([
      'lectern_checkouts_total{"media":"book"} 3',
      'lectern_renewals_total{"media":"book"} 1',
      'lectern_returns_total{"place":"drop","media":"music"} 2',
      'lectern_refusals_total{"code":"ITEM_ON_HOLD"} 4',
      'lectern_sessions_total{"ended":"left"} 5',
      'lectern_device_seconds_total{"device":"rfid","state":"off"} 1.5',
    ])
    expect(new Set(totals.map((total) => metricOf(total).name)).size).toBe(Object.keys(METRICS).length)
  })

  it('have the same names for MQTT, with their labels', () => {
    const total: Total = { kind: 'return', place: 'drop', media: 'book', count: 3 }
    expect(countedValues(() => [metricOf(total)]).read()).toEqual({
      'lectern_returns_total{place="drop",media="book"}': 3,
    })
  })
})
