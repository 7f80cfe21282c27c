import { expect, it } from 'vitest'
import { inSpan, later, notAfter, periodAt, spanOf } from './period.ts'

it('days and months follow each other over the ends of months and years', () => {
  expect(later('2026-12-31', 1)).toBe('2027-01-01')
  expect(later('2026-03-01', -1)).toBe('2026-02-28')
  expect(later('2026-01', -1)).toBe('2025-12')
  expect(later('2026-12', 1)).toBe('2027-01')
  expect(periodAt('day', new Date(2026, 0, 5))).toBe('2026-01-05')
  expect([spanOf('2026-01'), spanOf('2026-01-05')]).toEqual(['month', 'day'])
})

it('a day goes to its month, and a month to its last day that is not to come', () => {
  const now = new Date(2026, 0, 15)
  expect(inSpan('2026-01-05', 'month', now)).toBe('2026-01')
  expect(inSpan('2026-01', 'day', now)).toBe('2026-01-15')
  expect(inSpan('2025-02', 'day', now)).toBe('2025-02-28')
  expect(inSpan('2026-01', 'month', now)).toBe('2026-01')
  expect(notAfter('2026-02', '2026-01')).toBe('2026-01')
})
