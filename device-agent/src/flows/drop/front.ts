import type { DropWish, Greeting } from '../../contract/drop-screen.ts'
import type { ErrorCode } from '../../contract/errors.ts'
import type { DropView } from '../../contract/staff.ts'
import type { ReturnId } from '../../journal/returns-contract.ts'
import { Signal, type Unsubscribe } from '../../runtime/emitter.ts'
import type { Bins } from './bins.ts'
import { CLOSING_MILLISECONDS, EXCEPTIONS_SHOWN_MAX, SIGNALS_AWAY_MILLISECONDS } from './limits.ts'
import type { Outputs } from './outputs.ts'
import type { DropPorts } from './ports.ts'
import type { DropRecord } from './record.ts'
import { emptied, INPUTS, OUTPUTS } from './roles.ts'
import { mayFeed } from './shut.ts'
import type { Visit } from './visit.ts'

export interface Showing {
  /** Why it takes nothing; null: it does. */
  readonly problem: { readonly code: ErrorCode; readonly detail: string } | null
  /** One is on its way in. */
  readonly busy: boolean
  readonly onBelt: number
}

/** Their notices are the drop's own; those of the library system, the journal and the reader others raise. */
const OWN: ReadonlySet<ErrorCode> = new Set([
  'DROP_JAM',
  'DROP_EXCEPTION_BIN_FULL',
  'DROP_SERVICE_DOOR',
  'DROP_EMERGENCY_STOP',
  'DROP_SIGNALS_AWAY',
])
/** What it moves. */
const DRIVEN = [OUTPUTS.shutter, OUTPUTS.feeder, OUTPUTS.lamp] as const
/** Notices that end when staff have seen to every exception of their kind. */
const UNTIL_RESOLVED = ['DROP_ITEM_MISSING', 'DROP_READ_ZONE_ONLY', 'DROP_UNEXPECTED_ARRIVAL'] as const

/** What those who come are told of it; of all else, only that it is shut. */
const SHUT: Partial<Record<ErrorCode, Greeting['state']>> = {
  DROP_EXCEPTION_BIN_FULL: 'full',
  DROP_JAM: 'stuck',
  DROP_SERVICE_DOOR: 'staff',
  DROP_EMPTYING: 'starting',
}

export interface FrontParts {
  readonly ports: DropPorts
  readonly record: DropRecord
  readonly outputs: Outputs
  readonly bins: Bins
  readonly visit: Visit
}

/** What is seen of the drop from outside: the shutter, the lamp, the greeting, and what staff are shown and told. */
export class Front {
  readonly #parts: FrontParts
  readonly #endHands: Unsubscribe
  readonly #views = new Signal<DropView>()
  readonly #greetings = new Signal<Greeting>()
  #showing: Showing = { problem: null, busy: false, onBelt: 0 }
  #shown = ''
  #greeted = ''
  #problemSince = 0
  #raised: ErrorCode | null = null
  /** What is wrong with a bin, since when in monotonic milliseconds, and whether staff know. */
  readonly #binsToldAs = new Map<number, { code: ErrorCode; since: number; told: boolean }>()
  #shutAt: number | null = null
  #shutterRaised = false
  readonly #deaf: Unsubscribe

  constructor(parts: FrontParts) {
    const { outputs, ports } = parts
    this.#parts = parts
    this.#deaf = parts.visit.changes.listen(() => this.#tell())
    // Whoever tried them left them as they were found, which the drop does not rely on.
    this.#endHands = ports.byHand.onChange(() => {
      for (const name of DRIVEN) void outputs.drop(name)
    })
  }

  show(showing: Showing): void {
    const { clock } = this.#parts.ports
    if (showing.problem?.code !== this.#showing.problem?.code) this.#problemSince = clock.now()
    this.#showing = showing
    this.#move()
    this.#notify()
    this.#tell()
  }

  view(): DropView {
    const { problem, busy, onBelt } = this.#showing
    return {
      state: problem !== null ? 'shut' : busy ? 'busy' : 'open',
      problem: problem?.code ?? null,
      onBelt,
      bins: this.#parts.bins.views(),
      exceptions: this.#parts.ports.journal.listed(EXCEPTIONS_SHOWN_MAX).map((listed) => ({
        id: listed.id,
        at: new Date(listed.at).toISOString(),
        item: listed.item,
        title: listed.title,
        bin: listed.bin,
        reason: listed.reason,
      })),
    }
  }
  onView(listener: (view: DropView) => void): Unsubscribe {
    return this.#views.listen(listener)
  }

  greeting(): Greeting {
    const { problem, busy } = this.#showing
    const state = problem !== null ? (SHUT[problem.code] ?? 'shut') : busy ? 'wait' : 'welcome'
    const seen = this.#parts.visit.view()
    return { ...seen, state, visit: seen.visit === 'possible' && state !== 'welcome' ? 'none' : seen.visit }
  }
  /** A visit begins with nothing on its way: what comes to light late must not be another's. */
  wish(wish: DropWish): void {
    if (wish !== 'begin' || this.greeting().state === 'welcome') this.#parts.visit.wish(wish)
  }
  onGreeting(listener: (greeting: Greeting) => void): Unsubscribe {
    return this.#greetings.listen(listener)
  }

  /** Of inputs: the buttons and switches of the bins. */
  pressed(name: string): void {
    const bin = this.#parts.ports.plan.bins.find(({ number }) => emptied(number) === name)
    if (bin !== undefined) this.empty(bin.number)
  }

  empty(bin: number): boolean {
    const { ports, record } = this.#parts
    if (!ports.plan.bins.some(({ number }) => number === bin)) return false
    record.write(() => ports.journal.emptied(bin))
    return record.obstacle === null
  }

  resolve(id: number): boolean {
    const { journal } = this.#parts.ports
    let resolved = false
    this.#parts.record.write(() => {
      resolved = journal.resolve(id as ReturnId)
    })
    this.#tell()
    return resolved
  }

  /** At once, whatever else holds. */
  close(): void {
    for (const name of [OUTPUTS.shutter, OUTPUTS.feeder]) void this.#parts.outputs.drop(name)
  }

  async stop(): Promise<void> {
    const { outputs, visit } = this.#parts
    this.#deaf()
    this.#endHands()
    visit.stop()
    await Promise.all(DRIVEN.map((name) => outputs.drop(name)))
  }

  #move(): void {
    const { outputs, bins, ports } = this.#parts
    const { problem, busy } = this.#showing
    const open = problem === null && !busy
    if (problem?.code !== 'DROP_SIGNALS_AWAY') {
      outputs.want(OUTPUTS.shutter, open)
      outputs.want(OUTPUTS.feeder, mayFeed(ports.signals, problem === null, open))
    }
    const calls = problem !== null && OWN.has(problem.code) && problem.code !== 'DROP_SIGNALS_AWAY'
    if (ports.byHand.held.length === 0)
      outputs.want(OUTPUTS.lamp, calls || ports.plan.bins.some(({ number }) => bins.isFull(number)))
    if (open) this.#shutAt = null
    else this.#shutAt ??= ports.clock.now()
  }

  #notify(): void {
    const { ports } = this.#parts
    const { problem } = this.#showing
    const own = problem !== null && OWN.has(problem.code) ? problem : null
    const early =
      own?.code === 'DROP_SIGNALS_AWAY' && ports.clock.now() - this.#problemSince < SIGNALS_AWAY_MILLISECONDS
    // What staff were told before they tried an output holds on.
    if (problem?.code === 'DROP_BY_HAND') return
    if (this.#raised !== null && this.#raised !== own?.code) {
      ports.notices.clear(this.#raised)
      this.#raised = null
    }
    if (own !== null && !early && this.#raised === null) {
      ports.notices.raise(own.code, own.detail)
      this.#raised = own.code
    }
    for (const { number, name } of ports.plan.bins) this.#notifyBin(number, name)
    this.#watchShutter()
  }

  /** What a module that is just coming back does not know yet is no news. */
  #notifyBin(bin: number, name: string): void {
    const { bins, ports } = this.#parts
    const isUnknown = this.#showing.problem?.code === 'DROP_SIGNALS_AWAY'
    const code = isUnknown ? null : bins.obstacle(bin)
    const before = this.#binsToldAs.get(bin)
    if (before !== undefined && before.code !== code) {
      if (before.told) ports.notices.clear(before.code, `bin ${bin}`)
      this.#binsToldAs.delete(bin)
    }
    if (code === null) return
    const { since, told } = this.#binsToldAs.get(bin) ?? { since: ports.clock.now(), told: false }
    const early = code === 'DROP_DIVERTER_AWAY' && ports.clock.now() - since < SIGNALS_AWAY_MILLISECONDS
    if (!told && !early) ports.notices.raise(code, name, `bin ${bin}`)
    this.#binsToldAs.set(bin, { code, since, told: told || !early })
  }

  #watchShutter(): void {
    const { clock, notices, signals } = this.#parts.ports
    const late = this.#shutAt !== null && clock.now() - this.#shutAt > CLOSING_MILLISECONDS
    if (late && signals.read(INPUTS.shutterClosed) === false && !this.#shutterRaised) {
      this.#shutterRaised = true
      notices.raise('DROP_SHUTTER_OPEN', '')
    } else if (this.#shutterRaised && (!late || signals.read(INPUTS.shutterClosed) === true)) {
      this.#shutterRaised = false
      notices.clear('DROP_SHUTTER_OPEN')
    }
  }
  /** The lists are read from the journal only where something was written, or looks different. */
  #tell(): void {
    const { bins, ports, record } = this.#parts
    const { problem, busy, onBelt } = this.#showing
    const fulls = ports.plan.bins.map(({ number }) => bins.isFull(number))
    const shown = JSON.stringify([problem?.code, busy, onBelt, record.changes, fulls])
    if (shown !== this.#shown) {
      this.#shown = shown
      const view = this.view()
      if (record.obstacle === null) this.#clearSeenTo(view)
      this.#views.tell(view)
    }
    const greeting = this.greeting()
    const greeted = JSON.stringify(greeting)
    if (greeted === this.#greeted) return
    this.#greeted = greeted
    this.#greetings.tell(greeting)
  }
  /** By staff, or because it came in again or was found. */
  #clearSeenTo({ exceptions }: DropView): void {
    for (const code of UNTIL_RESOLVED)
      if (!exceptions.some(({ reason }) => reason === code)) this.#parts.ports.notices.clear(code)
  }
}
