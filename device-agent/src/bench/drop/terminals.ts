/** The drop's signals at the terminals of an I/O module: first to last, in the order of `layout.ts`. */
import type { Drop } from './drop.ts'
import { type DropLayout, inputNames, outputNames } from './layout.ts'

/** What an emulated module gives to whoever models a machine. */
export interface Terminals {
  setInput(terminal: number, on: boolean): void
  /** Told with all outputs whenever one changes. */
  onOutputs(listener: (outputs: readonly boolean[]) => void): unknown
}

export function connect(drop: Drop, terminals: Terminals): void {
  const inputs = new Map(inputNames(drop.layout).map((name, terminal) => [name, terminal]))
  const set = (name: string, active: boolean) => {
    const terminal = inputs.get(name)
    if (terminal !== undefined) terminals.setInput(terminal, active)
  }
  for (const [name, active] of drop.levels) set(name, active)
  const outputs = outputNames(drop.layout)
  drop.onLevel(({ name, active }) => set(name, active))
  terminals.onOutputs((levels) => {
    for (const [terminal, name] of outputs.entries()) drop.setOutput(name, levels[terminal] === true)
  })
}

/** The wiring as a kiosk's settings have it. */
export function wiring(layout: DropLayout, module: string): readonly SignalSetting[] {
  const setting = (direction: SignalSetting['direction']) => (name: string, terminal: number) => ({
    name,
    direction,
    module,
    terminal,
  })
  return [...inputNames(layout).map(setting('input')), ...outputNames(layout).map(setting('output'))]
}

export interface SignalSetting {
  readonly name: string
  readonly direction: 'input' | 'output'
  readonly module: string
  readonly terminal: number
}
