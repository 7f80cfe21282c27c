/** A small drop of wood and rubber: a belt that moves what lies on it, beams, diverters and bins, on a clock that a test moves. */
import type { ErrorCode } from '../../contract/errors.ts'
import type { PadTag } from '../../devices/rfid/contract.ts'
import { type Clock, ManualClock } from '../../runtime/clock.ts'
import type { BinChoice, Returns, TakeBack, TakenBack } from '../return/contract.ts'
import { Disk, DiskJournal } from './journal.test-support.ts'
import {
  DropReader,
  EXCEPTION,
  type FakeSignals,
  type Life,
  returned,
  settings,
  TestHands,
  type Thing,
  wired,
} from './parts.test-support.ts'
import { type DropPlan, dropPlan } from './plan.ts'
import type { Drop, DropPorts } from './ports.ts'
import { arrived, divert, INPUTS, OUTPUTS } from './roles.ts'
import { Sorter } from './sorter.ts'

/** So often the world moves, in milliseconds. */
const STEP = 5
/** From leaving the belt to the arrival sensor, and how long that sees it, in milliseconds. */
const FALL = 150
const PULSE = 60
const WATCHDOG = 150
/** Promises that are settled are heard within so many turns. */
const TURNS = 16

export class DropWorld {
  readonly clock = new ManualClock()
  readonly disk = new Disk()
  readonly reader = new DropReader()
  readonly hands = new TestHands()
  readonly plan: DropPlan
  readonly signals: FakeSignals
  readonly things: Thing[] = []
  readonly waiting: Thing[] = []
  readonly notices = new Set<string>()
  readonly asked: string[] = []
  readonly answers = new Map<string, TakenBack | Promise<TakenBack>>()
  readonly bins = new Map<string, BinChoice>()
  readonly sorted: string[] = []
  /** Everything moves by itself. */
  slides = false
  obstacle: ErrorCode | null = null
  /** The agent dies after so many writes. */
  diesAfter = Number.POSITIVE_INFINITY
  /** At a death: the mains are cut, so that outputs drop at once; else the watchdog drops them. */
  mainsCut = false
  readonly #make: (ports: DropPorts) => Drop
  #life: Life | null = null

  constructor(
    options: {
      readonly settings?: object
      readonly without?: readonly string[]
      readonly make?: (ports: DropPorts) => Drop
    } = {},
  ) {
    this.plan = dropPlan(settings(options.settings))
    this.#make = options.make ?? ((ports) => new Sorter(ports))
    this.signals = wired(this.plan, new Set(options.without))
    this.#move()
  }

  get drop(): Drop {
    if (this.#life === null) throw new Error('nothing runs')
    return this.#life.drop
  }
  get isDead(): boolean {
    return this.#life?.alive !== true
  }

  /** Begins an agent over what the disk holds. */
  begin(): void {
    const life: { alive: boolean } = { alive: true }
    const journal = new DiskJournal(this.disk, () => {
      if (this.disk.writes >= this.diesAfter) this.kill()
      return life.alive
    })
    const during = <Arguments extends readonly unknown[]>(action: (...given: Arguments) => void) => {
      return (...given: Arguments) => {
        if (life.alive) action(...given)
      }
    }
    const clock: Clock = {
      now: () => this.clock.now(),
      wall: () => this.clock.wall(),
      setTimeout: (callback, milliseconds) => this.clock.setTimeout(during(callback), milliseconds),
      clearTimeout: (handle) => this.clock.clearTimeout(handle),
    }
    const { signals, reader } = this
    const ports: DropPorts = {
      plan: this.plan,
      signals: {
        has: signals.has,
        read: signals.read,
        states: () => signals.states(),
        onChange: (listener) => signals.onChange(during(listener)),
        set: (name, active) =>
          life.alive ? signals.set(name, active) : new Promise<boolean>(() => undefined),
      },
      byHand: this.hands.heardBy(during),
      reader: Object.assign(Object.create(reader), {
        onField: (listener: (field: readonly PadTag[]) => void) => reader.onField(during(listener)),
      }),
      returns: this.#returns(journal),
      choose: (item, taken) =>
        this.bins.get(item) ??
        ('secured' in taken ? { bin: 1, reason: null } : { bin: EXCEPTION, reason: taken.problem.code }),
      journal,
      notices: {
        raise: during((code: ErrorCode, detail: string) => void this.notices.add(`${code} ${detail}`)),
        clear: during((code: ErrorCode) => {
          for (const notice of this.notices) if (notice.startsWith(code)) this.notices.delete(notice)
        }),
      },
      clock,
      onSorted: (item, bin) => this.sorted.push(`${item} ${bin}`),
    }
    // What the core does at a start: of what may have been heard the library system is told again.
    for (const row of this.disk.open()) if (row.phase === 'asking') journal.settle(row.id, 'kept', null)
    const drop = this.#make(ports)
    this.#life = Object.assign(life, { drop })
    drop.start()
  }

  kill(): void {
    const life = this.#life
    if (life === null || !life.alive) return
    life.alive = false
    this.diesAfter = Number.POSITIVE_INFINITY
    if (this.mainsCut) this.dropOutputs()
    else this.clock.setTimeout(() => this.dropOutputs(), WATCHDOG)
  }
  dropOutputs(): void {
    for (const name of [
      OUTPUTS.shutter,
      OUTPUTS.feeder,
      OUTPUTS.belt,
      OUTPUTS.lamp,
      ...this.plan.bins.map((bin) => divert(bin.number)),
    ])
      if (this.signals.read(name) === true) this.signals.become(name, false)
  }

  /** The I/O module loses its power, or has it again. */
  moduleAway(): void {
    for (const name of this.signals.levels.keys()) this.signals.become(name, null)
  }
  moduleBack(): void {
    const active = new Set<string>([INPUTS.serviceDoor, INPUTS.emergencyStop])
    if (this.#isOver(0)) active.add(INPUTS.entry)
    if (this.#isOver(this.plan.tunnel)) active.add(INPUTS.tunnel)
    for (const name of this.signals.levels.keys()) this.signals.become(name, active.has(name))
  }
  pulse(input: string): void {
    this.signals.become(input, true)
    this.signals.become(input, false)
  }

  /** Somebody stands at the drop with these, and gives one in whenever it opens. */
  give(...things: readonly Thing[]): void {
    this.waiting.push(...things)
  }
  /** However shut it is. */
  force(given: Thing, front = 0): void {
    this.things.push(given)
    given.front = front
    this.#sense()
  }

  async run(milliseconds: number): Promise<void> {
    for (let left = milliseconds; left > 0; left -= STEP) {
      this.clock.advance(STEP)
      for (let turn = 0; turn < TURNS; turn++) await Promise.resolve()
    }
  }
  async until(holds: () => boolean, milliseconds = 30_000): Promise<void> {
    for (let left = milliseconds; !holds(); left -= STEP) {
      if (left <= 0) throw new Error(`it did not happen: ${String(holds)}`)
      await this.run(STEP)
    }
  }
  /** An agent that is well, with an empty belt. */
  async open(): Promise<void> {
    this.begin()
    await this.until(() => this.drop.view().state === 'open')
  }
  async settled(): Promise<void> {
    await this.until(
      () =>
        this.waiting.length === 0 &&
        this.things.every(({ front }) => front === null) &&
        this.disk.open().length === 0,
    )
    await this.run(FALL + PULSE)
  }
  get belt(): boolean {
    return this.signals.read(OUTPUTS.belt) === true
  }
  get shutter(): boolean {
    return this.signals.read(OUTPUTS.shutter) === true
  }
  /** What the record says in the end: item, verdict, bin, reason. */
  said(): string[] {
    return this.disk
      .closed()
      .map(({ item, verdict, bin, reason }) => `${item ?? '-'} ${verdict} ${bin ?? '-'} ${reason ?? 'fine'}`)
  }

  #returns(journal: DiskJournal): Returns {
    return {
      obstacle: () => this.obstacle,
      begin: () => journal.begin({ at: this.clock.wall() }),
      takeBack: async (request) => this.#takeBack(journal, request),
      leaveUntaken: (entry) => journal.settle(entry, 'untaken', null),
      setAside: async (entry, item) => journal.setAside(entry, item),
      secure: async () => 'secured',
      giveUp: () => undefined,
      tellPlace: async () => undefined,
    }
  }
  async #takeBack(journal: DiskJournal, { entry, item, tags }: TakeBack): Promise<TakenBack> {
    journal.asking(entry, item, tags)
    this.asked.push(item)
    const taken = await (this.answers.get(item) ?? returned())
    if (taken.kind === 'unresolved') return taken
    journal.settle(entry, taken.kind, taken.title)
    if ('secured' in taken && taken.secured) for (const tag of tags) journal.secured(entry, tag)
    return taken
  }

  #move(): void {
    const { signals } = this
    const [first] = this.waiting
    const isFree = this.things.every((other) => other.front === null || other.front >= other.length)
    if (first !== undefined && signals.read(OUTPUTS.shutter) === true && isFree) {
      this.waiting.shift()
      this.things.push(first)
      first.front = 0
    }
    if (this.slides || signals.read(OUTPUTS.belt) === true)
      for (const moved of this.things) this.#advance(moved, (this.plan.speed * STEP) / 1000)
    this.#sense()
    this.clock.setTimeout(() => this.#move(), STEP)
  }

  #advance(moved: Thing, way: number): void {
    if (moved.front === null) return
    const before = moved.front
    moved.front = Math.min(before + way, moved.stuckAt ?? Number.POSITIVE_INFINITY)
    const passed = this.plan.bins.find(
      ({ number, exception, place }) =>
        before < place &&
        (moved.front ?? 0) >= place &&
        (exception || this.signals.read(divert(number)) === true),
    )
    if (passed !== undefined) this.#fall(moved, passed.number)
  }

  #fall(falling: Thing, bin: number): void {
    falling.front = null
    falling.bin = bin
    this.clock.setTimeout(() => this.signals.become(arrived(bin), true), FALL)
    this.clock.setTimeout(() => this.signals.become(arrived(bin), false), FALL + PULSE)
  }

  #isOver(beam: number): boolean {
    return this.things.some(({ front, length }) => front !== null && front >= beam && front - length < beam)
  }

  #sense(): void {
    for (const [name, beam] of [
      [INPUTS.entry, 0],
      [INPUTS.tunnel, this.plan.tunnel],
    ] as const)
      if (this.signals.read(name) !== null) this.signals.become(name, this.#isOver(beam))
    const inTunnel = this.things.filter(
      ({ front, length }) => front !== null && front >= 0 && front - length < this.plan.tunnel,
    )
    const field = inTunnel.flatMap(({ tags }) => tags)
    if (field.map(({ uid }) => uid).join() !== this.reader.field.map(({ uid }) => uid).join())
      this.reader.lay(...field)
  }
}
