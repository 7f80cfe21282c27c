/** Asks the library system about alarms, a few at a time; what it does not answer is asked again for a while. */
import { itemId } from 'sip2/circulation'
import type { GateAlarm, GateStore } from '../../journal/gate-contract.ts'
import type { Clock, TimerHandle } from '../../runtime/clock.ts'
import type { Unsubscribe } from '../../runtime/emitter.ts'
import type { Ils } from '../ils.ts'
import { verdictOf } from './verdict.ts'

/** Questions at once. */
export const LOOKUPS_AT_ONCE = 4
/** Alarms that wait for their turn; the rest is found in the store when these are done. */
export const LOOKUPS_WAITING_MAX = 500
/** What had no answer is asked again so much later, and when the library system is back. */
export const LOOK_AGAIN_MILLISECONDS = 30_000

export interface LookupOptions {
  readonly circulation: Pick<Ils, 'item' | 'status' | 'onStatus'>
  readonly store: GateStore
  readonly clock: Clock
  /** For so long an alarm is looked up. */
  readonly lookUpMilliseconds: () => number
  readonly onSettled: (alarm: GateAlarm) => void
  /** The store cannot be written. */
  readonly onFailure: (error: unknown) => void
}

export class Lookups {
  readonly #options: LookupOptions
  readonly #waiting: GateAlarm[] = []
  readonly #known = new Set<number>()
  readonly #endStatus: Unsubscribe
  #running = 0
  #again: TimerHandle = null
  #stopped = false

  constructor(options: LookupOptions) {
    this.#options = options
    this.#endStatus = options.circulation.onStatus(({ state }) => {
      if (state === 'online') this.resume()
    })
  }

  add(alarm: GateAlarm): void {
    if (this.#known.has(alarm.id)) return
    if (this.#waiting.length >= LOOKUPS_WAITING_MAX) return this.#later()
    this.#known.add(alarm.id)
    this.#waiting.push(alarm)
    this.#next()
  }

  /** What is still open, from before a start or an absence. */
  resume(): void {
    const { store, clock, lookUpMilliseconds } = this.#options
    for (const alarm of store.open(clock.wall() - lookUpMilliseconds())) this.add(alarm)
  }

  stop(): void {
    this.#stopped = true
    this.#endStatus()
    this.#options.clock.clearTimeout(this.#again)
    this.#waiting.length = 0
  }

  #next(): void {
    while (!this.#stopped && this.#running < LOOKUPS_AT_ONCE) {
      const alarm = this.#waiting.shift()
      if (alarm === undefined) return
      this.#running++
      void this.#lookUp(alarm).finally(() => {
        this.#running--
        this.#known.delete(alarm.id)
        this.#next()
      })
    }
  }

  async #lookUp(alarm: GateAlarm): Promise<void> {
    const known = alarm.item === null ? null : await this.#ask(alarm.item)
    if (this.#stopped) return
    if (known === 'noAnswer') {
      this.#later()
      if (alarm.verdict === 'looking') this.#settle({ ...alarm, verdict: 'unknown' }, true)
      return
    }
    const title = known?.title ?? null
    const certain = alarm.verdict === 'rewriteFailed' || known === null
    this.#settle({ ...alarm, title, verdict: certain ? settled(alarm) : verdictOf(known) }, false)
  }

  async #ask(item: string) {
    try {
      return await this.#options.circulation.item(itemId(item))
    } catch {
      return 'noAnswer'
    }
  }

  #settle(alarm: GateAlarm, open: boolean): void {
    try {
      this.#options.store.settle(alarm.id, alarm, open)
    } catch (error) {
      this.#options.onFailure(error)
      this.#later()
    }
    this.#options.onSettled(alarm)
  }

  #later(): void {
    const { clock } = this.#options
    clock.clearTimeout(this.#again)
    if (!this.#stopped) this.#again = clock.setTimeout(() => this.resume(), LOOK_AGAIN_MILLISECONDS)
  }
}

const settled = ({ verdict }: GateAlarm) => (verdict === 'looking' ? 'unknown' : verdict)
