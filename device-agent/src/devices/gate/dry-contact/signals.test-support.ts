import { Signal } from '../../../runtime/emitter.ts'
import type { SignalChange, Signals } from '../../../signals/contract.ts'

/** The wires of a gate with a relay, two light beams and a lamp. */
export class FakeSignals implements Signals {
  readonly levels = new Map<string, boolean | null>([
    ['alarm', false],
    ['beamA', false],
    ['beamB', false],
  ])
  readonly set_: string[] = []
  readonly #changes = new Signal<SignalChange>()
  has = (name: string) => this.levels.has(name)
  read = (name: string) => this.levels.get(name) ?? null
  onChange = (listener: (change: SignalChange) => void) => this.#changes.listen(listener)
  states = () => []
  /** The lamp hangs on the same module as the rest. */
  async set(name: string, active: boolean): Promise<boolean> {
    if (this.read('alarm') === null) return false
    this.set_.push(`${name} ${active}`)
    return true
  }
  become(name: string, active: boolean | null): void {
    this.levels.set(name, active)
    this.#changes.tell({ name, active })
  }
}
