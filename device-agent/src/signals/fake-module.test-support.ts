/** An I/O module without a wire: levels are set by hand, outputs are confirmed as told. */
import type { IoModule } from '../devices/io/contract.ts'
import { Signal } from '../runtime/emitter.ts'

export interface FakeModule extends IoModule {
  /** Sets inputs by terminal and tells of it. */
  level(...changes: readonly (readonly [input: number, on: boolean])[]): void
  /** Takes the module away, or brings it back with all outputs off. */
  connect(connected: boolean): void
  /** False: outputs are not confirmed, and stay as they are. */
  obeys: boolean
}

export function fakeModule(id: string, { inputs = 8, outputs = 8 } = {}): FakeModule {
  const levels = new Signal<void>()
  const held = Array.from({ length: inputs }, () => false)
  const driven = Array.from({ length: outputs }, () => false)
  let connected = true
  const module: FakeModule = {
    id,
    kind: 'io',
    get status() {
      const state = connected ? ('ready' as const) : ('away' as const)
      return { id, kind: 'io' as const, state, code: null, detail: '', since: 0, counters: {} }
    },
    onStatus: () => () => undefined,
    start: () => undefined,
    stop: async () => undefined,
    get inputs() {
      return connected ? held : null
    },
    get outputs() {
      return connected ? driven : null
    },
    onLevels: (listener) => levels.listen(listener),
    setOutput: async (output, on) => {
      if (!connected || !module.obeys || output >= outputs) return false
      if (driven[output] !== on) {
        driven[output] = on
        levels.tell()
      }
      return true
    },
    level: (...changes) => {
      for (const [input, on] of changes) held[input] = on
      levels.tell()
    },
    connect: (now) => {
      connected = now
      driven.fill(false)
      levels.tell()
    },
    obeys: true,
  }
  return module
}
