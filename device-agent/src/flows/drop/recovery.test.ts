import { describe, expect, it } from 'vitest'
import type { OpenReturn, ReturnId, Sorted } from '../../journal/returns-contract.ts'
import { settings } from './parts.test-support.ts'
import { dropPlan } from './plan.ts'
import { lastAstray, recovered } from './recovery.ts'

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
const one = (sorted: Sorted | null) => recovered([entry(1, sorted)], TRAVEL, plan, null)[0]

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
    expect(one(sortedTo(1, 1200 - plan.blind - 40))).toMatchObject({ ...there, silent: 'maybe' })
    expect(one(sortedTo(1, 1199))).toMatchObject({ ...there, silent: 'maybe' })
    expect(one(sortedTo(1, 1200))).toMatchObject(there)
    expect(one(sortedTo(1, 5000))).toMatchObject(there)
  })

  it('stays on its way to the exception bin, and keeps its reason', () => {
    expect(one(sortedTo(9, 800, 'DROP_NO_TAG'))).toMatchObject({
      bin: 9,
      entries: [{ id: 1, reason: 'DROP_NO_TAG' }],
      silent: 'missing',
      resorted: false,
    })
    expect(one(sortedTo(9, 2790, 'DROP_NO_TAG'))).toMatchObject({ silent: 'maybe' })
    expect(one(sortedTo(9, 2800, 'DROP_NO_TAG'))).toMatchObject({ silent: 'there' })
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
      null,
    )
    expect(pieces.map(({ entries }) => entries.map(({ id }) => id))).toEqual([[1, 2], [3]])
  })
})

describe('what may have come by a diverter that has just pushed something astray', () => {
  const listed = (id: number, at: number, bin: number, reason: 'DROP_UNEXPECTED_ARRIVAL' | 'DROP_BIN_FULL') =>
    ({ id: id as ReturnId, at, item: null, title: null, verdict: 'returned', bin, reason }) as const
  const astray = lastAstray(
    [
      listed(4, 9, 9, 'DROP_UNEXPECTED_ARRIVAL'),
      listed(3, 8, 2, 'DROP_BIN_FULL'),
      listed(2, 7, 1, 'DROP_UNEXPECTED_ARRIVAL'),
      listed(1, 6, 2, 'DROP_UNEXPECTED_ARRIVAL'),
    ],
    plan,
  )
  const { place } = plan.bins[0] ?? { place: 0 }
  const at = (front: number, came = 0) =>
    recovered([{ ...entry(5, sortedTo(9, front, 'DROP_BIN_FULL')), at: came }], TRAVEL, plan, astray)[0]
  const there = {
    bin: 1,
    entries: [{ id: 5, reason: 'DROP_INTERRUPTED' }],
    silent: 'maybe',
    resorted: true,
  }
  const not = { bin: 9, silent: 'missing', resorted: false }

  it('is that of the last one that fell where nothing was expected', () => {
    expect(astray).toEqual({ at: 7, bin: plan.bins[0] })
    expect(lastAstray([listed(4, 9, 9, 'DROP_UNEXPECTED_ARRIVAL')], plan)).toBeNull()
  })

  it('lies in its bin too, as far as it can have fallen unheard', () => {
    expect(at(place - plan.blind - 40)).toMatchObject(there)
    expect(at(place + plan.arrival + 40)).toMatchObject(there)
    expect(at(place - plan.blind - 41)).toMatchObject(not)
    expect(at(place + plan.arrival + 41)).toMatchObject(not)
  })

  it('does not where it came in long after that', () => {
    expect(at(place, 60_007)).toMatchObject(there)
    expect(at(place, 60_008)).toMatchObject(not)
  })
})
