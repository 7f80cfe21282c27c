import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/clock.ts'
import { calm } from '../fakes.test-support.ts'
import { AGAIN_MILLISECONDS } from './limits.ts'
import { Outputs } from './outputs.ts'
import { FakeSignals } from './parts.test-support.ts'

function house() {
  const clock = new ManualClock()
  const signals = new FakeSignals([], ['shutter'])
  const outputs = new Outputs(signals, clock, () => undefined)
  return { clock, outputs, signals }
}

describe('an output', () => {
  it('is known to be on when its module has confirmed it, not before', async () => {
    const { outputs } = house()
    outputs.want('shutter', true)
    expect(outputs.is('shutter', true)).toBe(false)
    await calm()
    expect(outputs.is('shutter', true)).toBe(true)
  })

  it('has been followed by what it drives a while after it was confirmed, or dropped', async () => {
    const { clock, outputs } = house()
    expect(outputs.hasFollowed('shutter', false, 150)).toBe(true)
    outputs.want('shutter', true)
    await calm()
    clock.advance(149)
    expect(outputs.hasFollowed('shutter', true, 150)).toBe(false)
    clock.advance(1)
    expect(outputs.hasFollowed('shutter', true, 150)).toBe(true)
    await outputs.drop('shutter')
    expect(outputs.hasFollowed('shutter', false, 150)).toBe(false)
    clock.advance(150)
    expect(outputs.hasFollowed('shutter', false, 150)).toBe(true)
  })

  it('that was refused is left alone for a while', async () => {
    const { clock, outputs, signals } = house()
    signals.refuses.add('shutter')
    outputs.want('shutter', true)
    await calm()
    expect(outputs.hasRefused('shutter')).toBe(true)
    signals.refuses.clear()
    outputs.want('shutter', true)
    await calm()
    expect(signals.read('shutter')).toBe(false)
    clock.advance(AGAIN_MILLISECONDS)
    outputs.want('shutter', true)
    await calm()
    expect(outputs.is('shutter', true)).toBe(true)
  })

  it('follows the latest order, whatever becomes of those before', async () => {
    const { outputs, signals } = house()
    const answers: ((done: boolean) => void)[] = []
    signals.set = () => new Promise((resolve) => answers.push(resolve))
    outputs.want('shutter', true)
    outputs.want('shutter', false)
    outputs.want('shutter', true)
    for (const [index, answer] of answers.entries()) answer(index === 2)
    await calm()
    expect(outputs.hasRefused('shutter')).toBe(false)
    expect(outputs.is('shutter', true)).toBe(true)
  })

  it('has dropped where it was confirmed and is off', async () => {
    const { outputs, signals } = house()
    outputs.want('shutter', true)
    await calm()
    expect(outputs.hasDropped()).toBe(false)
    signals.become('shutter', false)
    expect(outputs.hasDropped()).toBe(true)
    outputs.forgetDropped()
    expect(outputs.hasDropped()).toBe(false)
    outputs.want('shutter', true)
    await calm()
    expect(signals.read('shutter')).toBe(true)
  })

  it('that is not wired refuses', () => {
    const { outputs } = house()
    outputs.want('lamp', true)
    expect(outputs.hasRefused('lamp')).toBe(true)
  })
})
