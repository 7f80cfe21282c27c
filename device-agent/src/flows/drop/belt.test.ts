import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/clock.ts'
import { calm } from '../fakes.test-support.ts'
import { Belt } from './belt.ts'
import { FakeSignals } from './parts.test-support.ts'

function house() {
  const clock = new ManualClock()
  const signals = new FakeSignals([], ['belt'])
  const written: number[] = []
  const belt = new Belt({
    signals,
    clock,
    speed: 1000,
    travel: 500,
    write: (millimetres) => written.push(millimetres),
    onAnswer: () => undefined,
  })
  const run = async (milliseconds: number) => {
    for (let left = milliseconds; left > 0; left -= 10) {
      clock.advance(10)
      belt.look()
      await calm()
    }
  }
  return { belt, clock, run, signals, written }
}

describe('the belt', () => {
  it('has run as long as it was on, at its speed, from where it was before', async () => {
    const { belt, run } = house()
    belt.drive(true)
    await calm()
    await run(1_000)
    expect(belt.travel).toBe(1_500)
    belt.drive(false)
    await calm()
    await run(1_000)
    expect(belt.travel).toBe(1_500)
    expect(belt.moves).toBe(false)
  })

  it('is written at least every 50 ms, and never further than its module confirmed', async () => {
    const { belt, clock, run, written } = house()
    belt.drive(true)
    await calm()
    await run(500)
    const gaps = written.map((way, index) => way - (written[index - 1] ?? 500))
    expect(Math.max(...gaps)).toBeLessThanOrEqual(50)
    expect(written.at(-1)).toBeLessThanOrEqual(belt.travel)
    expect(written.at(-1)).toBeGreaterThanOrEqual(belt.travel - 50)
    belt.drive(false)
    await calm()
    expect(written.at(-1)).toBe(500 + clock.now())
  })

  it('is lost where its module is silent for longer than that keeps its outputs', async () => {
    const { belt, run, signals, written } = house()
    belt.drive(true)
    await calm()
    await run(200)
    const confirmed = written.at(-1)
    signals.set = () => new Promise(() => undefined)
    await run(100)
    expect(belt.isLost).toBe(false)
    await run(100)
    expect(belt.isLost).toBe(true)
    expect(written.at(-1)).toBe(confirmed)
    void belt.interrupted(true)
    expect(belt.travel).toBe(confirmed)
  })

  it('that is refused is tried again a second later', async () => {
    const { belt, run, signals } = house()
    signals.refuses.add('belt')
    belt.drive(true)
    await calm()
    expect(belt.moves).toBe(false)
    signals.refuses.clear()
    belt.drive(true)
    await calm()
    expect(belt.moves).toBe(false)
    await run(1_000)
    belt.drive(true)
    await calm()
    expect(belt.moves).toBe(true)
  })
})
