/** Carries what is kept, to each target in its order, and tries again with growing pauses. */
import { LecternError } from '../../contract/errors.ts'
import type { Clock, TimerHandle } from '../../runtime/clock.ts'
import type { Notices } from '../notices.ts'
import type { Courier, RouteStore, Waiting } from './contract.ts'

/** After so many failures; the last one stays. */
export const RETRY_MILLISECONDS = [30_000, 60_000, 300_000, 900_000, 3_600_000] as const

export interface DeliveriesOptions {
  readonly store: RouteStore
  readonly clock: Clock
  readonly notices: Pick<Notices, 'raise' | 'clear'>
  /** Null for a target that the settings no longer name: what waits for it is dropped. */
  readonly courierOf: (target: string) => Courier | null
}

export class Deliveries {
  readonly #options: DeliveriesOptions
  readonly #busy = new Set<string>()
  readonly #working = new Set<Promise<void>>()
  readonly #pauses = new Map<string, TimerHandle>()
  #stopped = false

  constructor(options: DeliveriesOptions) {
    this.#options = options
  }

  /** Never throws. */
  look(): void {
    if (this.#stopped) return
    for (const target of this.#read(() => this.#options.store.targets()) ?? [])
      if (!this.#busy.has(target) && !this.#pauses.has(target)) this.#begin(target)
  }

  /** Resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const timer of this.#pauses.values()) this.#options.clock.clearTimeout(timer)
    await Promise.all(this.#working)
  }

  #begin(target: string): void {
    this.#busy.add(target)
    const work = this.#work(target).finally(() => this.#working.delete(work))
    this.#working.add(work)
  }

  /** What is kept while it ends is seen: nothing is awaited between the last look and the end. */
  async #work(target: string): Promise<void> {
    for (let going = true; going; ) {
      const waiting = this.#stopped ? null : this.#read(() => this.#options.store.next(target))
      going = waiting !== null && (await this.#carry(waiting))
    }
    this.#busy.delete(target)
  }

  /** False where it is to be tried later. */
  async #carry({ dispatch, id, target, tries }: Waiting): Promise<boolean> {
    const { courierOf, notices, store } = this.#options
    const courier = courierOf(target)
    if (courier === null) return this.#write(() => store.sent(id))
    try {
      await courier.send(dispatch)
    } catch (error) {
      notices.raise(courier.failure, `${courier.name}: ${reasonOf(error)}`, courier.name)
      this.#write(() => store.failed(id))
      this.#pause(target, tries)
      return false
    }
    notices.clear(courier.failure, courier.name)
    if (this.#write(() => store.sent(id))) return true
    // What could not be struck off would be sent without end.
    this.#pause(target, RETRY_MILLISECONDS.length)
    return false
  }

  #pause(target: string, tries: number): void {
    if (this.#stopped) return
    const pause = RETRY_MILLISECONDS[Math.min(tries, RETRY_MILLISECONDS.length - 1)] ?? 0
    const timer = this.#options.clock.setTimeout(() => {
      this.#pauses.delete(target)
      this.look()
    }, pause)
    this.#pauses.set(target, timer)
  }

  #read<T>(work: () => T): T | null {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof LecternError)) throw error
      return null
    }
  }

  #write(work: () => void): boolean {
    try {
      work()
      return true
    } catch (error) {
      if (!(error instanceof LecternError)) throw error
      this.#options.notices.raise('ALERTS_NOT_KEPT', error.code)
      return false
    }
  }
}

const REASON_MAX_CHARACTERS = 200

/** What the other end or the network said; `fetch` has the reason in its cause. */
function reasonOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const words = inner instanceof Error ? inner.message || inner.name : String(inner)
  return words.replaceAll(/\s+/g, ' ').slice(0, REASON_MAX_CHARACTERS)
}
