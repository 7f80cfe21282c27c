import { IlsError } from '../circulation/types.ts'
import type { Fields, Message } from '../protocol/codec.ts'
import type { RequestName } from '../protocol/pairs.ts'
import type { Clock } from './clock.ts'

/** Requests waiting for their turn. */
export const QUEUE_MAX = 200
/** A request that finds the connection just being made waits so long for it, and no longer: somebody is standing there. */
export const WAIT_FOR_CONNECTION_MILLISECONDS = 1_500

export interface Job {
  readonly name: RequestName
  readonly fields: Fields<RequestName>
  readonly isAbout: (message: Message) => boolean
  readonly resolve: (answer: Message) => void
  readonly reject: (error: IlsError) => void
  tries: number
}

/** The requests that were not written yet, in order. */
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
  next(): Job | undefined {
    const job = this.#jobs.shift()
    if (job !== undefined) this.#forget(job)
    return job
  }
  /** There is no connection: who waits now, waits for it a little, and is then told that nothing was sent. */
  losePatience(): void {
    for (const job of this.#jobs) {
      if (this.#patience.has(job)) continue
      const timer = this.#clock.setTimeout(() => this.#giveUp(job), WAIT_FOR_CONNECTION_MILLISECONDS)
      this.#patience.set(job, timer)
    }
  }
  rejectAll(reason: string): void {
    for (const job of this.#jobs.splice(0)) {
      this.#forget(job)
      job.reject(new IlsError('notSent', reason))
    }
  }

  #giveUp(job: Job): void {
    this.#patience.delete(job)
    this.#jobs.splice(this.#jobs.indexOf(job), 1)
    job.reject(new IlsError('notSent', 'no connection in time'))
  }
  #forget(job: Job): void {
    this.#clock.clearTimeout(this.#patience.get(job))
    this.#patience.delete(job)
  }
}
