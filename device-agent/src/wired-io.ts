/** I/O modules and the signals wired to them, as the settings say. */
import type { IoSettings, SignalSettings } from './config/io-settings.ts'
import type { IoModule } from './devices/io/contract.ts'
import { createIoModules } from './drivers.ts'
import type { Clock } from './runtime/clock.ts'
import { Hands } from './signals/by-hand.ts'
import type { Signals } from './signals/contract.ts'
import { createSignals, type SignalWiring } from './signals/signals.ts'

export interface Io {
  /** To be started and stopped by whoever made them. */
  readonly modules: readonly IoModule[]
  readonly signals: Signals
  /** Which of its outputs staff are trying. */
  readonly hands: Hands
  /** Ends what the signals run, not the modules. */
  stop(): void
}

const wiringOf = ({ debounceMilliseconds, releaseMilliseconds, ...each }: SignalSettings): SignalWiring => ({
  ...each,
  debounce: { active: debounceMilliseconds, inactive: releaseMilliseconds },
})

export function createIo(
  { io, signals }: { readonly io: IoSettings; readonly signals: readonly SignalSettings[] },
  clock: Clock,
): Io {
  const modules = createIoModules(io, clock)
  const wired = createSignals({ modules, wiring: signals.map(wiringOf), clock })
  return { modules, signals: wired, hands: new Hands(), stop: () => wired.stop() }
}
