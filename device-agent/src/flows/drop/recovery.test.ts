import { describe, expect, it } from 'vitest'
import type { OpenReturn, ReturnId, Sorted } from '../../journal/returns-contract.ts'
import { settings } from './parts.test-support.ts'
import { dropPlan } from './plan.ts'
import { recovered } from './recovery.ts'

const plan = dropPlan(settings())
const TRAVEL = 10_000
const entry = (id: number, sorted: Sorted | null): OpenReturn => ({
  id: id as ReturnId,
  place: 'drop',
  phase: 'settled',
  at: 0,
  item: 'A',
  unsecured: [],
  verdict: 'returned',
  sorted,
})
const sortedTo = (bin: number, front: number | null, reason: Sorted['reason'] = null): Sorted => ({
  bin,
  reason,
  beltMillimetres: front === null ? null : TRAVEL - front,
})
const one = (sorted: Sorted | null) => recovered([entry(1, sorted)], TRAVEL, plan)[0]

describe('after an interruption an item', () => {
  it('goes to the exception bin where it had surely not reached its diverter', () => {
    expect(one(sortedTo(1, 1200 - plan.blind - 41))).toMatchObject({
      bin: 9,
      entries: [{ id: 1, reason: 'DROP_INTERRUPTED' }],
      silent: 'missing',
      resorted: true,
    })
  })

  it('belongs into its own bin where it may have reached its diverter', () => {
    const there = { bin: 1, entries: [{ id: 1, reason: null }], silent: 'there', resorted: false }
    expect(one(sortedTo(1, 1200 - plan.blind - 40))).toMatchObject(there)
    expect(one(sortedTo(1, 5000))).toMatchObject(there)
  })

  it('stays on its way to the exception bin, and keeps its reason', () => {
    expect(one(sortedTo(9, 800, 'DROP_NO_TAG'))).toMatchObject({
      bin: 9,
      entries: [{ id: 1, reason: 'DROP_NO_TAG' }],
      silent: 'missing',
      resorted: false,
    })
    expect(one(sortedTo(9, 2790, 'DROP_NO_TAG'))).toMatchObject({ silent: 'there' })
  })

  it('came in at the last moment where nothing more is recorded of it', () => {
    expect(one(null)).toMatchObject({ entered: TRAVEL, bin: 9, resorted: true })
  })

  it('lies in the exception bin where its bin or its belt is no longer there', () => {
    expect(one(sortedTo(7, 100))).toMatchObject({ bin: 9, resorted: true })
    expect(one(sortedTo(9, null))).toMatchObject({ bin: 9, silent: 'there' })
  })

  it('is one piece with what lay on the same place', () => {
    const pieces = recovered(
      [
        entry(1, sortedTo(9, 800, 'DROP_TWO_AT_ONCE')),
        entry(2, sortedTo(9, 800, 'DROP_TWO_AT_ONCE')),
        entry(3, null),
      ],
      TRAVEL,
      plan,
    )
    expect(pieces.map(({ entries }) => entries.map(({ id }) => id))).toEqual([[1, 2], [3]])
  })
})
