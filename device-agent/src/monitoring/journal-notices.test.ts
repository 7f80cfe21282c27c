import { expect, it } from 'vitest'
import type { ErrorCode } from '../contract/errors.ts'
import { ManualClock } from '../runtime/clock.ts'
import { DISK_LOOK_MILLISECONDS, watchJournal } from './journal-notices.ts'

it('tells staff once that the journal takes nothing, and once that it does again', () => {
  const clock = new ManualClock()
  const told: string[] = []
  let obstacle: ErrorCode | null = null
  let changes = 0
  const end = watchJournal({
    clock,
    notices: {
      raise: (code) => void told.push(`raise ${code}`),
      clear: (code) => void told.push(`clear ${code}`),
    },
    obstacle: () => obstacle,
    also: () => false,
    changed: () => void changes++,
  })
  obstacle = 'JOURNAL_DISK_FULL'
  clock.advance(3 * DISK_LOOK_MILLISECONDS)
  obstacle = 'JOURNAL_FAILED'
  clock.advance(DISK_LOOK_MILLISECONDS)
  obstacle = null
  clock.advance(DISK_LOOK_MILLISECONDS)
  expect(told).toEqual([
    'raise JOURNAL_DISK_FULL',
    'clear JOURNAL_DISK_FULL',
    'raise JOURNAL_FAILED',
    'clear JOURNAL_FAILED',
  ])
  expect(changes).toBe(3)
  end()
  expect(clock.pending).toBe(0)
})
