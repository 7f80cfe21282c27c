/** The drop with a belt. Everything follows, at each look, from the signals, the belt's way and what lies on it; nothing waits. */
import type { ErrorCode } from '../../contract/errors.ts'
import type { TimerHandle } from '../../runtime/clock.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'
import { Belt } from './belt.ts'
import { Bins } from './bins.ts'
import { Front } from './front.ts'
import { Intake } from './intake.ts'
import { IDLE_LOOK_MILLISECONDS, LOOK_MILLISECONDS, PLACE_SLACK_MILLIMETRES } from './limits.ts'
import { Line } from './line.ts'
import { Outputs } from './outputs.ts'
import type { Drop, DropPorts } from './ports.ts'
import { DropRecord } from './record.ts'
import { arrived, INPUTS, OUTPUTS } from './roles.ts'
import { isPresent, sorterNeeds, whatForbids } from './shut.ts'
import { type Mode, type Problem, problemOf } from './sorter-mode.ts'
import { lateInTunnel } from './tracker.ts'
import { Visit } from './visit.ts'

export class Sorter implements Drop {
  readonly #ports: DropPorts
  readonly #record: DropRecord
  readonly #outputs: Outputs
  readonly #bins: Bins
  readonly #belt: Belt
  readonly #line: Line
  readonly #intake: Intake
  readonly #front: Front
  readonly #levels = new Map<string, boolean | null>()
  readonly #unsubscribe: Unsubscribe[] = []
  #mode: Mode = { is: 'emptying', until: null }
  /** The belt's way when something came that cannot be recorded yet. */
  #unrecorded: number | null = null
  /** The belt's way when it began to be emptied, where something covered the entry that was taken for the last one known. */
  #covered: number | null = null
  /** So often staff have looked for what does not come out, and taken it in hand. */
  #looks = 0
  /** The signals are not known. */
  #isAway = true
  #timer: TimerHandle = null
  #stopped = false

  constructor(given: DropPorts) {
    const visit = new Visit(given)
    const ports = visit.listening(given)
    const { clock, journal, plan, signals } = ports
    const look = () => this.#look()
    const outputs = new Outputs(signals, clock, look)
    const record = new DropRecord(ports)
    const bins = new Bins({ plan, signals, clock, journal, outputs })
    const belt = new Belt({
      signals,
      clock,
      speed: plan.speed,
      travel: journal.belt,
      write: (millimetres) => record.write(() => journal.moveBelt(millimetres)),
      onAnswer: look,
    })
    const line = new Line({ ports, record, belt, outputs, bins })
    this.#ports = ports
    this.#record = record
    this.#outputs = outputs
    this.#bins = bins
    this.#belt = belt
    this.#line = line
    this.#intake = new Intake({ ports, record, line, bins, visit, onDecided: look })
    this.#front = new Front({ ports, record, outputs, bins, visit })
  }

  start(): void {
    const { byHand, reader, signals } = this.#ports
    this.#line.recover(!this.#ports.journal.beltRests)
    for (const { name, active } of signals.states()) this.#levels.set(name, active)
    this.#unsubscribe.push(
      signals.onChange(({ name }) => this.#changed(name)),
      reader.onStatus(() => this.#look()),
      byHand.onChange(() => this.#handled()),
    )
    this.#look()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    this.#ports.clock.clearTimeout(this.#timer)
    this.#intake.stop()
    this.#line.recordFalls()
    await Promise.all([
      this.#belt.interrupted(false),
      this.#outputs.dropDiverters(this.#ports.plan),
      this.#front.stop(),
    ])
  }

  view = () => this.#front.view()
  onView: Drop['onView'] = (listener) => this.#front.onView(listener)
  greeting = () => this.#front.greeting()
  onGreeting: Drop['onGreeting'] = (listener) => this.#front.onGreeting(listener)
  wish: Drop['wish'] = (wish) => this.#front.wish(wish)
  resolve = (id: number) => this.#front.resolve(id)

  empty(bin: number): boolean {
    const done = this.#front.empty(bin)
    this.#look()
    return done
  }

  clear(): void {
    if (this.#mode.is !== 'jammed') return
    this.#interrupt(false)
    this.#line.looked()
    this.#looks++
    this.#look()
  }

  /** A level is compared with the one before: what was there when a module came back is no event. */
  #changed(name: string): void {
    const level = this.#ports.signals.read(name)
    const before = this.#levels.get(name) ?? null
    this.#levels.set(name, level)
    if (level === true && before === false) this.#rose(name)
    this.#look()
  }

  #rose(name: string): void {
    const { plan } = this.#ports
    const bin = plan.bins.find(({ number }) => arrived(number) === name)
    if (bin !== undefined) this.#line.arrived(bin.number)
    else if (name === INPUTS.tunnel) {
      const onItsWay = this.#isWithin(plan.tunnel + plan.itemMax)
      if (!this.#intake.reachedEnd() && !onItsWay && (this.#mode.is === 'running' || this.#belt.moves))
        this.#enter(this.#belt.travel - plan.tunnel, 'DROP_READ_ZONE_ONLY')
    } else if ((name === INPUTS.entry || name === INPUTS.weight) && isPresent(this.#ports.signals)) {
      // While the belt is emptied, places are not known well enough to tell two apart that lie so close.
      const same = this.#mode.is === 'emptying' ? plan.itemMax : plan.itemMin
      if (!this.#isWithin(same)) this.#enter(this.#belt.travel)
    } else this.#front.pressed(name)
  }
  /** The last one's front is nearer than that to the entry. */
  #isWithin(millimetres: number): boolean {
    const { last } = this.#line
    return last !== null && this.#line.frontOf(last) < millimetres
  }

  #enter(entered: number, why: ErrorCode | null = null): void {
    const forced = why ?? (this.#mode.is === 'running' ? null : 'DROP_INTERRUPTED')
    if (!this.#intake.enter(entered, forced)) {
      this.#unrecorded = entered
      return
    }
    this.#unrecorded = null
    if (this.#mode.is === 'emptying' && this.#mode.until !== null)
      this.#mode = { is: 'emptying', until: Math.max(this.#mode.until, entered + this.#ports.plan.flush) }
  }

  #look(): void {
    if (this.#stopped) return
    this.#record.look()
    this.#bins.look()
    if (this.#unrecorded !== null && isPresent(this.#ports.signals)) this.#enter(this.#unrecorded)
    else this.#unrecorded = null
    const forbids = this.#whatForbids()
    const isAway = forbids?.code === 'DROP_SIGNALS_AWAY'
    const lost = this.#belt.isLost || this.#outputs.hasDropped()
    if (forbids === null && !lost) this.#goOn()
    else if (this.#mode.is === 'jammed') this.#stayJammed(lost || isAway)
    else if (this.#mode.is === 'running' || this.#mode.until !== null) this.#interrupt(lost || isAway)
    // What was just falling when the belt stopped is not heard then.
    else if (isAway && !this.#isAway) this.#line.recover(true)
    this.#isAway = isAway
    this.#belt.drive(forbids === null && this.#mayRun() && this.#line.steer())
    this.#belt.look()
    this.#show(forbids)
    this.#ports.clock.clearTimeout(this.#timer)
    const pause = this.#belt.moves ? LOOK_MILLISECONDS : IDLE_LOOK_MILLISECONDS
    this.#timer = this.#ports.clock.setTimeout(() => this.#look(), pause)
  }

  #whatForbids(): Problem | null {
    const { byHand, plan, signals } = this.#ports
    const onTheirWay = this.#line.pieces.filter((piece) => this.#line.isPastRecall(piece))
    const needed = [...sorterNeeds(plan.exception.number), ...onTheirWay.map(({ bin }) => arrived(bin))]
    return whatForbids(signals, needed, this.#mode.is === 'jammed' ? [] : byHand.held)
  }

  #goOn(): void {
    const { plan } = this.#ports
    const { travel } = this.#belt
    if (this.#mode.is === 'running') this.#watch()
    else if (this.#mode.is === 'jammed') this.#record.together(() => this.#line.stand())
    else if (this.#mode.until === null) {
      if (this.#record.obstacle !== null || this.#bins.isFull(plan.exception.number)) return
      this.#line.recover(false)
      this.#mode = { is: 'emptying', until: travel + plan.flush }
      const isKnown = this.#isWithin(plan.itemMax)
      const covered = isPresent(this.#ports.signals)
      if (covered && !isKnown) this.#enter(travel)
      this.#covered = covered && isKnown ? travel : null
    } else if (travel >= this.#mode.until) this.#emptied()
    else this.#uncover()
  }
  /** What covers the entry from the beginning on, farther than the longest item reaches, is not the last one that is known. */
  #uncover(): void {
    const began = this.#covered
    const { last } = this.#line
    const isCovered = began !== null && isPresent(this.#ports.signals)
    if (isCovered && last !== null && this.#line.frontOf(last) <= this.#ports.plan.itemMax) return
    this.#covered = null
    if (isCovered) this.#enter(began)
    else if (began !== null) this.#line.mayBeMore()
  }
  /** Staff look once for what did not come out, and lay it aside, before it is recorded so. */
  #emptied(): void {
    if (this.#looks < this.#line.looksNeeded) {
      this.#record.together(() => this.#line.seek())
      this.#jam('belt')
      return
    }
    this.#looks = 0
    this.#line.emptied()
    this.#mode = { is: 'running' }
  }

  /** What does not move as it should is stuck. */
  #watch(): void {
    const { plan } = this.#ports
    const line = this.#line
    const bin = line.stuck()
    if (bin !== null) this.#jam(bin)
    const inTunnel = lateInTunnel(line.pieces, line.place, plan)
    const { last } = line
    if (inTunnel !== null) {
      const inEntry = isPresent(this.#ports.signals) && inTunnel === last
      line.stuckAt(inTunnel, inEntry ? 0 : plan.tunnel)
      this.#jam(inEntry ? 'entry' : 'read zone')
    }
    if (this.#mode.is === 'jammed' || this.#unrecorded !== null || !isPresent(this.#ports.signals)) return
    if (last === null) this.#enter(this.#belt.travel)
    else if (line.frontOf(last) > 2 * plan.itemMax) {
      line.stuckAt(last, 0)
      this.#jam('entry')
    } else if (line.frontOf(last) > plan.itemMax + PLACE_SLACK_MILLIMETRES) this.#intake.tooLong(last)
  }

  #jam(where: string): void {
    this.#mode = { is: 'jammed', where, isUnseen: false }
    this.#intake.interrupt()
    void this.#outputs.dropDiverters(this.#ports.plan)
  }
  /** A jam stays one until staff have cleared it, whatever happens meanwhile: until then nobody has looked. */
  #stayJammed(lost: boolean): void {
    if (this.#mode.is !== 'jammed' || !lost) return
    if (this.#outputs.hasDropped()) void this.#outputs.drop(OUTPUTS.lamp)
    if (this.#mode.isUnseen && !this.#belt.moves) return
    this.#mode = { ...this.#mode, isUnseen: true }
    this.#letGo(true)
    this.#line.recover(true)
  }

  /** The belt does not simply go on: it is emptied first. */
  #interrupt(lost: boolean): void {
    this.#mode = { is: 'emptying', until: null }
    this.#outputs.forgetDropped()
    this.#letGo(lost)
    this.#front.close()
    this.#intake.interrupt()
    this.#line.recover(lost)
  }
  #letGo(lost: boolean): void {
    void this.#belt.interrupted(lost)
    void this.#outputs.dropDiverters(this.#ports.plan)
  }
  /** Somebody begins to try outputs by hand, or has ended: nothing is as the drop left it. A jam stays one. */
  #handled(): void {
    if (this.#mode.is === 'jammed') this.#letGo(false)
    else this.#interrupt(false)
    this.#look()
  }
  #mayRun(): boolean {
    if (this.#record.obstacle !== null || this.#unrecorded !== null) return false
    if (this.#intake.holds()) return false
    if (this.#mode.is === 'emptying') return this.#mode.until !== null
    return this.#mode.is === 'running' && this.#line.pieces.length > 0
  }

  #show(forbids: Problem | null): void {
    this.#front.show({
      problem: forbids ?? problemOf(this.#mode, this.#record, this.#bins, this.#ports),
      busy: this.#isBusy(),
      onBelt: this.#line.pieces.length,
    })
  }

  /** Until the last one is far enough in, the next has to wait. */
  #isBusy(): boolean {
    const { plan, signals } = this.#ports
    const inTheWay = signals.read(INPUTS.entry) === true || signals.read(INPUTS.tunnel) === true
    return this.#isWithin(plan.spacing) || inTheWay || this.#unrecorded !== null || !this.#intake.isIdle
  }
}
