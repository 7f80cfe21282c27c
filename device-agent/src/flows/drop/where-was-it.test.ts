import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { whereWasIt } from './where-was-it.ts'

const SPACING = 600

describe('which item it was that fell', () => {
  it('is the nearest, and none that is further off than the tolerance', () => {
    expect(whereWasIt([0, 600, 1200], 590, 250)).toBe(1)
    expect(whereWasIt([0, 600, 1200], 300, 250)).toBe(null)
    expect(whereWasIt([], 0, 250)).toBe(null)
  })

  it('is found whatever is missing and however far everything has slipped, below half the spacing', () => {
    const scene = fc.record({
      gaps: fc.array(fc.record({ gap: fc.integer({ min: 0, max: 900 }), isThere: fc.boolean() }), {
        maxLength: 8,
      }),
      shift: fc.integer({ min: -240, max: 240 }),
      noise: fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 8, maxLength: 8 }),
    })
    fc.assert(
      fc.property(scene, ({ gaps, shift, noise }) => {
        let way = 0
        const places = gaps.map(({ gap }) => {
          way += SPACING + gap
          return way
        })
        for (const [index, { isThere }] of gaps.entries()) {
          if (!isThere) continue
          const here = (places[index] ?? 0) + shift + (noise[index] ?? 0)
          expect(whereWasIt(places, here, SPACING / 2)).toBe(index)
        }
      }),
    )
  })

  it('takes nothing for something that lies between two', () => {
    fc.assert(
      fc.property(fc.integer({ min: 251, max: 349 }), (off) => {
        expect(whereWasIt([0, SPACING, 2 * SPACING], SPACING + off, 250)).toBe(null)
      }),
    )
  })
})
