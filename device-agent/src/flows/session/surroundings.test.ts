import { describe, expect, it } from 'vitest'
import { FakeIls } from '../fakes.test-support.ts'
import { type SurroundingsInput, surroundings } from './surroundings.ts'

const input = (change: Partial<SurroundingsInput> = {}): SurroundingsInput => ({
  ils: new FakeIls().status,
  ilsSeen: true,
  rfid: null,
  scanner: null,
  printer: null,
  offlineObstacle: 'ILS_AWAY',
  journalObstacle: null,
  returnsObstacle: null,
  standing: { closedByStaff: null, message: null },
  ...change,
})
const ils = (state: SurroundingsInput['ils']['state']) => ({ ...new FakeIls().status, state })

describe('what a kiosk is for', () => {
  it('can be had while all is well', () => {
    expect(surroundings(input())).toMatchObject({ closedBecause: null, returnsClosedBecause: null })
  })
  it('is not yet to be had while the library system was never reached', () => {
    expect(surroundings(input({ ils: ils('connecting'), ilsSeen: false }))).toMatchObject({
      closedBecause: 'KIOSK_STARTING',
      returnsClosedBecause: 'KIOSK_STARTING',
    })
  })
  it('is returns alone while the library system is away', () => {
    expect(surroundings(input({ ils: ils('away') }))).toMatchObject({
      closedBecause: 'ILS_AWAY',
      returnsClosedBecause: null,
    })
  })
  it.each([
    ['JOURNAL_DISK_FULL', 'RETURN_PAUSED'],
    ['OFFLINE_BACKLOG_FULL', 'RETURN_PAUSED'],
    ['ILS_NO_CHECKIN', 'ILS_NO_CHECKIN'],
    ['ILS_AWAY', 'ILS_AWAY'],
  ] as const)(
    'where %s is in the way of returns, is told as %s, never as a matter of borrowing',
    (why, told) => {
      expect(surroundings(input({ returnsObstacle: why })).returnsClosedBecause).toBe(told)
    },
  )
})
