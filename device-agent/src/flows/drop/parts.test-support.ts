/** What a drop of wood and rubber is made of: its settings, its wires, its reader, and the things that fall through it. */
import { Value } from 'typebox/value'
import { DropSettings } from '../../config/drop-settings.ts'
import type { DeviceState, DeviceStatus } from '../../devices/device.ts'
import type { PadTag } from '../../devices/rfid/contract.ts'
import { Signal } from '../../runtime/emitter.ts'
import { type ByHand, Hands } from '../../signals/by-hand.ts'
import type { SignalChange, SignalState, Signals } from '../../signals/contract.ts'
import { FakePad } from '../fakes.test-support.ts'
import type { TakenBack, Whereabouts } from '../return/contract.ts'
import type { Disk } from './journal.test-support.ts'
import type { DropPlan } from './plan.ts'
import type { Drop } from './ports.ts'
import { arrived, divert, full, INPUTS, OUTPUTS } from './roles.ts'

export const EXCEPTION = 9

export const settings = (changes: object = {}): DropSettings => {
  const value = Value.Default(DropSettings, {
    bins: [
      { number: 1, name: 'Fiction', millimetres: 1200 },
      { number: 2, name: 'Holds', millimetres: 2000 },
      { number: EXCEPTION, name: 'Look', exception: true, millimetres: 2800 },
    ],
    // Things of a test fall as soon as their front is there.
    fallMilliseconds: 200,
    ...changes,
  })
  if (!Value.Check(DropSettings, value)) throw new TypeError('these are no settings of a drop')
  return value
}

export interface Thing {
  readonly name: string
  readonly tags: readonly PadTag[]
  readonly length: number
  /** Its front, in millimetres from the entry beam; null while it is not on the belt. */
  front: number | null
  bin: number | null
  /** It does not go further than this. */
  stuckAt: number | null
}

export const thing = (name: string, ...tags: readonly PadTag[]): Thing => ({
  name,
  tags,
  length: 250,
  front: null,
  bin: null,
  stuckAt: null,
})

const NOWHERE: Whereabouts = {
  sortBin: null,
  alert: null,
  destination: null,
  permanentLocation: null,
  callNumber: null,
  collection: null,
  media: 'book',
}
export const returned = (): TakenBack => ({
  kind: 'returned',
  title: null,
  whereabouts: NOWHERE,
  secured: true,
  problem: null,
  slip: null,
})

export interface Life {
  alive: boolean
  readonly drop: Drop
}

export class TestHands extends Hands {
  /** For an agent that hears nothing any more once it is dead. */
  heardBy(during: (listener: () => void) => () => void): ByHand {
    const held = () => this.held
    return {
      get held() {
        return held()
      },
      onChange: (listener) => this.onChange(during(listener)),
    }
  }
}

export class FakeSignals implements Signals {
  readonly levels = new Map<string, boolean | null>()
  /** Outputs that are not confirmed. */
  readonly refuses = new Set<string>()
  readonly #changes = new Signal<SignalChange>()
  constructor(inputs: readonly string[], outputs: readonly string[]) {
    for (const name of [...inputs, ...outputs]) this.levels.set(name, false)
  }
  has = (name: string) => this.levels.has(name)
  read = (name: string) => this.levels.get(name) ?? null
  onChange = (listener: (change: SignalChange) => void) => this.#changes.listen(listener)
  async set(name: string, active: boolean): Promise<boolean> {
    if (!this.has(name) || this.refuses.has(name) || this.read(name) === null) return false
    this.become(name, active)
    return true
  }
  become(name: string, active: boolean | null): void {
    if (!this.levels.has(name) || this.levels.get(name) === active) return
    this.levels.set(name, active)
    this.#changes.tell({ name, active })
  }
  states(): readonly SignalState[] {
    return [...this.levels].map(([name, active], terminal) => ({
      name,
      direction: 'input' as const,
      active,
      since: 0,
      module: 'io',
      terminal,
    }))
  }
}

/** Every signal that the drop knows, but those; nobody near it. */
export function wired({ bins }: DropPlan, without: ReadonlySet<string>): FakeSignals {
  const numbers = bins.map(({ number }) => number)
  const there = (names: readonly string[]) => names.filter((name) => !without.has(name))
  const { entry, tunnel, serviceDoor, emergencyStop } = INPUTS
  const ofBins = numbers.flatMap((bin) => [arrived(bin), full(bin), `emptied${bin}`])
  const diverters = numbers.filter((bin) => bin !== EXCEPTION).map(divert)
  const signals = new FakeSignals(
    there([entry, tunnel, serviceDoor, emergencyStop, ...ofBins]),
    there([OUTPUTS.shutter, OUTPUTS.feeder, OUTPUTS.belt, OUTPUTS.lamp, ...diverters]),
  )
  for (const interlock of [serviceDoor, emergencyStop]) signals.levels.set(interlock, true)
  return signals
}

export class DropReader extends FakePad {
  state: DeviceState = 'ready'
  override get status(): DeviceStatus {
    return { ...super.status, state: this.state }
  }
}

/** What the world and the record say of one another; empty where they agree. */
export function disagreements({
  disk,
  things,
}: {
  readonly disk: Disk
  readonly things: readonly Thing[]
}): string[] {
  const wrong: string[] = []
  const count = (bins: readonly (number | null)[]) =>
    JSON.stringify(bins.toSorted((a, b) => (a ?? 0) - (b ?? 0)))
  // Several items that lie on one another are one thing with several records.
  const items = (it: Thing) =>
    it.tags.flatMap(({ content }) => (content.kind === 'item' ? [content.itemId] : []))
  const lie = count(
    things.flatMap((it) => Array.from({ length: Math.max(1, new Set(items(it)).size) }, () => it.bin)),
  )
  const recorded = count(disk.closed().map(({ bin }) => bin))
  if (lie !== recorded) wrong.push(`lie in ${lie}, recorded in ${recorded}`)
  for (const it of things) {
    const rows = disk.closed().filter(({ item }) => item !== null && items(it).includes(item))
    if (rows.some((row) => row.bin !== it.bin)) wrong.push(`${it.name} lies in ${it.bin}`)
    if (rows.length > items(it).length) wrong.push(`${it.name} is recorded ${rows.length} times`)
  }
  for (const { phase, id } of disk.open()) wrong.push(`${id} is ${phase}`)
  return wrong
}
