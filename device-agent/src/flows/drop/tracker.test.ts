import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { settings } from './parts.test-support.ts'
import { dropPlan, placeOf } from './plan.ts'
import {
  arrivalOf,
  atTunnelEnd,
  divertersPassed,
  divertersWanted,
  isBeforeDiverter,
  isPastRecall,
  overdue,
} from './tracker.ts'

const plan = dropPlan(settings())
/** Its front has come so far. */
const at = (front: number, bin: number) => ({ entered: -front, bin })
const now = { travel: 0, span: 0 }
const afterInterruption = { travel: 0, span: plan.blind }

describe('a diverter', () => {
  it('is set from the lead before its place until the item has passed', () => {
    const wanted = (front: number) => [...divertersWanted([at(front, 1)], now, plan)]
    expect([1079, 1080, 1200, 1500, 1501].map(wanted)).toEqual([[], [1], [1], [1], []])
  })

  it('is not set for what goes to the end', () => {
    expect(divertersWanted([at(1200, 9)], now, plan).size).toBe(0)
  })

  it('is let go before it would push a neighbour', () => {
    expect(divertersWanted([at(1490, 1), at(1175, 9)], now, plan).size).toBe(0)
    expect(divertersWanted([at(1490, 1), at(890, 9)], now, plan)).toEqual(new Set([1]))
  })

  it('is set over the whole way on which an item may be after an interruption', () => {
    const wanted = (front: number) => divertersWanted([at(front, 1)], afterInterruption, plan).has(1)
    expect([1080 - plan.blind - 1, 1080 - plan.blind, 1500, 1501].map(wanted)).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  it('never pushes the next item, wherever two lie that keep their distance', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2800 }),
        fc.integer({ min: plan.spacing, max: 1200 }),
        fc.constantFrom(now, afterInterruption),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (front, gap, belt, slipped) => {
          const pair = [at(front, 1), at(front - gap, 9)]
          const truly = front - gap + slipped * belt.span
          if (Math.abs(truly - 1200) <= 25) expect(divertersWanted(pair, belt, plan).has(1)).toBe(false)
        },
      ),
    )
  })

  it('must be known to be right while a front is at it, whoever it is set for', () => {
    expect(divertersPassed([at(1180, 9)], now, plan)).toEqual([1])
    expect(divertersPassed([at(1169, 9), at(1200, 1)], now, plan)).toEqual([])
  })

  it('decides from its lead on: then the item goes where it was sent', () => {
    expect(isPastRecall(at(1079, 1), now, plan)).toBe(false)
    expect(isPastRecall(at(1080, 1), now, plan)).toBe(true)
    expect(isPastRecall(at(2790, 9), now, plan)).toBe(false)
    expect(isBeforeDiverter(at(1199, 1), now, plan)).toBe(true)
    expect(isBeforeDiverter(at(1200, 1), now, plan)).toBe(false)
  })
})

describe('what falls into a bin', () => {
  it('is the item on its way there', () => {
    const first = at(1400, 1)
    expect(arrivalOf([first, at(780, 1)], 1, now, plan)).toBe(first)
  })

  it('is an item of another bin that is just there, where none was sent', () => {
    const astray = at(1300, 2)
    expect(arrivalOf([astray, at(600, 1)], 1, now, plan)).toBe(astray)
  })

  it('is unknown where nothing can have fallen', () => {
    expect(arrivalOf([at(1159, 1), at(1751, 1)], 1, now, plan)).toBe(null)
  })

  it('is told apart after an interruption, wherever in the doubt everything lay', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ gap: fc.integer({ min: 0, max: 700 }), gone: fc.boolean() }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: -60, max: 60 }),
        (gaps, slipped, noise) => {
          let front = 2000
          const pieces = gaps.map(({ gap, gone }) => {
            front -= plan.spacing + gap
            return { ...at(front, 9), gone }
          })
          const slip = slipped * plan.blind
          for (const piece of pieces) {
            if (piece.gone) continue
            // It falls when the belt has run so far that its true front has passed the end.
            const travel = placeOf(plan, 9) + plan.fall + piece.entered - slip + noise
            expect(arrivalOf(pieces, 9, { travel, span: plan.blind }, plan)).toBe(piece)
          }
        },
      ),
    )
  })

  it('after an interruption is most likely the one that had come a quarter of the doubt further', () => {
    const first = at(1380, 1)
    expect(arrivalOf([first, at(1130, 1)], 1, { ...now, span: plan.blind }, plan)).toBe(first)
  })

  it('is overdue when the belt has run on too far', () => {
    expect(overdue([at(1750, 1), at(2700, 9)], now, plan)).toBe(null)
    const late = at(1751, 1)
    expect(overdue([late], now, plan)).toBe(late)
  })
})

describe('the end of the read zone', () => {
  it('is reached by the item that should be about there', () => {
    const here = at(360, 9)
    expect(atTunnelEnd([at(960, 1), here], now, plan)).toBe(here)
    expect(atTunnelEnd([at(960, 1), at(190, 9)], now, plan)).toBe(null)
  })
})
