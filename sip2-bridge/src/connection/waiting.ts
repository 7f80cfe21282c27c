import { IlsError } from '../circulation/types.ts'
import type { Message } from '../protocol/codec.ts'
import type { Clock } from './clock.ts'
import { mustKeepOrder, type Ordered } from './order.ts'

/** Requests waiting for their turn. */
export const QUEUE_MAX = 200
/** A request that finds the connection just being made waits so long for it, and no longer: somebody is standing there. */
export const WAIT_FOR_CONNECTION_MILLISECONDS = 1_500

export interface Job extends Ordered {
  readonly isAbout: (message: Message) => boolean
  readonly resolve: (answer: Message) => void
  readonly reject: (error: IlsError) => void
  /** How often it was written. */
  tries: number
  /** How often the server closed the connection instead of answering it. */
  closes: number
}

/** The requests that are not under way, in order. */
export class Waiting {
  readonly #clock: Clock
  readonly #jobs: Job[] = []
  readonly #patience = new Map<Job, unknown>()

  constructor(clock: Clock) {
    this.#clock = clock
  }
  add(job: Job): void {
    if (this.#jobs.length < QUEUE_MAX) this.#jobs.push(job)
    else job.reject(new IlsError('notSent', 'too many requests wait'))
  }
  /** For one that was under way: its place in the order is before all others. */
  putBack(job: Job): void {
    this.#jobs.unshift(job)
  }
  /** The first that may be under way together with those that are, and needs not wait for one before it. */
  find(running: ReadonlySet<Job>): Job | undefined {
    return this.#jobs.find(
      (job, index) =>
        ![...running].some((one) => mustKeepOrder(one, job)) &&
        !this.#jobs.slice(0, index).some((one) => mustKeepOrder(one, job)),
    )
  }
  take(job: Job): void {
    this.#jobs.splice(this.#jobs.indexOf(job), 1)
    this.#forget(job)
  }
  /** There is no connection: who waits now, waits for it a little, and is then told that nothing was sent. */
  losePatience(): void {
    for (const job of this.#jobs) {
      if (this.#patience.has(job)) continue
      const timer = this.#clock.setTimeout(() => this.#giveUp(job), WAIT_FOR_CONNECTION_MILLISECONDS)
      this.#patience.set(job, timer)
    }
  }
  /** There is one: it is waited for as long as it takes. */
  keepPatience(): void {
    for (const job of this.#jobs) this.#forget(job)
  }
  rejectAll(reason: string): void {
    for (const job of this.#jobs.splice(0)) {
      this.#forget(job)
      unsent(job, reason)
    }
  }

  #giveUp(job: Job): void {
    this.take(job)
    unsent(job, 'no connection in time')
  }
  #forget(job: Job): void {
    this.#clock.clearTimeout(this.#patience.get(job))
    this.#patience.delete(job)
  }
}

/** What waits for its second try has been written, and changes nothing. */
function unsent(job: Job, reason: string): void {
  job.reject(new IlsError(job.tries === 0 ? 'notSent' : 'noAnswer', reason))
}
