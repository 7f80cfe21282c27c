/**
 * Tries an output by hand, as long as a button is held: a dead man's switch. It lets go when the page says so, when the
 * page falls silent, when it was held long enough, when an interlock opens, and when the drop begins to take items.
 */
import type { StaffRefusal } from '../contract/staff-actions.ts'
import { HOLD_REPEAT_MILLISECONDS } from '../contract/staff-socket.ts'
import type { Clock, TimerHandle } from '../runtime/clock.ts'
import type { Unsubscribe } from '../runtime/emitter.ts'
import type { HandsPort, SignalsPort } from './desk-ports.ts'
import type { Log } from './log.ts'

/** Without a word from the page for so long, the output is let go: it may miss one. */
export const HOLD_SILENCE_MILLISECONDS = 3 * HOLD_REPEAT_MILLISECONDS
/** However long the button is held. */
export const HOLD_MAX_MILLISECONDS = 10_000

export interface ExerciseOptions {
  readonly signals: SignalsPort
  /** Inputs that must be active where they are wired. */
  readonly interlocks: readonly string[]
  readonly clock: Clock
  readonly log: Log
  /** Told before an output is moved, and when it is back. */
  readonly hands: HandsPort
  /** The drop takes items: its outputs are its own. */
  dropTakesItems(): boolean
}

interface Held {
  /** What the output goes back to. */
  readonly rest: boolean
  readonly module: string
  readonly since: number
  timer: TimerHandle
  /** Held to the limit: nothing happens until the button was let go. */
  spent: boolean
}

export class Exercise {
  readonly #options: ExerciseOptions
  readonly #held = new Map<string, Held>()
  readonly #unsubscribe: Unsubscribe

  constructor(options: ExerciseOptions) {
    this.#options = options
    this.#unsubscribe = options.signals.onChange(({ name }) => {
      if (options.interlocks.includes(name) && this.#interlockOpen()) void this.releaseAll()
    })
  }

  /** Null: it is done. */
  async hold(name: string): Promise<StaffRefusal | null> {
    if (this.#options.dropTakesItems()) return 'dropOpen'
    if (this.#interlockOpen()) return 'interlock'
    const held = this.#held.get(name)
    if (held !== undefined) {
      this.#watch(name, held)
      return null
    }
    const { signals, clock, hands, log } = this.#options
    const state = signals.states().find((signal) => signal.name === name && signal.direction === 'output')
    if (state === undefined) return 'gone'
    if (state.active === null) return 'refused'
    const fresh: Held = {
      rest: state.active,
      module: state.module,
      since: clock.now(),
      timer: null,
      spent: false,
    }
    this.#held.set(name, fresh)
    hands.take(name)
    this.#watch(name, fresh)
    log.info('OUTPUT_EXERCISED', { device: state.module, detail: `${name} ${state.active ? 'off' : 'on'}` })
    if (await signals.set(name, !state.active)) return null
    await this.release(name)
    return 'refused'
  }

  /** Lets go; nothing happens where it is not held. */
  async release(name: string): Promise<void> {
    const held = this.#held.get(name)
    if (held === undefined) return
    this.#held.delete(name)
    this.#options.clock.clearTimeout(held.timer)
    if (!held.spent) await this.#rest(name, held)
    if (!this.#held.has(name)) this.#options.hands.giveBack(name)
  }

  async releaseAll(): Promise<void> {
    await Promise.all([...this.#held.keys()].map((name) => this.release(name)))
  }

  stop(): Promise<void> {
    this.#unsubscribe()
    return this.releaseAll()
  }

  #interlockOpen(): boolean {
    const { interlocks, signals } = this.#options
    return signals.states().some(({ active, name }) => interlocks.includes(name) && active !== true)
  }

  #watch(name: string, held: Held): void {
    const { clock } = this.#options
    clock.clearTimeout(held.timer)
    const left = held.since + HOLD_MAX_MILLISECONDS - clock.now()
    const tooLong = left <= HOLD_SILENCE_MILLISECONDS && !held.spent
    held.timer = clock.setTimeout(
      () => void (tooLong ? this.#spend(name, held) : this.release(name)),
      tooLong ? left : HOLD_SILENCE_MILLISECONDS,
    )
  }

  async #spend(name: string, held: Held): Promise<void> {
    held.spent = true
    this.#watch(name, held)
    await this.#rest(name, held)
  }

  async #rest(name: string, held: Held): Promise<void> {
    const { clock, log, signals } = this.#options
    const confirmed = await signals.set(name, held.rest)
    log[confirmed ? 'info' : 'warning']('OUTPUT_EXERCISED_OVER', {
      device: held.module,
      detail: confirmed ? name : `${name} did not confirm that it went back`,
      milliseconds: Math.round(clock.now() - held.since),
    })
  }
}
