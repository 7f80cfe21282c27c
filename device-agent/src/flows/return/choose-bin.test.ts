import { describe, expect, it } from 'vitest'
import { chooseBin, type SortRules } from './choose-bin.ts'
import type { TakenBack, Whereabouts } from './contract.ts'
import { NOWHERE } from './whereabouts.ts'

const RULES: SortRules = {
  exceptionBin: 9,
  defaultBin: 1,
  holdBin: 2,
  transitBin: 3,
  sortBins: new Map([['A1', 5]]),
  destinations: new Map([['BRANCH-2', 4]]),
  rules: [
    { bin: 6, media: 'music', callNumber: /^78/ },
    { bin: 7, media: 'music' },
    { bin: 8, location: /^CHILD/ },
  ],
  whenAway: 'rules',
  bins: new Set([1, 2, 3, 4, 5, 6, 7, 8, 9]),
}
const taken = (where: Partial<Whereabouts> = {}, more: Partial<TakenBack> = {}): TakenBack =>
  ({
    kind: 'returned',
    title: 'Emma',
    whereabouts: { ...NOWHERE, ...where },
    secured: true,
    problem: null,
    slip: null,
    ...more,
  }) as TakenBack
const bin = (where: Partial<Whereabouts>, rules = RULES) => chooseBin(rules, '31173000000017', taken(where))

describe('where an item goes', () => {
  it('goes to the sort bin the library system names, whatever else it says', () => {
    expect(bin({ sortBin: 'A1', alert: 'hold', media: 'music' })).toEqual({ bin: 5, reason: null })
    expect(bin({ sortBin: '04' })).toEqual({ bin: 4, reason: null })
  })
  it('goes to the exception bin where the named sort bin means nothing here', () => {
    expect(bin({ sortBin: 'ZZ' })).toEqual({ bin: 9, reason: 'RETURN_NO_BIN' })
    expect(bin({ sortBin: '8' }, { ...RULES, bins: new Set([1, 9]) })).toEqual({
      bin: 9,
      reason: 'RETURN_NO_BIN',
    })
  })
  it('goes to the hold shelf before any transit, destination or rule', () => {
    expect(bin({ alert: 'hold', destination: 'BRANCH-2', media: 'music' })).toEqual({ bin: 2, reason: null })
    expect(bin({ alert: 'hold' }, { ...RULES, holdBin: null })).toEqual({ bin: 9, reason: null })
  })
  it('goes on its way by the destination, or to what goes elsewhere', () => {
    expect(bin({ alert: 'transit', destination: 'BRANCH-2' }).bin).toBe(4)
    expect(bin({ alert: 'transit', destination: 'BRANCH-7' }).bin).toBe(3)
    expect(bin({ destination: 'BRANCH-2' }).bin).toBe(4)
  })
  it('goes by the first of the own rules that fits entirely', () => {
    expect(bin({ media: 'music', callNumber: '780.92' }).bin).toBe(6)
    expect(bin({ media: 'music', callNumber: '641' }).bin).toBe(7)
    expect(bin({ permanentLocation: 'CHILDREN' }).bin).toBe(8)
    expect(bin({}).bin).toBe(1)
  })
  it('goes to the exception bin with its reason where a person must look', () => {
    expect(bin({ alert: 'other' })).toEqual({ bin: 9, reason: 'RETURN_NEEDS_LOOK' })
    const unsecured = taken({}, { secured: false, problem: { code: 'TAG_NOT_SECURED' } })
    expect(chooseBin(RULES, 'x', unsecured)).toEqual({ bin: 9, reason: 'TAG_NOT_SECURED' })
    const locked = taken({}, { secured: false, problem: { code: 'TAG_CANNOT_BE_SECURED' } })
    expect(chooseBin(RULES, 'x', locked)).toEqual({ bin: 9, reason: 'TAG_CANNOT_BE_SECURED' })
    const refused: TakenBack = { kind: 'refused', title: null, problem: { code: 'ITEM_UNKNOWN' } }
    expect(chooseBin(RULES, 'x', refused)).toEqual({ bin: 9, reason: 'ITEM_UNKNOWN' })
  })
  it('goes by the rules while the library system is away, or to the exception bin, as the library chooses', () => {
    const kept = taken({}, { kind: 'kept' })
    expect(chooseBin(RULES, 'x', kept)).toEqual({ bin: 1, reason: null })
    expect(chooseBin({ ...RULES, whenAway: 'exception' }, 'x', kept)).toEqual({
      bin: 9,
      reason: 'RETURN_AWAY_UNSORTED',
    })
  })
})
