/** What a schema cannot say about I/O modules and signals: what refers to what, and what is there once. */
import type { SettingClash } from './drop-clashes.ts'
import type { IoSettings, SignalSettings } from './io-settings.ts'

interface Terminals {
  readonly input: number
  readonly output: number
}

/** Names of other devices in notices and messages. */
const TAKEN_IDS: ReadonlySet<string> = new Set(['rfid', 'scanner', 'printer', 'tunnel'])
const PROTOCOLS = ['modbus', 'hidRelay', 'gpio'] as const

export function ioClashes(io: IoSettings, signals: readonly SignalSettings[]): SettingClash[] {
  const modules = new Map<string, Terminals>()
  return [...moduleClashes(io, modules), ...signalClashes(signals, modules)]
}

/** Fills `modules`. */
function moduleClashes(io: IoSettings, modules: Map<string, Terminals>): SettingClash[] {
  const clashes: SettingClash[] = []
  const places = new Map<string, string>()
  for (const protocol of PROTOCOLS) {
    io[protocol].forEach((module, index) => {
      const path = ['io', protocol, index]
      const { id } = module
      if (modules.has(id) || TAKEN_IDS.has(id))
        clashes.push({ path: [...path, 'id'], reason: `'${id}' is there already` })
      const key = 'chip' in module ? 'chip' : 'url'
      const place = 'chip' in module ? module.chip.replace(/^\/dev\//, '') : module.url
      const other = places.get(place)
      if (other !== undefined)
        clashes.push({ path: [...path, key], reason: `is '${other}' already: one entry for one module` })
      places.set(place, id)
      modules.set(id, terminalsOf(module))
      const { input, output } = terminalsOf(module)
      if (input + output === 0) clashes.push({ path, reason: 'has neither inputs nor outputs' })
      if ('chip' in module && module.inputs.some((line) => module.outputs.includes(line)))
        clashes.push({ path: [...path, 'outputs'], reason: 'a line is an input or an output, not both' })
    })
  }
  return clashes
}

function terminalsOf(module: IoSettings[(typeof PROTOCOLS)[number]][number]): Terminals {
  if ('chip' in module) return { input: module.inputs.length, output: module.outputs.length }
  return { input: 'inputs' in module ? module.inputs : 0, output: module.outputs }
}

function signalClashes(
  signals: readonly SignalSettings[],
  modules: ReadonlyMap<string, Terminals>,
): SettingClash[] {
  const clashes: SettingClash[] = []
  const names = new Set<string>()
  const wired = new Map<string, string>()
  for (const [index, { name, module, terminal, direction }] of signals.entries()) {
    const clash = (key: string, reason: string) => clashes.push({ path: ['signals', index, key], reason })
    if (names.has(name)) clash('name', `'${name}' is there already`)
    names.add(name)
    const there = modules.get(module)
    if (there === undefined) clash('module', `there is no module '${module}' in io`)
    else if (terminal >= there[direction])
      clash('terminal', `'${module}' has ${there[direction]} ${direction}s, counted from 0`)
    const key = `${module} ${direction} ${terminal}`
    const other = wired.get(key)
    if (other !== undefined) clash('terminal', `'${other}' is wired there already`)
    wired.set(key, name)
  }
  return clashes
}
