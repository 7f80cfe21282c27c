/** A drop's life: patrons bring piles, things go wrong, staff come and see to it, power goes and returns; then all heals. */
import { rmSync } from 'node:fs'
import { JournalFile } from '@lectern/device-agent/journal/journal-file'
import { Random } from '../../support/random.ts'
import { EventClock } from './event-clock.ts'
import { Kiosk } from './kiosk.ts'
import { LibrarySystem } from './library-system.ts'
import { Machine } from './machine.ts'
import { simulatedSettings } from './settings.ts'
import { EXCEPTION_BIN, pilesOf, type SimThing } from './things.ts'
import { Unheard } from './unheard.ts'
import { begin } from './weather.ts'

export interface LifeOptions {
  readonly seed: number
  readonly items: number
  /** False: nothing goes wrong, and patrons bring what is plain. */
  readonly faulty?: boolean
  /** The journal's file; in memory where left out. */
  readonly file?: string
}

/** So long the end may take, in milliseconds of virtual time. */
const END_MILLISECONDS = 1_800_000
const STAFF_LOOK_MILLISECONDS = 1_000
const AT_SLOT_MAX = 2

export class Life {
  readonly random: Random
  readonly clock: EventClock
  readonly machine: Machine
  readonly library: LibrarySystem
  readonly journal: JournalFile
  readonly things: readonly SimThing[]
  /** What was put in together with a thing. */
  readonly mates: ReadonlyMap<string, readonly string[]>
  readonly sortWhenAway: 'rules' | 'exception'
  faulty: boolean
  kiosk: Kiosk | null = null
  /** Where each thing was taken to, when its bin was emptied. */
  readonly carried = new Map<string, number>()
  readonly unheard: Unheard
  /** How often things went in. */
  readonly offered = new Map<string, number>()
  readonly counts = { lives: 0, powerCuts: 0, jams: 0, emptied: 0, takenOut: 0, steps: 0 }
  readonly #settings
  #piles: SimThing[][]
  #staffBusy = false
  #over = false

  constructor({ faulty = true, file = ':memory:', items, seed }: LifeOptions) {
    this.random = new Random(seed)
    this.clock = new EventClock(this.random)
    this.faulty = faulty
    this.#piles = pilesOf(this.random, items, faulty)
    this.things = this.#piles.flat()
    this.mates = new Map(
      this.#piles.flatMap((pile) =>
        pile.map(({ id }) => [id, pile.filter((mate) => mate.id !== id).map((mate) => mate.id)]),
      ),
    )
    this.machine = new Machine(this.clock, this.random, this.things)
    this.unheard = new Unheard(this.machine, () => this.kiosk !== null && this.machine.plugged)
    this.library = new LibrarySystem(this.clock, this.random, this.things)
    this.sortWhenAway = seed % 2 === 0 ? 'rules' : 'exception'
    this.#settings = simulatedSettings(this.sortWhenAway)
    if (file !== ':memory:') rmSync(file, { force: true })
    this.journal = new JournalFile({
      file,
      reserveBytes: 0,
      wall: () => this.clock.wall(),
      freeBytes: () => 1,
    })
  }

  async live(): Promise<void> {
    this.#powerOn()
    this.#patrons()
    this.#staff()
    if (this.faulty) begin(this)
    while (this.#piles.length > 0 || this.machine.drop.waiting.length > 0) await this.#step()
    this.faulty = false
    const end = this.clock.now() + END_MILLISECONDS
    while (!this.#isQuiet() || this.#piles.length > 0) {
      await this.#step()
      if (this.clock.now() > end) throw new Error(`the drop does not come to rest: ${this.#whatIsLeft()}`)
    }
  }
  end(): void {
    this.#over = true
    this.kiosk?.end()
    this.machine.drop.stop()
    this.journal.shut()
  }

  after(milliseconds: number, heal: () => void): void {
    this.clock.setTimeout(heal, milliseconds)
  }
  /** Against the shutter, whether it is open or not. */
  pushNext(): void {
    const pile = this.#piles[0]
    if (pile !== undefined && this.machine.drop.force(...pile)) this.#wentIn()
  }
  /** The cable of the module. */
  plug(plugged: boolean): void {
    this.machine.plug(plugged)
    this.unheard.look()
  }
  cutPower(): void {
    this.counts.powerCuts++
    this.kiosk?.end()
    this.machine.drop.set({ powered: false })
  }

  async #step(): Promise<void> {
    this.counts.steps++
    if (!(await this.clock.step())) throw new Error('nothing happens any more')
  }
  #wentIn(): void {
    for (const { id } of this.#piles.shift() ?? []) this.offered.set(id, (this.offered.get(id) ?? 0) + 1)
  }

  #powerOn(): void {
    this.counts.lives++
    this.machine.drop.set({ powered: true })
    const kiosk = new Kiosk({
      machine: this.machine,
      library: this.library,
      file: this.journal,
      settings: this.#settings,
      random: this.random,
      mayDie: () => this.faulty,
      onEnd: () => {
        this.kiosk = null
        this.unheard.look()
        if (this.#over) return
        this.after(1_000 + this.random.below(15_000), () => void (this.kiosk === null && this.#powerOn()))
      },
    })
    // Power may go while it starts.
    this.kiosk = kiosk.alive ? kiosk : null
  }

  #patrons(): void {
    const { drop } = this.machine
    if (this.#piles.length > 0 && drop.waiting.length < AT_SLOT_MAX) {
      drop.offer(...(this.#piles[0] ?? []))
      this.#wentIn()
    }
    this.after(100 + this.random.below(1_500), () => this.#patrons())
  }

  /** Somebody comes by, empties what is full, and frees what is stuck. */
  #staff(): void {
    this.after(STAFF_LOOK_MILLISECONDS, () => this.#staff())
    if (this.#staffBusy || this.kiosk === null) return
    const { drop } = this.machine
    const view = this.kiosk.drop.view()
    const full = drop.bins.numbers().find((bin) => drop.bins.isFull(bin))
    if (full !== undefined) this.#soon(() => this.#empty(full))
    else if (view.problem === 'DROP_JAM' || (!this.faulty && drop.belt.jams.size > 0))
      this.#soon(() => this.#free())
  }
  #soon(see: () => void): void {
    this.#staffBusy = true
    this.after(2_000 + this.random.below(15_000), () => {
      this.#staffBusy = false
      see()
    })
  }
  #empty(bin: number): void {
    if (this.kiosk === null) return
    this.counts.emptied++
    for (const { id } of this.machine.drop.empty(bin)) this.carried.set(id, bin)
  }
  #free(): void {
    const { drop } = this.machine
    this.counts.jams++
    this.#staffBusy = true
    drop.set({ doorOpen: true })
    this.after(1_500 + this.random.below(4_000), () => {
      const stuck = drop.belt.piles.find((pile) =>
        [...drop.belt.jams].some((at) => pile.front >= at - 1 && pile.front - pile.length < at),
      )
      if (stuck !== undefined && this.random.chance(0.3)) this.#takeOut(stuck.things.map(({ id }) => id))
      drop.clearJams()
      drop.set({ doorOpen: false })
      this.after(500, () => {
        this.#staffBusy = false
        this.kiosk?.drop.clear()
      })
    })
  }
  /** As they are told to: what came to hand is laid into the exception bin. */
  #takeOut(ids: readonly string[]): void {
    const { drop } = this.machine
    this.counts.takenOut += ids.length
    for (const id of ids) drop.takeOut(id)
    drop.layIn(EXCEPTION_BIN, ...this.things.filter(({ id }) => ids.includes(id)))
  }

  #isQuiet(): boolean {
    const { drop } = this.machine
    return (
      this.kiosk !== null &&
      drop.waiting.length === 0 &&
      drop.belt.piles.length === 0 &&
      drop.bins.falling.length === 0 &&
      this.kiosk.returns.open().length === 0 &&
      this.kiosk.stored.backlog().count === 0
    )
  }
  #whatIsLeft(): string {
    const { drop } = this.machine
    const view = this.kiosk?.drop.view()
    return JSON.stringify({
      kiosk: view === undefined ? 'off' : `${view.state} ${view.problem ?? ''}`,
      waiting: drop.waiting.length,
      belt: drop.belt.piles.map(
        ({ front, things }) => `${things.map(({ id }) => id).join('+')} at ${Math.round(front)}`,
      ),
      jams: [...drop.belt.jams],
      open: this.kiosk?.returns.open().slice(0, 5),
      backlog: this.kiosk?.stored.backlog().count,
    })
  }
}
