import { describe, expect, it } from 'vitest'
import { Turnstile } from './turnstile.ts'

describe('the turnstile', () => {
  it('lets as many through as it is wide, and the next when one comes back', () => {
    const turnstile = new Turnstile(2)
    const inside: string[] = []
    const leave = ['a', 'b', 'c', 'd'].map((name) => turnstile.request(() => inside.push(name)))
    expect(inside).toEqual(['a', 'b'])
    leave[1]?.()
    expect(inside).toEqual(['a', 'b', 'c'])
  })

  it('forgets who leaves the queue, and gives no turn back twice', () => {
    const turnstile = new Turnstile(1)
    const inside: string[] = []
    const leave = ['a', 'b', 'c', 'd'].map((name) => turnstile.request(() => inside.push(name)))
    leave[1]?.()
    leave[1]?.()
    leave[0]?.()
    leave[0]?.()
    expect(inside).toEqual(['a', 'c'])
  })
})
