import { describe, expect, it } from 'vitest'
import { dottedDay, dueText, timeOf, timestamp } from './dates.ts'
import { PERSONALITIES } from './personalities/personalities.ts'

const { circulation } = PERSONALITIES['lectern-demo']
const DUE = new Date(2026, 9, 27, 23, 59).getTime()

describe('a date', () => {
  it('is read in SIP2’s form, local or UTC', () => {
    expect(timeOf('20261027    235900')).toBe(DUE)
    expect(timeOf('202610270000235900')).toBe(DUE)
    expect(timeOf('20261027   Z235900')).toBe(Date.UTC(2026, 9, 27, 23, 59))
  })

  it.each(['', ' '.repeat(18), '2026-10-27 23:59:00', '20261327    235900', '20260027    235900'])(
    'is not %j',
    (text) => {
      expect(timeOf(text)).toBeNull()
    },
  )

  it('is written in the server’s form', () => {
    expect(timestamp(DUE, circulation)).toBe('20261027    235900')
    expect(timestamp(DUE, { ...circulation, zone: '0000' })).toBe('202610270000235900')
    expect(dueText(DUE, circulation)).toBe('20261027    235900')
    expect(dueText(DUE, { ...circulation, dueDate: 'iso' })).toBe('2026-10-27 23:59:00')
    const utc = { ...circulation, dueDate: 'sipUtc' } as const
    expect(dueText(Date.UTC(2026, 9, 27, 21, 59), utc)).toBe('20261027    215900')
    expect(dottedDay(DUE)).toBe('27.10.2026')
  })
})
