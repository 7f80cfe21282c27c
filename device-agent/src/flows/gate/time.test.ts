import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayStart, hourStart, isoWithOffset } from '../../runtime/local-hours.ts'
import { hourlyCsv } from './hourly-csv.ts'
import { isSilent, type SilentTime } from './silence.ts'

const zone = process.env.TZ
const inZone = (name: string) => {
  beforeAll(() => {
    process.env.TZ = name
  })
  afterAll(() => {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })
}
const HOUR = 3_600_000

describe('in Berlin', () => {
  inZone('Europe/Berlin')

  it('the hour that comes twice in autumn is two hours, told apart by their offset', () => {
    const first = Date.UTC(2026, 9, 25, 0, 20)
    expect(hourStart(first)).toBe(Date.UTC(2026, 9, 25, 0))
    expect(hourStart(first + HOUR)).toBe(Date.UTC(2026, 9, 25, 1))
    const hour = { gate: 'main', into: 1, out: 2, alarms: 0 }
    expect(
      hourlyCsv([
        { ...hour, start: hourStart(first) },
        { ...hour, start: hourStart(first + HOUR) },
      ]),
    ).toBe(
      'gate,hour,in,out,alarms\r\nmain,2026-10-25T02:00:00+02:00,1,2,0\r\nmain,2026-10-25T02:00:00+01:00,1,2,0\r\n',
    )
  })

  it('the day that has 23 hours begins at its midnight', () => {
    expect(dayStart(Date.UTC(2026, 2, 29, 20))).toBe(Date.UTC(2026, 2, 28, 23))
  })

  it('silent hours are of the week, also over midnight', () => {
    const closed: readonly SilentTime[] = [
      { days: ['fri'], from: '19:00', to: '09:00' },
      { days: ['sun'], from: '00:00', to: '24:00' },
    ]
    const at = (day: number, hour: number, minute = 0) =>
      isSilent(closed, new Date(2026, 0, day, hour, minute).getTime())
    // 2 January 2026 is a Friday.
    expect([at(2, 18, 59), at(2, 19), at(3, 8, 59), at(3, 9)]).toEqual([false, true, true, false])
    expect([at(3, 23, 59), at(4, 0), at(4, 23, 59), at(5, 0), at(5, 19)]).toEqual([
      false,
      true,
      true,
      false,
      false,
    ])
  })
})

describe('in Kathmandu', () => {
  inZone('Asia/Kathmandu')
  it('an hour begins with the local hour, not with the one of Greenwich', () => {
    expect(hourStart(Date.UTC(2026, 0, 1, 0, 20))).toBe(Date.UTC(2026, 0, 1, 0, 15))
    expect(isoWithOffset(Date.UTC(2026, 0, 1, 0, 15))).toBe('2026-01-01T06:00:00+05:45')
  })
})
