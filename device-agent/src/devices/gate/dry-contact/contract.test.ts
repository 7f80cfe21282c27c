import { ManualClock } from '../../../runtime/clock.ts'
import { type GateUnderTest, gateContract } from '../contract-suite.test-support.ts'
import { createDryContactGate, HOLD_OFF_MILLISECONDS } from './driver.ts'
import { FakeSignals } from './signals.test-support.ts'

/** Longer than anything the gate waits for. */
const PATIENCE_MILLISECONDS = 120_000
const STEP_MILLISECONDS = 100

gateContract('one with a relay', async (): Promise<GateUnderTest> => {
  const clock = new ManualClock()
  const signals = new FakeSignals()
  const gate = createDryContactGate({
    id: 'side',
    clock,
    signals,
    alarm: 'alarm',
    beams: { a: 'beamA', b: 'beamB' },
    light: 'lamp',
    sound: null,
  })
  const every = (level: boolean | null) => {
    for (const name of signals.levels.keys()) signals.become(name, level)
  }
  return {
    gate,
    trouble: { state: 'reduced', code: 'GATE_BEAM_STUCK' },
    alarm: async () => {
      signals.become('alarm', true)
      signals.become('alarm', false)
      clock.advance(HOLD_OFF_MILLISECONDS)
    },
    pass: async (way) => {
      const [first, second] = way === 'in' ? (['beamA', 'beamB'] as const) : (['beamB', 'beamA'] as const)
      for (const broken of [true, false]) for (const beam of [first, second]) signals.become(beam, broken)
    },
    hurt: async () => signals.become('beamA', true),
    heal: async () => signals.become('beamA', false),
    cut: async () => every(null),
    mend: async () => every(false),
    get flashes() {
      return signals.set_.filter((line) => line === 'lamp true').length
    },
    until: async (holds) => {
      for (let left = PATIENCE_MILLISECONDS; !holds(); left -= STEP_MILLISECONDS) {
        if (left <= 0) throw new Error(`it did not happen: ${String(holds)}`)
        clock.advance(STEP_MILLISECONDS)
        await Promise.resolve()
      }
    },
    close: () => gate.stop(),
  }
})
