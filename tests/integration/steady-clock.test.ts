import { afterEach, describe, expect, it } from 'vitest'
import { SteadyClock } from '../support/steady-clock.ts'

let real = 0
let clock: SteadyClock
afterEach(() => clock.stop())

function started(speed: number): SteadyClock {
  real = 0
  clock = new SteadyClock({ speed, real: () => real })
  return clock
}
/** The process runs again after so long. */
const turn = (milliseconds: number) => {
  real += milliseconds
  clock.turn()
}

describe('a steady clock', () => {
  it('goes with the machine’s, so many times as fast', () => {
    started(3)
    for (let turns = 0; turns < 10; turns++) turn(2)
    expect(clock.now()).toBe(60)
  })

  it('stands still while the process does not get to run', () => {
    started(1)
    turn(2)
    turn(10_000)
    expect(clock.now()).toBe(4)
  })

  it('runs a timer at its time, after what came in by then was heard', async () => {
    started(1)
    const heard: string[] = []
    clock.setTimeout(() => heard.push('timer'), 4)
    setImmediate(() => heard.push('came in'))
    turn(2)
    turn(2)
    expect(heard).toEqual([])
    await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setImmediate(resolve))
    expect(heard).toEqual(['came in', 'timer'])
  })

  it('forgets a timer, also one that is due and not run yet', async () => {
    started(1)
    const heard: string[] = []
    clock.clearTimeout(clock.setTimeout(() => heard.push('early'), 2))
    const due = clock.setTimeout(() => heard.push('late'), 2)
    turn(2)
    clock.clearTimeout(due)
    await new Promise((resolve) => setImmediate(resolve))
    await new Promise((resolve) => setImmediate(resolve))
    expect(heard).toEqual([])
  })

  it('is held while somebody looks, also in vain', async () => {
    started(1)
    const looked = clock.hold(async () => {
      turn(2)
      throw new Error('nothing to see')
    })
    await expect(looked).rejects.toThrow('nothing to see')
    expect(clock.now()).toBe(0)
    turn(2)
    expect(clock.now()).toBe(2)
  })

  it('passes a minute at once, with all that falls due in it', async () => {
    started(1)
    let rounds = 0
    const round = () => {
      rounds++
      clock.setTimeout(round, 1_000)
    }
    clock.setTimeout(round, 1_000)
    await clock.pass(60_000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(rounds).toBeGreaterThanOrEqual(59)
  })
})
