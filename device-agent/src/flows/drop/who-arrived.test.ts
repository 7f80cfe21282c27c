import { describe, expect, it } from 'vitest'
import { settings } from './parts.test-support.ts'
import { dropPlan } from './plan.ts'
import { whoArrived, whoSlipped } from './who-arrived.ts'

const plan = dropPlan(settings())
const { exception } = plan
const at = (front: number, bin: number, stuck: number | null = null) => ({
  entered: -front,
  bin,
  stuck,
  mayBeNothing: false,
})
const standing = { travel: 0, span: 0 }

describe('what falls into a bin', () => {
  it('is the one that was sent there, though another is nearer', () => {
    const sent = at(1400, 1)
    expect(whoArrived([at(1350, 2), sent], 1, standing, plan)).toBe(sent)
  })

  it('while the belt stands after a jam is the one behind it that had reached that bin', () => {
    const jammed = at(1300, exception.number, 2)
    const behind = at(700, exception.number, 1)
    expect(whoArrived([jammed, behind], 1, standing, plan)).toBe(behind)
    expect(whoArrived([jammed], 1, standing, plan)).toBe(jammed)
  })

  it('is nothing known where nothing can be there', () => {
    expect(whoArrived([at(200, 1)], 1, standing, plan)).toBe(null)
  })
})

describe('what falls while the belt is emptied and was not expected there yet', () => {
  const pushed = at(1500, 1)
  const [first, second] = [at(900, exception.number), at(300, exception.number)]

  it('is the foremost of those that go there: nothing overtakes on a belt', () => {
    expect(whoSlipped([pushed, first, second], exception.number, 500, plan)).toBe(first)
    expect(whoSlipped([pushed, first, second], 1, 500, plan)).toBe(pushed)
  })

  it('is none that may be nothing, as long as another can be it', () => {
    const nothing = { ...at(1000, exception.number), mayBeNothing: true }
    expect(whoSlipped([nothing, first, second], exception.number, 500, plan)).toBe(first)
    expect(whoSlipped([nothing], exception.number, 500, plan)).toBe(nothing)
  })

  it('is the foremost that goes to the end, where a diverter is stuck', () => {
    expect(whoSlipped([first, second], 1, 500, plan)).toBe(first)
  })

  it('is the hindmost that should have been pushed off, as long as it can have lain on the belt', () => {
    const before = at(2000, 2)
    expect(whoSlipped([before, pushed], exception.number, exception.place - 1, plan)).toBe(pushed)
    expect(whoSlipped([before, pushed], exception.number, exception.place, plan)).toBe(null)
  })
})
