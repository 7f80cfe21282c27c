import { describe, expect, it } from 'vitest'
import { settings } from './parts.test-support.ts'
import { dropPlan } from './plan.ts'
import { whoFell } from './who-fell.ts'

const plan = dropPlan(settings())
const sure = (name: string) => ({ name, bin: 9, mayBeNothing: false, silent: 'missing' as const })
const [a, b, c] = [sure('a'), sure('b'), sure('c')]
const nothing = { ...sure('nothing'), mayBeNothing: true }
const there = { ...sure('there'), silent: 'there' as const }

describe('what fell after staff had looked', () => {
  it('is the hindmost of what was known, as what is stuck and taken out is foremost', () => {
    const falls = [
      { bin: 9, travel: 5_000 },
      { bin: 9, travel: 5_300 },
    ]
    expect(whoFell([a, b, c], falls, plan).fell).toMatchObject([
      { bin: 9, piece: b },
      { bin: 9, piece: c },
    ])
  })

  it('is not what may be nothing, where fewer fell than were known', () => {
    const falls = [
      { bin: 9, travel: 5_000 },
      { bin: 9, travel: 5_300 },
    ]
    const both = [
      { bin: 9, piece: a },
      { bin: 9, piece: b },
    ]
    expect(whoFell([a, nothing, b], falls, plan).fell).toMatchObject(both)
    expect(whoFell([nothing, a, b], falls, plan).fell).toMatchObject(both)
    expect(whoFell([nothing, b], falls, plan).fell).toMatchObject([
      { bin: 9, piece: nothing },
      { bin: 9, piece: b },
    ])
  })

  it('is not what had surely reached its bin before, where fewer fell than were known', () => {
    const falls = [
      { bin: 9, travel: 5_000 },
      { bin: 9, travel: 5_300 },
    ]
    expect(whoFell([a, there, b], falls, plan)).toEqual({
      fell: [
        { bin: 9, piece: a },
        { bin: 9, piece: b },
      ],
      isSure: false,
    })
    expect(whoFell([a, b, c], falls, plan).isSure).toBe(true)
    expect(whoFell([there, a], [], plan)).toEqual({ fell: [], isSure: true })
  })

  it('is left to its own bin where it may lie there already: staff look for it here, too', () => {
    const elsewhere = { ...there, name: 'elsewhere', bin: 1 }
    const falls = (bin: number) => [
      { bin, travel: 5_000 },
      { bin, travel: 5_300 },
    ]
    expect(whoFell([elsewhere, { ...elsewhere }, a], falls(9), plan)).toEqual({
      fell: [{ bin: 9, piece: a }],
      isSure: false,
    })
    expect(whoFell([there, elsewhere, a], falls(2), plan).fell).toMatchObject([
      { bin: 2, piece: elsewhere },
      { bin: 2, piece: a },
    ])
  })

  it('lay on the belt in the order in which it left it, by the places of the bins', () => {
    const falls = [
      { bin: 1, travel: 5_000 },
      { bin: 9, travel: 5_100 },
    ]
    expect(whoFell([a, b], falls, plan).fell).toMatchObject([
      { bin: 9, piece: a },
      { bin: 1, piece: b },
    ])
  })

  it('is nothing that was known where more falls than that', () => {
    const falls = [
      { bin: 9, travel: 5_000 },
      { bin: 9, travel: 5_300 },
    ]
    expect(whoFell([a], falls, plan).fell).toMatchObject([
      { bin: 9, piece: null },
      { bin: 9, piece: a },
    ])
  })
})
