/** The drop of one bin: what comes through the shutter slides past the reader and falls. Exceptions fall into it as well. */
import type { ErrorCode } from '../../contract/errors.ts'
import type { ReturnId } from '../../journal/returns-contract.ts'
import type { TimerHandle } from '../../runtime/clock.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'
import { Bins } from './bins.ts'
import { type Decision, decide } from './decide.ts'
import { Front } from './front.ts'
import { CLOSING_MILLISECONDS, IDLE_LOOK_MILLISECONDS } from './limits.ts'
import { Outputs } from './outputs.ts'
import type { Drop, DropPorts } from './ports.ts'
import { DropRecord } from './record.ts'
import { arrived, INPUTS } from './roles.ts'
import { isPresent, SIMPLE_NEEDS, whatForbids, whyShut } from './shut.ts'
import { TunnelReading } from './tunnel-reading.ts'
import { Visit } from './visit.ts'

/** What came in and has not ended. */
interface Here {
  readonly reasons: Map<ReturnId, ErrorCode | null>
  reading: TunnelReading | null
  /** Monotonic milliseconds; null until it is decided. */
  decidedAt: number | null
  /** It has fallen into the bin. */
  fallen: boolean
}

export class SimpleDrop implements Drop {
  readonly #ports: DropPorts
  readonly #bin: number
  readonly #record: DropRecord
  readonly #outputs: Outputs
  readonly #bins: Bins
  readonly #front: Front
  readonly #visit: Visit
  readonly #levels = new Map<string, boolean | null>()
  readonly #unsubscribe: Unsubscribe[] = []
  #here: Here | null = null
  /** Of a heap so many more may fall. */
  #heap = 0
  #jammed = false
  #timer: TimerHandle = null
  #stopped = false

  constructor(given: DropPorts) {
    const visit = new Visit(given)
    const ports = visit.listening(given)
    const { clock, journal, plan, signals } = ports
    this.#ports = ports
    this.#bin = plan.exception.number
    this.#record = new DropRecord(ports)
    this.#outputs = new Outputs(signals, clock, () => this.#look())
    this.#bins = new Bins({ plan, signals, clock, journal, outputs: this.#outputs })
    this.#front = new Front({ ports, record: this.#record, outputs: this.#outputs, bins: this.#bins, visit })
    this.#visit = visit
  }

  start(): void {
    const { byHand, journal, reader, signals } = this.#ports
    for (const { id, place, sorted } of journal.open())
      if (place === 'drop') this.#record.lies(id, this.#bin, sorted?.reason ?? 'DROP_INTERRUPTED')
    for (const { name, active } of signals.states()) this.#levels.set(name, active)
    this.#unsubscribe.push(
      signals.onChange(({ name }) => this.#changed(name)),
      reader.onStatus(() => this.#look()),
      byHand.onChange(() => this.#look()),
    )
    this.#look()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    this.#ports.clock.clearTimeout(this.#timer)
    this.#here?.reading?.cancel()
    await this.#front.stop()
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

  /** What was stuck lies in the bin now: staff have put it there. */
  clear(): void {
    if (!this.#jammed) return
    this.#jammed = false
    this.#end('DROP_JAM')
    this.#look()
  }

  #changed(name: string): void {
    const level = this.#ports.signals.read(name)
    const before = this.#levels.get(name) ?? null
    this.#levels.set(name, level)
    if (name === INPUTS.entry && level === false) this.#here?.reading?.reachedEnd()
    if (level === true && before === false) {
      if (name === arrived(this.#bin)) this.#arrived()
      else this.#front.pressed(name)
    }
    this.#look()
  }

  #arrived(): void {
    if (this.#here !== null && !this.#here.fallen) this.#here.fallen = true
    else if (this.#heap > 0) this.#heap--
    else {
      this.#record.stranger(this.#bin)
      this.#ports.notices.raise('DROP_UNEXPECTED_ARRIVAL', `bin ${this.#bin}`)
    }
  }

  #look(): void {
    if (this.#stopped) return
    const { byHand, clock, signals } = this.#ports
    this.#record.look()
    this.#bins.look()
    const forbids = whatForbids(signals, SIMPLE_NEEDS, this.#jammed ? [] : byHand.held)
    if (this.#here === null && isPresent(this.#ports.signals) && !this.#jammed) this.#enter()
    this.#watch(forbids !== null)
    const problem = forbids ?? this.#problem()
    const busy = this.#here !== null || isPresent(this.#ports.signals)
    this.#front.show({ problem, busy, onBelt: this.#here === null ? 0 : 1 })
    clock.clearTimeout(this.#timer)
    this.#timer = clock.setTimeout(() => this.#look(), IDLE_LOOK_MILLISECONDS)
  }

  #enter(): void {
    const { clock, plan, reader } = this.#ports
    const id = this.#record.begin()
    if (id === null) return
    const here: Here = { reasons: new Map(), reading: null, decidedAt: null, fallen: false }
    this.#here = here
    this.#heap = 0
    this.#sort(here, id, 'DROP_INTERRUPTED')
    this.#visit.tookIn(id)
    const onRead: ConstructorParameters<typeof TunnelReading>[0]['onRead'] = (tags) => {
      here.reading = null
      const another = () => this.#another(here)
      const arriving = { ids: [id], tags, forced: null, another }
      void decide({ ...this.#ports, record: this.#record }, arriving).then((decision) =>
        this.#decided(here, decision),
      )
    }
    here.reading = new TunnelReading({ reader, clock, limits: plan.read, isOther: () => false, onRead })
  }

  async #another(here: Here): Promise<ReturnId> {
    const id = await this.#record.beginInTime()
    this.#sort(here, id, 'DROP_INTERRUPTED')
    return id
  }

  #decided(here: Here, { reasons }: Decision): void {
    if (this.#stopped) return
    here.decidedAt = this.#ports.clock.now()
    for (const [id, reason] of reasons) this.#sort(here, id, reason)
    this.#visit.decided([...reasons.keys()])
    this.#look()
  }

  #sort(here: Here, id: ReturnId, reason: ErrorCode | null): void {
    here.reasons.set(id, reason)
    const sorted = { bin: this.#bin, reason, beltMillimetres: null }
    this.#record.write(() => this.#ports.journal.sort(id, sorted))
  }

  /** Ends what has fallen; what has not, where it should have, is stuck. Without a sensor it has fallen when it is gone. */
  #watch(interrupted: boolean): void {
    const here = this.#here
    if (here === null || here.decidedAt === null || this.#jammed) return
    const { clock, signals } = this.#ports
    const gone = signals.read(INPUTS.entry) === false
    if (interrupted) this.#end('DROP_INTERRUPTED')
    else if (gone && (here.fallen || !signals.has(arrived(this.#bin)))) this.#end(null)
    else this.#jammed = clock.now() - here.decidedAt > CLOSING_MILLISECONDS
  }

  /** It lies in the bin; `because` where nothing graver is known of it. */
  #end(because: ErrorCode | null): void {
    const here = this.#here
    if (here === null) return
    this.#here = null
    this.#heap = here.reasons.size - 1
    for (const [id, reason] of here.reasons) {
      const item = this.#ports.journal.entry(id)?.item ?? null
      this.#record.lies(id, this.#bin, reason ?? because)
      if (item !== null) this.#ports.onSorted(item, this.#bin)
    }
  }

  #problem(): { readonly code: ErrorCode; readonly detail: string } | null {
    const { reader, returns } = this.#ports
    if (this.#jammed) return { code: 'DROP_JAM', detail: 'entry' }
    const code = whyShut({
      record: this.#record.obstacle,
      emptying: null,
      isExceptionBinFull: this.#bins.isFull(this.#bin),
      reader: reader.status,
      returns: returns.obstacle(),
    })
    return code === null ? null : { code, detail: '' }
  }
}
