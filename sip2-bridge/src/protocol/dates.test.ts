import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDueDate, sip2Timestamp } from './dates.ts'

const zone = process.env.TZ
beforeAll(() => {
  process.env.TZ = 'Europe/Copenhagen'
})
afterAll(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

describe('a due date', () => {
  it.each([
    ['20261215    235900', '2026-12-15T23:59:00'],
    ['202612150000235900', '2026-12-15T23:59:00'],
    ['20261215', '2026-12-15'],
    ['2026-12-15 23:59:00', '2026-12-15T23:59:00'],
    ['2026-12-15T23:59:00.000', '2026-12-15T23:59:00'],
    ['2026-12-15', '2026-12-15'],
    ['15.12.2026', '2026-12-15'],
    ['5.1.2027 9:30', '2027-01-05T09:30:00'],
    ['12/25/2026', '2026-12-25'],
    ['25/12/2026', '2026-12-25'],
    ['12/12/2026', '2026-12-12'],
    ['12/15/2026 11:59 PM', '2026-12-15T23:59:00'],
    ['12/15/2026 12:05 AM', '2026-12-15T00:05:00'],
    ['12/15/2026 11:59pm', '2026-12-15T23:59:00'],
    ['12/15/2026,23:59', '2026-12-15T23:59:00'],
    ['15-12-2026', '2026-12-15'],
    ['12-15-2026 23:59', '2026-12-15T23:59:00'],
  ])('%j is %s', (text, iso) => {
    expect(readDueDate(text)).toBe(iso)
  })

  it('in UTC is local, also over midnight; with an offset it is the library’s own time', () => {
    expect(readDueDate('20261215   Z235900')).toBe('2026-12-16T00:59:00')
    expect(readDueDate('2026-07-15T23:59:00Z')).toBe('2026-07-16T01:59:00')
    expect(readDueDate('2026-07-15T23:59:00+02:00')).toBe('2026-07-15T23:59:00')
  })

  it.each([
    '20261215    235900',
    '202612150000235900',
    '20261215   L235900',
    '20261215235900    ',
    '20261215235900   L',
    '20261215 235900',
    '202612152359000000',
    '20261215235900',
  ])('has its zone before the time, behind it, or nowhere: %j', (text) => {
    expect(readDueDate(text)).toBe('2026-12-15T23:59:00')
  })

  it('that names no zone is in UTC where the server is known for that', () => {
    const utc = { dayOrMonthFirst: null, datesAreUtc: true }
    expect(readDueDate('20261215    235900', utc)).toBe('2026-12-16T00:59:00')
    expect(readDueDate('2026-12-15 23:59:00', utc)).toBe('2026-12-16T00:59:00')
    expect(readDueDate('20261215   L235900', utc)).toBe('2026-12-15T23:59:00')
    expect(readDueDate('20261215', utc)).toBe('2026-12-15')
  })

  it.each([
    '',
    'tomorrow',
    '03/04/2026',
    '03-04-2026',
    '12/15-2026',
    '00000000    000000',
    '20261315    000000',
    '20260229',
    '2026-12-1599',
    '15.12.2026 25:00',
    '12/15/2026 13:00 PM',
    '00261215',
  ])('is not read from %j: it is no date, or could be two', (text) => {
    expect(readDueDate(text)).toBeNull()
  })
})

describe('a timestamp', () => {
  it('is local, with a blank zone, and is read back', () => {
    const date = new Date('2026-07-01T22:05:09Z')
    expect(sip2Timestamp(date)).toBe('20260702    000509')
    expect(readDueDate(sip2Timestamp(date))).toBe('2026-07-02T00:05:09')
  })

  it('is in UTC, or has noughts for its zone, where the server wants that', () => {
    const date = new Date('2026-07-01T22:05:09Z')
    expect(sip2Timestamp(date, '   Z')).toBe('20260701   Z220509')
    expect(sip2Timestamp(date, '0000')).toBe('202607020000000509')
  })
})
