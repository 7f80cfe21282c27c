import { expect, it } from 'vitest'
import type { DeskEvent, ExceptionView } from '../contract/staff.ts'
import { fakeDesk } from './desk.test-support.ts'
import { exceptionEvents } from './exception-events.ts'

const exception = (id: number): ExceptionView => ({
  id,
  at: '2026-01-15T09:00:00.000Z',
  item: '31173000001001',
  title: 'Emma',
  bin: 9,
  reason: 'ITEM_ON_HOLD',
})

it('each exception is told once, oldest first; what was on the list before, or is seen to, is not told', () => {
  const { drop } = fakeDesk()
  drop.change({ exceptions: [exception(1)] })
  const told: DeskEvent[] = []
  exceptionEvents(drop).onEvent((event) => told.push(event))
  drop.change({ exceptions: [exception(3), exception(2), exception(1)] })
  drop.change({ onBelt: 1 })
  drop.change({ exceptions: [exception(3)] })
  expect(told.map(({ id }) => id)).toEqual(['exception-2', 'exception-3'])
  expect(told[0]).toMatchObject({ type: 'exception', title: 'Emma', bin: 9, reason: 'ITEM_ON_HOLD' })
})
