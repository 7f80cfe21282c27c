/** What is asked of the reader beside its records: its timer, its inputs, the people counter, and outputs to switch. */
import { LecternError } from '../../../contract/errors.ts'
import type { Clock } from '../../../runtime/clock.ts'
import type { FeigLink } from '../../shared/feig/link.ts'
import type { Session } from '../../supervised.ts'
import {
  type Command,
  GET_INPUT,
  GET_TIMER,
  type OutputPulse,
  PEOPLE_COUNTER,
  type PeopleCount,
  SET_OUTPUT,
  STATUS,
} from './codec.ts'
import { ofDay } from './sighting.ts'

export const COUNTER_MILLISECONDS = 5_000
/** An open cover is told within a second. */
export const INPUT_MILLISECONDS = 500
export const TIMER_MILLISECONDS = 3_600_000
/** What the reader refuses or leaves unanswered is asked again so much later: alarms must not wait for it. */
export const REFUSED_MILLISECONDS = 600_000
/** Pulses that wait for their turn. */
const PULSES_MAX = 16

export interface ChoreOptions {
  readonly clock: Clock
  /** Bus address of the people counter; null without one. */
  readonly counterAddress: number | null
  readonly watchesInput: boolean
  readonly onCount: (count: PeopleCount) => void
  readonly onInputs: (inputs: number) => void
}

interface Pulse {
  readonly pulses: readonly OutputPulse[]
  readonly done: (ok: boolean) => void
}

export class Chores {
  readonly #options: ChoreOptions
  readonly #pulses: Pulse[] = []
  readonly #due = new Map<number, number>()
  /** Commands that this reader has answered: it knows them. */
  readonly #known = new Set<number>()
  #timer: { readonly ofDay: number; readonly now: number } | null = null
  #connected = false
  wake: () => void = () => undefined

  constructor(options: ChoreOptions) {
    this.#options = options
  }

  /** What the reader's timer says now, in milliseconds of the day; null where it does not tell. */
  get timer(): number | null {
    return this.#timer === null ? null : this.#timer.ofDay + this.#options.clock.now() - this.#timer.now
  }

  begin(): void {
    this.#connected = true
    this.#due.clear()
    this.#known.clear()
  }
  end(): void {
    this.#connected = false
    this.#timer = null
    for (const { done } of this.#pulses.splice(0)) done(false)
  }

  pulse(pulses: readonly OutputPulse[]): Promise<boolean> {
    if (!this.#connected || this.#pulses.length >= PULSES_MAX) return Promise.resolve(false)
    const { promise, resolve } = Promise.withResolvers<boolean>()
    this.#pulses.push({ pulses, done: resolve })
    this.wake()
    return promise
  }

  /** Does what is due. Rejects as the link does where the connection is over. */
  async run(link: FeigLink, session: Session): Promise<void> {
    const { counterAddress, watchesInput, onCount, onInputs, clock } = this.#options
    for (let next = this.#pulses.shift(); next !== undefined; next = this.#pulses.shift()) {
      let ok = false
      try {
        ok = (await this.#try(link, session, SET_OUTPUT, next.pulses)) !== null
      } finally {
        next.done(ok)
      }
    }
    if (this.#isDue(GET_TIMER, TIMER_MILLISECONDS)) {
      const time = await this.#try(link, session, GET_TIMER, null)
      this.#timer = time === null ? null : { ofDay: ofDay(time), now: clock.now() }
    }
    if (watchesInput && this.#isDue(GET_INPUT, INPUT_MILLISECONDS)) {
      const levels = await this.#try(link, session, GET_INPUT, null)
      if (levels !== null) onInputs(levels.inputs)
    }
    if (counterAddress !== null && this.#isDue(PEOPLE_COUNTER, COUNTER_MILLISECONDS)) {
      const count = await this.#try(link, session, PEOPLE_COUNTER, null, counterAddress)
      if (count !== null) onCount(count)
    }
  }

  #isDue({ id }: { readonly id: number }, every: number): boolean {
    const now = this.#options.clock.now()
    if (now < (this.#due.get(id) ?? Number.NEGATIVE_INFINITY)) return false
    this.#due.set(id, now + every)
    return true
  }

  /** Null where the reader cannot do it; it is not asked again for a while. */
  async #try<Request, Reply>(
    link: FeigLink,
    session: Session,
    command: Command<Request, Reply>,
    request: Request,
    address?: number,
  ): Promise<Reply | null> {
    try {
      const { reply, status } = await link.ask(command, request, address)
      this.#known.add(command.id)
      if (reply !== null && status === STATUS.ok) return reply
    } catch (error) {
      if (session.signal.aborted || !(error instanceof LecternError)) throw error
      // What answered before and is silent now is lost; a counter on a bus of its own may be lost alone.
      if (address === undefined && this.#known.has(command.id)) throw error
    }
    session.count(`refused_${command.id.toString(16)}`)
    this.#due.set(command.id, this.#options.clock.now() + REFUSED_MILLISECONDS)
    return null
  }
}
