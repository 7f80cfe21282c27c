import { beforeEach, describe, expect, it } from 'vitest'
import { ManualClock } from '../../../runtime/clock.ts'
import type { GateSighting, SecurityGate } from '../contract.ts'
import { BeamPair, type Way } from './codec.ts'
import {
  BEAM_STUCK_MILLISECONDS,
  createDryContactGate,
  HOLD_OFF_MILLISECONDS,
  TELL_AGAIN_MILLISECONDS,
} from './driver.ts'
import { FakeSignals } from './signals.test-support.ts'

let clock: ManualClock
let signals: FakeSignals
let gate: SecurityGate
let told: GateSighting[]
let refuses: boolean

beforeEach(() => {
  clock = new ManualClock()
  signals = new FakeSignals()
  told = []
  refuses = false
  gate = createDryContactGate({
    id: 'side',
    clock,
    signals,
    alarm: 'alarm',
    beams: { a: 'beamA', b: 'beamB' },
    light: 'lamp',
    sound: null,
  })
  gate.onSightings((sightings) => {
    if (refuses) throw new Error('disk full')
    told.push(...sightings)
  })
  gate.start()
})
const pulse = (name: string) => {
  signals.become(name, true)
  signals.become(name, false)
}
const walk = (...beams: readonly string[]) => {
  for (const step of beams) signals.become(`beam${step[1]}`, step[0] === '+')
}

describe('two beams', () => {
  const ways = (...steps: readonly string[]): (Way | null)[] => {
    const pair = new BeamPair()
    return steps.map((step) => pair.push(step[1] as 'A' | 'B', step[0] === '+')).filter((way) => way !== null)
  }
  it('tell which way somebody passed', () => {
    expect(ways('+A', '+B', '-A', '-B')).toEqual(['in'])
    expect(ways('+B', '+A', '-B', '-A')).toEqual(['out'])
  })
  it('count nobody who turns back, and nobody twice who hesitates', () => {
    expect(ways('+A', '-A')).toEqual([])
    expect(ways('+A', '+B', '-B', '-A')).toEqual([])
    expect(ways('+A', '+B', '-B', '+B', '-A', '-B')).toEqual(['in'])
    expect(ways('+A', '-A', '+B', '-B')).toEqual([])
  })
})

describe('a gate with a relay', () => {
  it('tells each alarm once, also where its relay chatters', () => {
    pulse('alarm')
    clock.advance(HOLD_OFF_MILLISECONDS - 1)
    pulse('alarm')
    expect(told).toHaveLength(1)
    clock.advance(HOLD_OFF_MILLISECONDS)
    pulse('alarm')
    expect(told).toMatchObject([
      { uid: null, cause: 'contact', timed: true },
      { uid: null, cause: 'contact', timed: true },
    ])
    expect(told[0]?.record).not.toBe(told[1]?.record)
  })

  it('keeps what could not be written down and tells it again', () => {
    const forgotten: string[] = []
    gate.onForgotten((records) => forgotten.push(...(records ?? [])))
    refuses = true
    pulse('alarm')
    expect(gate.status).toMatchObject({ state: 'reduced', code: 'GATE_STORE_FAILED' })
    refuses = false
    clock.advance(TELL_AGAIN_MILLISECONDS)
    expect(told).toHaveLength(1)
    expect(forgotten).toEqual([told[0]?.record])
    expect(gate.status.state).toBe('ready')
  })

  it('counts people from its start, both ways', () => {
    expect(gate.count).toEqual({ into: 0, out: 0 })
    walk('+A', '+B', '-A', '-B')
    walk('+B', '+A', '-B', '-A')
    walk('+A', '+B', '-A', '-B')
    expect(gate.count).toEqual({ into: 2, out: 1 })
  })

  it('says that a beam is stuck, and when it is free', () => {
    signals.become('beamA', true)
    clock.advance(BEAM_STUCK_MILLISECONDS)
    expect(gate.status).toMatchObject({ state: 'reduced', code: 'GATE_BEAM_STUCK', detail: 'beamA' })
    signals.become('beamA', false)
    expect(gate.status.state).toBe('ready')
    expect(gate.count).toEqual({ into: 0, out: 0 })
  })

  it('is away while nothing is known of its relay', () => {
    signals.become('alarm', null)
    signals.become('beamA', null)
    expect(gate.status).toMatchObject({ state: 'away', code: 'GATE_AWAY' })
    signals.become('alarm', false)
    expect(gate.status.state).toBe('ready')
  })

  it('switches its lamp for a while, and off when it is stopped', async () => {
    expect(await gate.signal({ light: true, sound: true }, 1_000)).toBe(true)
    clock.advance(1_000)
    expect(signals.set_).toEqual(['lamp true', 'lamp false'])
    expect(await gate.signal({ light: false, sound: true }, 1_000)).toBe(false)
    await gate.signal({ light: true, sound: false }, 1_000)
    await gate.stop()
    expect(signals.set_.at(-1)).toBe('lamp false')
    pulse('alarm')
    expect(told).toEqual([])
    expect(clock.pending).toBe(0)
  })
})
