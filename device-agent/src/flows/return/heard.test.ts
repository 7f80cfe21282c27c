import { expect, it } from 'vitest'
import type { ErrorCode } from '../../contract/errors.ts'
import { heard } from './heard.ts'
import { FakeReturns } from './returns.test-support.ts'

it('whoever listens to returns may shut them for a reason of their own, before any other', () => {
  const returns = new FakeReturns()
  let shut: ErrorCode | null = null
  const closable = heard(
    returns,
    () => () => undefined,
    () => shut,
  )
  expect(closable.obstacle()).toBe(returns.obstacle())
  shut = 'KIOSK_CLOSED'
  expect(closable.obstacle()).toBe('KIOSK_CLOSED')
})
