import { describe, expect, it } from 'vitest'
import { Wedge } from './wedge.ts'

const type = (wedge: Wedge, text: string, gap: number, start = 0) => {
  let answer: { code: string | null; burst: boolean } = { code: null, burst: false }
  let at = start
  for (const key of [...text, 'Enter']) {
    answer = wedge.press(key, at)
    at += gap
  }
  return answer
}

describe('a keyboard-wedge scanner', () => {
  it('is known by its speed and its Enter', () => {
    expect(type(new Wedge(), '31173000001018', 8)).toEqual({ code: '31173000001018', burst: true })
  })
  it('is not taken for a person who types', () => {
    expect(type(new Wedge(), '31173000001018', 120)).toEqual({ code: null, burst: false })
  })
  it('is read also right after a person pressed a key', () => {
    const wedge = new Wedge()
    wedge.press('x', 0)
    expect(type(wedge, '21173000000113', 8, 500).code).toBe('21173000000113')
  })
  it('does not count Shift and its like', () => {
    const wedge = new Wedge()
    for (const [at, key] of ['Shift', 'A', 'Shift', 'B', 'C', 'D'].entries()) wedge.press(key, at * 5)
    expect(wedge.press('Enter', 31).code).toBe('ABCD')
  })
  it('is not made of three keys', () => {
    expect(type(new Wedge(), '123', 5).code).toBeNull()
  })
})
