/**
 * The book drop on the bench: its mechanics, the reader of its read zone, the module its wires
 * end at, and what the page's buttons do to it.
 */
import type { BenchDrop, DropAct } from '../../contract/bench-drop.ts'
import { ModbusEmulator } from '../../devices/io/modbus/emulator.ts'
import type { VirtualTag } from '../../devices/rfid/feig-iso-host/emulator.ts'
import { FeigEmulator } from '../../devices/rfid/feig-iso-host/emulator.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { DropThing } from './belt.ts'
import { Drop } from './drop.ts'
import { type DropLayout, inputNames, outputNames } from './layout.ts'
import { picture } from './picture.ts'
import { connect } from './terminals.ts'

/** The module drops its outputs when its master says nothing for so long. */
const WATCHDOG_MILLISECONDS = 150

export interface DropDeskOptions {
  readonly clock: Clock
  readonly airTime: 0 | 1
  readonly layout: DropLayout
  /** By number. */
  readonly names: ReadonlyMap<number, string>
  /** Of a thing on the bench. */
  readonly tags: (id: string) => readonly VirtualTag[]
}

export class DropDesk {
  readonly drop: Drop
  readonly reader: FeigEmulator
  readonly module: ModbusEmulator
  readonly #names: ReadonlyMap<number, string>

  constructor({ airTime, clock, layout, names, tags }: DropDeskOptions) {
    this.drop = new Drop(clock, layout)
    this.reader = new FeigEmulator({ airTime, clock })
    this.module = new ModbusEmulator({
      inputs: inputNames(layout).length,
      outputs: outputNames(layout).length,
      watchdogMilliseconds: WATCHDOG_MILLISECONDS,
      clock,
    })
    connect(this.drop, this.module)
    this.#names = names
    this.drop.onTunnel((ids) => {
      const now = new Set(ids.flatMap(tags))
      this.reader.remove(...this.reader.tags.filter((tag) => !now.has(tag)).map(({ uid }) => uid))
      this.reader.place(...[...now].filter((tag) => !this.reader.tags.includes(tag)))
    })
  }

  get state(): BenchDrop {
    return picture(this.drop, this.#names)
  }
  /** Whether a thing is in the drop, in a hand before it, or in one of its bins. */
  holds(id: string): boolean {
    const { belt, bins, waiting } = this.drop
    const lists = [
      ...waiting,
      ...belt.piles.map(({ things }) => things),
      ...bins.falling.map(({ things }) => things),
      ...bins.numbers().map((bin) => bins.things(bin)),
    ]
    return lists.some((things) => things.some((thing) => thing.id === id))
  }

  /** Its cables are for whoever hosts it to pull. */
  power(on: boolean): void {
    if (!on) this.module.reset()
    this.drop.set({ powered: on })
  }

  /** All but the mains, which are not the drop's alone. Throws RangeError for a bin that is not there. */
  act(act: Exclude<DropAct, { do: 'mains' }>): void {
    const { drop } = this
    switch (act.do) {
      case 'offer':
        return drop.offer(...this.#fresh(act.ids))
      case 'force':
        return void drop.force(...this.#fresh(act.ids))
      case 'takeOut':
        return void drop.takeOut(act.id)
      case 'jam':
        return drop.jam(act.at)
      case 'clearJams':
        return drop.clearJams()
      case 'stick':
        return act.place === null ? drop.free(act.bin) : drop.stick(act.bin, act.place === 'out' ? 1 : 0)
      case 'stuff':
        return drop.stuff(act.bin, act.stuffed)
      case 'empty':
        return void drop.empty(act.bin)
      case 'set': {
        const { do: _, ...switches } = act
        return drop.set(switches)
      }
    }
  }

  /** Nothing is put in twice. */
  #fresh(ids: readonly string[]): readonly DropThing[] {
    return ids.filter((id) => !this.holds(id)).map(bulk)
  }
}

const LENGTH_MIN_MILLIMETRES = 170
const LENGTH_SPAN_MILLIMETRES = 110
const WEIGHT_MIN_GRAMS = 180
const WEIGHT_SPAN_GRAMS = 900

/** As long and as heavy as a book may be, always the same for the same thing. */
function bulk(id: string): DropThing {
  let mixed = 7
  for (const sign of id) mixed = (mixed * 31 + sign.charCodeAt(0)) % 99_991
  return {
    id,
    lengthMillimetres: LENGTH_MIN_MILLIMETRES + (mixed % LENGTH_SPAN_MILLIMETRES),
    grams: WEIGHT_MIN_GRAMS + (mixed % WEIGHT_SPAN_GRAMS),
  }
}
