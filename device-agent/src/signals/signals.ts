/** From terminals to names: polarity and debounce, and the way back for outputs. */
import type { IoModule } from '../devices/io/contract.ts'
import type { Clock } from '../runtime/clock.ts'
import { Signal } from '../runtime/emitter.ts'
import type { SignalChange, SignalState, Signals } from './contract.ts'
import { Debounce } from './debounce.ts'

export interface SignalWiring {
  readonly name: string
  readonly direction: 'input' | 'output'
  /** Id of its module and the terminal there, from 0. */
  readonly module: string
  readonly terminal: number
  /** True: active while the terminal carries no level, as a normally closed contact or a beam that is whole. */
  readonly activeLow: boolean
  /** For inputs; in milliseconds. */
  readonly debounce: { readonly active: number; readonly inactive: number }
}

export interface SignalsOptions {
  readonly modules: readonly IoModule[]
  /** Names, and terminals of one direction, are there once each. */
  readonly wiring: readonly SignalWiring[]
  readonly clock: Clock
}

interface Wired {
  readonly wiring: SignalWiring
  readonly module: IoModule
  readonly debounce: Debounce
  since: number
}

/** Throws RangeError where a module is wired that is not there. */
export function createSignals({ modules, wiring, clock }: SignalsOptions): Signals & { stop(): void } {
  const changes = new Signal<SignalChange>()
  const byName = new Map(wiring.map((each) => [each.name, connect(each)]))
  const endings = modules.map((module) => {
    const here = [...byName.values()].filter((each) => each.module === module)
    return module.onLevels(() => here.forEach(look))
  })
  for (const each of byName.values()) look(each)

  function connect(each: SignalWiring): Wired {
    const module = modules.find(({ id }) => id === each.module)
    if (module === undefined) throw new RangeError(`${each.name}: there is no module '${each.module}'`)
    const bounces = each.direction === 'input'
    const wired: Wired = {
      wiring: each,
      module,
      since: clock.wall(),
      debounce: new Debounce({
        clock,
        activeMilliseconds: bounces ? each.debounce.active : 0,
        inactiveMilliseconds: bounces ? each.debounce.inactive : 0,
        onChange: (active) => {
          wired.since = clock.wall()
          changes.tell({ name: each.name, active })
        },
      }),
    }
    return wired
  }

  function look({ wiring, module, debounce }: Wired): void {
    const levels = wiring.direction === 'input' ? module.inputs : module.outputs
    const level = levels?.[wiring.terminal]
    debounce.feed(level === undefined ? null : level !== wiring.activeLow)
  }

  const stateOf = ({ wiring, debounce, since }: Wired): SignalState => ({
    name: wiring.name,
    direction: wiring.direction,
    active: debounce.active,
    since,
    module: wiring.module,
    terminal: wiring.terminal,
  })

  return {
    has: (name) => byName.has(name),
    read: (name) => byName.get(name)?.debounce.active ?? null,
    onChange: (listener) => changes.listen(listener),
    set: async (name, active) => {
      const wired = byName.get(name)
      if (wired === undefined || wired.wiring.direction === 'input') return false
      return wired.module.setOutput(wired.wiring.terminal, active !== wired.wiring.activeLow)
    },
    states: () => [...byName.values()].map(stateOf),
    stop: () => {
      for (const end of endings) end()
      for (const { debounce } of byName.values()) debounce.stop()
    },
  }
}
