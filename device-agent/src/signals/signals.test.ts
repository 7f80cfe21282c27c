import { beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../runtime/clock.ts'
import type { SignalChange } from './contract.ts'
import { Debounce } from './debounce.ts'
import { type FakeModule, fakeModule } from './fake-module.test-support.ts'
import { createSignals, type SignalWiring } from './signals.ts'

const wire = (name: string, terminal: number, change: Partial<SignalWiring> = {}): SignalWiring => ({
  name,
  direction: 'input',
  module: 'drop',
  terminal,
  activeLow: false,
  debounce: { active: 0, inactive: 0 },
  ...change,
})

describe('a debounced level', () => {
  let clock: ManualClock
  let told: (boolean | null)[]
  let debounce: Debounce
  beforeEach(() => {
    clock = new ManualClock()
    told = []
    debounce = new Debounce({
      clock,
      activeMilliseconds: 5,
      inactiveMilliseconds: 30,
      onChange: (active) => told.push(active),
    })
  })

  it('counts at once where nothing was known before', () => {
    debounce.feed(false)
    expect(told).toEqual([false])
  })
  it('counts once it has held for its time, which may differ for coming and going', () => {
    debounce.feed(false)
    debounce.feed(true)
    clock.advance(4)
    expect(debounce.active).toBe(false)
    clock.advance(1)
    expect(debounce.active).toBe(true)
    debounce.feed(false)
    clock.advance(29)
    expect(debounce.active).toBe(true)
    clock.advance(1)
    expect(told).toEqual([false, true, false])
  })
  it('that bounces is told once, after its last bounce', () => {
    debounce.feed(false)
    for (let bounce = 0; bounce < 4; bounce++) {
      debounce.feed(true)
      clock.advance(3)
      debounce.feed(false)
      clock.advance(1)
    }
    debounce.feed(true)
    clock.advance(5)
    expect(told).toEqual([false, true])
  })
  it('is not held back by being told again', () => {
    debounce.feed(false)
    debounce.feed(true)
    clock.advance(3)
    debounce.feed(true)
    clock.advance(2)
    expect(told).toEqual([false, true])
  })
  it('is unknown at once, also in mid-change, and nothing is left running', () => {
    debounce.feed(false)
    debounce.feed(true)
    debounce.feed(null)
    expect(clock.pending).toBe(0)
    clock.advance(100)
    expect(told).toEqual([false, null])
  })
  it('leaves no timer when it is stopped', () => {
    debounce.feed(false)
    debounce.feed(true)
    debounce.stop()
    clock.advance(100)
    expect(told).toEqual([false])
  })
})

describe('named signals', () => {
  let clock: ManualClock
  let drop: FakeModule
  let sorter: FakeModule
  beforeEach(() => {
    clock = new ManualClock()
    drop = fakeModule('drop')
    sorter = fakeModule('sorter')
  })
  const begin = (...wiring: readonly SignalWiring[]) => {
    const signals = createSignals({ modules: [drop, sorter], wiring, clock })
    const told: SignalChange[] = []
    signals.onChange((change) => told.push(change))
    return { signals, told }
  }

  it('are read by name, with their polarity, from the module they are wired to', () => {
    const { signals, told } = begin(wire('door', 0), wire('beam', 0, { module: 'sorter', activeLow: true }))
    expect([signals.read('door'), signals.read('beam')]).toEqual([false, true])
    sorter.level([0, true])
    drop.level([0, true], [1, true])
    expect([signals.read('door'), signals.read('beam')]).toEqual([true, false])
    expect(told).toEqual([
      { name: 'beam', active: false },
      { name: 'door', active: true },
    ])
  })

  it('are debounced one by one', () => {
    const { told } = begin(wire('door', 0, { debounce: { active: 20, inactive: 50 } }), wire('beam', 1))
    drop.level([0, true], [1, true])
    expect(told).toEqual([{ name: 'beam', active: true }])
    clock.advance(20)
    drop.level([0, false])
    clock.advance(49)
    expect(told).toHaveLength(2)
    clock.advance(1)
    expect(told.slice(1)).toEqual([
      { name: 'door', active: true },
      { name: 'door', active: false },
    ])
  })

  it('switch the output they name, and tell what the module confirmed', async () => {
    const { signals, told } = begin(
      wire('motor', 2, { direction: 'output' }),
      wire('lock', 3, { direction: 'output', activeLow: true }),
    )
    expect(signals.read('lock')).toBe(true)
    expect(await signals.set('motor', true)).toBe(true)
    expect(await signals.set('lock', false)).toBe(true)
    expect(drop.outputs).toEqual([false, false, true, true, false, false, false, false])
    expect(told).toEqual([
      { name: 'motor', active: true },
      { name: 'lock', active: false },
    ])
  })

  it('say that an output was not switched: refused, not wired, or an input', async () => {
    const { signals, told } = begin(wire('motor', 2, { direction: 'output' }), wire('door', 2))
    drop.obeys = false
    expect(await signals.set('motor', true)).toBe(false)
    expect(await signals.set('shutter', true)).toBe(false)
    expect(await signals.set('door', true)).toBe(false)
    expect(signals.read('motor')).toBe(false)
    expect(told).toEqual([])
    expect([signals.has('motor'), signals.has('shutter'), signals.read('shutter')]).toEqual([
      true,
      false,
      null,
    ])
  })

  it('are unknown while their module is away, and known when it is back', () => {
    const { signals, told } = begin(wire('door', 0), wire('motor', 2, { direction: 'output' }))
    drop.connect(false)
    expect(signals.states().map(({ active }) => active)).toEqual([null, null])
    drop.connect(true)
    expect(told.map(({ active }) => active)).toEqual([null, null, false, false])
  })

  it('are all told in the order of the settings, with the time of their last change', () => {
    const { signals } = begin(wire('motor', 2, { direction: 'output' }), wire('door', 0))
    const start = clock.wall()
    clock.advance(1_000)
    drop.level([0, true])
    expect(signals.states()).toEqual([
      { name: 'motor', direction: 'output', active: false, since: start, module: 'drop', terminal: 2 },
      { name: 'door', direction: 'input', active: true, since: start + 1_000, module: 'drop', terminal: 0 },
    ])
  })

  it('cannot be wired to a module that is not there', () => {
    expect(() => begin(wire('door', 0, { module: 'hall' }))).toThrow(RangeError)
  })

  it('are silent after the stop, and leave no timer', () => {
    const { signals, told } = begin(wire('door', 0, { debounce: { active: 20, inactive: 20 } }))
    drop.level([0, true])
    signals.stop()
    drop.level([0, false], [1, true])
    clock.advance(100)
    expect(told).toEqual([])
    expect(clock.pending).toBe(0)
  })
})
