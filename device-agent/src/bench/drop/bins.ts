/** What lies in the bins, what is falling into them, and what their sensors and buttons say. */

import { arrived, emptied, full } from '../../flows/drop/roles.ts'
import type { DropThing } from './belt.ts'
import type { DropLayout } from './layout.ts'

export interface Falling {
  readonly things: readonly DropThing[]
  readonly bin: number
  readonly from: number
  readonly until: number
}

interface Bin {
  things: DropThing[]
  /** Stuffed by a test, whatever lies in it. */
  stuffed: boolean
  arrivedUntil: number
  emptiedUntil: number
}

export class Bins {
  readonly #layout: DropLayout
  readonly #bins = new Map<number, Bin>()
  #falling: Falling[] = []

  constructor(layout: DropLayout) {
    this.#layout = layout
    for (const bin of [...layout.diverted, layout.exception])
      this.#bins.set(bin, { things: [], stuffed: false, arrivedUntil: 0, emptiedUntil: 0 })
  }

  get falling(): readonly Falling[] {
    return this.#falling
  }
  numbers(): readonly number[] {
    return [...this.#bins.keys()]
  }
  things(bin: number): readonly DropThing[] {
    return this.#bin(bin).things
  }
  isFull(bin: number): boolean {
    const { stuffed, things } = this.#bin(bin)
    return stuffed || things.length >= this.#layout.fullFromItems
  }
  isStuffed(bin: number): boolean {
    return this.#bin(bin).stuffed
  }
  stuff(bin: number, stuffed: boolean): void {
    this.#bin(bin).stuffed = stuffed
  }
  /** Somebody takes the bin's contents away and presses its button. */
  empty(bin: number, now: number): readonly DropThing[] {
    const emptying = this.#bin(bin)
    const { things } = emptying
    emptying.things = []
    emptying.stuffed = false
    emptying.emptiedUntil = now + this.#layout.buttonMilliseconds
    return things
  }
  layIn(bin: number, things: readonly DropThing[]): void {
    this.#bin(bin).things.push(...things)
  }
  catch(things: readonly DropThing[], bin: number, from: number, until: number): void {
    this.#falling.push({ things, bin, from, until })
  }
  /** Lets lie what has fallen by now. */
  land(now: number): void {
    for (const { things, bin, until } of this.#falling.filter((falling) => falling.until <= now)) {
      const landing = this.#bin(bin)
      landing.things.push(...things)
      landing.arrivedUntil = until + this.#layout.arrivalMilliseconds
    }
    this.#falling = this.#falling.filter((falling) => falling.until > now)
  }
  /** When something here changes by itself; all lie ahead of `now`. */
  moments(now: number): readonly number[] {
    const ends = [...this.#bins.values()].flatMap((bin) => [bin.arrivedUntil, bin.emptiedUntil])
    return [...this.#falling.map(({ until }) => until), ...ends].filter((moment) => moment > now)
  }
  levels(now: number): readonly (readonly [string, boolean])[] {
    return [...this.#bins].flatMap(([number, bin]) => [
      [arrived(number), bin.arrivedUntil > now] as const,
      [full(number), this.isFull(number)] as const,
      [emptied(number), bin.emptiedUntil > now] as const,
    ])
  }

  #bin(number: number): Bin {
    const bin = this.#bins.get(number)
    if (bin === undefined) throw new RangeError(`no bin ${number}`)
    return bin
  }
}
