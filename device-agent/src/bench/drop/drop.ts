/**
 * A book drop as a mechanic sees it: a shutter, a belt through a read zone, diverters, bins. Outputs go in, input levels
 * come out; in between lie things that take their time, and hands that do what they like. It runs from event to event on the
 * clock it is given, so that a year passes in a moment of a test, and positions are exact whenever they are asked for.
 */

import { divert, OUTPUTS } from '../../flows/drop/roles.ts'
import type { Clock, TimerHandle } from '../../runtime/clock.ts'
import { Signal } from '../../runtime/emitter.ts'
import { Actuator } from './actuator.ts'
import { Belt, covers, type DropThing, NEAR, type Pile, rear } from './belt.ts'
import { Bins } from './bins.ts'
import { binAt, DROP_LAYOUT, type DropLayout } from './layout.ts'
import { AT_REST, beltLevels, type DropSwitches, inTunnel, marksOf } from './senses.ts'

export interface LevelChange {
  readonly name: string
  readonly active: boolean
}

export class Drop {
  readonly layout: DropLayout
  readonly belt = new Belt()
  readonly bins: Bins
  readonly shutter: Actuator
  readonly diverters: ReadonlyMap<number, Actuator>
  readonly #clock: Clock
  readonly #levelChanges = new Signal<LevelChange>()
  readonly #tunnelChanges = new Signal<readonly string[]>()
  readonly #changes = new Signal<void>()
  readonly #outputs = new Set<string>()
  #levels: ReadonlyMap<string, boolean> = new Map()
  #tunnel: readonly string[] = []
  #waiting: DropThing[][] = []
  #untold: (() => void)[] = []
  #telling = false
  #switches: DropSwitches = AT_REST
  #at: number
  #timer: TimerHandle | null = null

  constructor(clock: Clock, layout: DropLayout = DROP_LAYOUT) {
    this.layout = layout
    this.#clock = clock
    this.#at = clock.now()
    this.bins = new Bins(layout)
    this.shutter = new Actuator(layout.shutterMilliseconds)
    this.diverters = new Map(layout.diverted.map((bin) => [bin, new Actuator(layout.diverterMilliseconds)]))
    this.#happen()
    // Nobody listened yet.
    this.#untold = []
    this.#schedule()
  }

  /** Of the inputs, by name; all dead without power. */
  get levels(): ReadonlyMap<string, boolean> {
    return this.#levels
  }
  onLevel(listener: (change: LevelChange) => void): () => void {
    return this.#levelChanges.listen(listener)
  }
  /** Ids of the things whose tag is in the read zone. */
  get tunnel(): readonly string[] {
    return this.#tunnel
  }
  onTunnel(listener: (ids: readonly string[]) => void): () => void {
    return this.#tunnelChanges.listen(listener)
  }
  /** Told whenever anything begins or ends, not while it merely moves on. */
  onChange(listener: () => void): () => void {
    return this.#changes.listen(listener)
  }
  get switches(): DropSwitches {
    return this.#switches
  }
  /** Piles in hands before the shutter, the next first. */
  get waiting(): readonly (readonly DropThing[])[] {
    return this.#waiting
  }
  output(name: string): boolean {
    return this.#outputs.has(name)
  }
  get runs(): boolean {
    const { doorOpen, powered, stopPressed } = this.#switches
    return this.output(OUTPUTS.belt) && powered && !doorOpen && !stopPressed
  }
  /** Millimetres a millisecond of each pile, in the order of `belt.piles`. */
  get speeds(): readonly number[] {
    const { beltMillimetresPerSecond, pushMillimetresPerSecond } = this.layout
    return this.belt.speeds({
      belt: this.runs ? beltMillimetresPerSecond / 1_000 : 0,
      push: pushMillimetresPerSecond / 1_000,
    })
  }

  setOutput(name: string, active: boolean): void {
    if (active === this.#outputs.has(name) || (active && !this.#switches.powered)) return
    this.#change(() => void (active ? this.#outputs.add(name) : this.#outputs.delete(name)))
  }
  /** Somebody stands before the shutter with these, and pushes them in together as soon as it is half open and there is room. */
  offer(...things: readonly DropThing[]): void {
    if (things.length === 0) return
    this.#change(() => void this.#waiting.push([...things]))
  }
  /** Pushes them past the shutter, open or not; false where the chamber is not free. */
  force(...things: readonly DropThing[]): boolean {
    let done = false
    this.#change(() => {
      done = things.length > 0 && this.#hasRoom(0)
      if (done) this.#push(things)
    })
    return done
  }
  /** Takes a thing away by hand, wherever it lies; false where it is not here. */
  takeOut(id: string): boolean {
    let found = false
    const without = (things: readonly DropThing[]) => things.filter((thing) => thing.id !== id)
    this.#change(() => {
      for (const pile of this.belt.piles) {
        if (!pile.things.some((thing) => thing.id === id)) continue
        found = true
        pile.things = without(pile.things)
        if (pile.things.length === 0) this.belt.remove(pile)
      }
      found ||= this.#waiting.flat().some((thing) => thing.id === id)
      this.#waiting = this.#waiting.map((pile) => [...without(pile)]).filter((pile) => pile.length > 0)
    })
    return found
  }
  /** Somebody lays these into a bin, gently: its sensor sees nothing fall. */
  layIn(bin: number, ...things: readonly DropThing[]): void {
    this.#change(() => this.bins.layIn(bin, things))
  }
  /** Whatever lies at this position, or comes there, stays there. */
  jam(position: number): void {
    this.#change(() => void this.belt.jams.add(position))
  }
  clearJams(): void {
    this.#change(() => this.belt.jams.clear())
  }
  /** Where it is, or at `place`: 0 at home, 1 out. */
  stick(bin: number, place?: number): void {
    this.#change(() => this.#diverter(bin).stick(this.#at, place))
  }
  free(bin: number): void {
    this.#change(() => this.#diverter(bin).free(this.#at))
  }
  stuff(bin: number, stuffed: boolean): void {
    this.#change(() => this.bins.stuff(bin, stuffed))
  }
  /** What was in it. */
  empty(bin: number): readonly DropThing[] {
    let things: readonly DropThing[] = []
    this.#change(() => {
      things = this.bins.empty(bin, this.#at)
    })
    return things
  }
  set(change: Partial<DropSwitches>): void {
    this.#change(() => {
      this.#switches = { ...this.#switches, ...change }
      if (!this.#switches.powered) this.#outputs.clear()
    })
  }
  /** Moves on what has moved since the last event, for whoever looks at positions. */
  look(): number {
    this.#settle()
    this.#schedule()
    this.#tell()
    return this.#at
  }
  /** Afterwards no timer is left. */
  stop(): void {
    if (this.#timer !== null) this.#clock.clearTimeout(this.#timer)
    this.#timer = null
  }

  #change(change: () => void): void {
    this.#settle()
    change()
    this.#happen()
    this.#untold.push(() => this.#changes.tell())
    this.#schedule()
    this.#tell()
  }

  /** Brings everything to now, one event after the other. */
  #settle(): void {
    const now = this.#clock.now()
    for (;;) {
      const { speeds } = this
      const next = this.#next(speeds)
      if (next > now + NEAR) {
        this.belt.move(Math.max(0, now - this.#at), speeds)
        this.#at = Math.max(this.#at, now)
        return
      }
      this.belt.move(next - this.#at, speeds)
      this.#at = next
      this.#happen()
      this.#untold.push(() => this.#changes.tell())
    }
  }
  #next(speeds: readonly number[]): number {
    const moments = [this.shutter, ...this.diverters.values()].flatMap((one) => one.moments(this.#at + NEAR))
    const beltMoves = this.#at + this.belt.untilNext(speeds, (pile) => marksOf(this.layout, pile))
    return Math.min(beltMoves, ...moments, ...this.bins.moments(this.#at))
  }
  #schedule(): void {
    this.stop()
    const next = this.#next(this.speeds)
    if (next === Number.POSITIVE_INFINITY) return
    this.#timer = this.#clock.setTimeout(() => void this.look(), Math.max(0, next - this.#clock.now()))
  }
  /** In the order of what happened; whoever listens may act on the drop at once. */
  #tell(): void {
    if (this.#telling) return
    this.#telling = true
    for (let tell = this.#untold.shift(); tell !== undefined; tell = this.#untold.shift()) tell()
    this.#telling = false
  }

  /** Everything that follows from where things are now. */
  #happen(): void {
    this.bins.land(this.#at)
    for (const pile of this.belt.piles) if (pile.front > -NEAR) pile.pushed = false
    for (const [bin, diverter] of this.diverters) this.#turn(bin, diverter)
    const end = binAt(this.layout, this.layout.exception)
    for (const pile of this.belt.piles.filter(({ front }) => front > end - NEAR))
      this.#fall(pile, this.layout.exception)
    const held = this.belt.piles.some((pile) => covers(pile, -this.layout.chamberMillimetres))
    this.shutter.aim(this.output(OUTPUTS.shutter) || held, this.#at)
    if (this.#waiting.length > 0 && this.shutter.isOut(this.#at) && this.#hasRoom(this.layout.gapMillimetres))
      this.#push(this.#waiting.shift() ?? [])
    this.#sense()
  }
  #turn(bin: number, diverter: Actuator): void {
    const wasOut = diverter.isOut(this.#at)
    diverter.aim(this.output(divert(bin)), this.#at)
    if (!wasOut) return
    const place = binAt(this.layout, bin)
    for (const pile of this.belt.piles) {
      const arrives = Math.abs(pile.front - place) < NEAR
      if (arrives && this.runs) this.#fall(pile, bin)
      // It turned against the side of what was passing.
      else if (!arrives && covers(pile, place)) this.belt.jams.add(place)
    }
  }
  #fall(pile: Pile, bin: number): void {
    const { beltMillimetresPerSecond, fallMilliseconds } = this.layout
    const slides = (pile.length / beltMillimetresPerSecond) * 1_000
    this.belt.remove(pile)
    this.bins.catch(pile.things, bin, this.#at, this.#at + slides + fallMilliseconds)
  }
  #hasRoom(gap: number): boolean {
    return this.belt.piles.every((pile) => rear(pile) > gap - NEAR)
  }
  #push(things: readonly DropThing[]): void {
    const length = Math.max(...things.map(({ lengthMillimetres }) => lengthMillimetres))
    this.belt.add({ things, length, front: -this.layout.chamberMillimetres, pushed: true })
  }
  #diverter(bin: number): Actuator {
    const diverter = this.diverters.get(bin)
    if (diverter === undefined) throw new RangeError(`bin ${bin} has no diverter`)
    return diverter
  }

  #sense(): void {
    const { piles } = this.belt
    const levels = new Map([
      ...beltLevels(this.layout, piles, this.#switches, this.shutter.isHome(this.#at)),
      ...this.bins.levels(this.#at),
    ])
    const before = this.#levels
    this.#levels = this.#switches.powered ? levels : new Map([...levels.keys()].map((name) => [name, false]))
    for (const [name, active] of this.#levels)
      if (before.get(name) !== active) this.#untold.push(() => this.#levelChanges.tell({ name, active }))
    const tunnel = inTunnel(this.layout, piles)
    if (tunnel.join() === this.#tunnel.join()) return
    this.#tunnel = tunnel
    this.#untold.push(() => this.#tunnelChanges.tell(tunnel))
  }
}
