/** Work on tags that waits for its turn on the one line to the reader, and the pause between two looks. */
import type { Clock } from '../../runtime/clock.ts'

/** Switches and writes that wait for their turn. */
export const JOBS_MAX = 256

interface Job<Reader> {
  readonly run: (reader: Reader) => Promise<void>
  readonly giveUp: () => void
}

export class Turns<Reader> {
  readonly #clock: Clock
  readonly #jobs: Job<Reader>[] = []
  #open = false
  #wake: () => void = () => undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The reader is there: work is taken. */
  open(): void {
    this.#open = true
  }
  /** The reader is gone: whoever waits is told `otherwise`, and so is everybody who comes. */
  close(): void {
    this.#open = false
    for (const job of this.#jobs.splice(0)) job.giveUp()
  }

  /** Resolves with what `run` says, or with `otherwise` where there is no reader, or too much waits already. */
  take<T>(run: (reader: Reader) => Promise<T>, otherwise: T): Promise<T> {
    return new Promise((resolve) => {
      if (!this.#open || this.#jobs.length >= JOBS_MAX) return resolve(otherwise)
      this.#jobs.push({
        run: async (reader) => resolve(await run(reader)),
        giveUp: () => resolve(otherwise),
      })
      this.#wake()
    })
  }

  /** Does all that waits. Rejects where the reader is lost meanwhile. */
  async serve(reader: Reader): Promise<void> {
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) {
      try {
        await job.run(reader)
      } catch (error) {
        job.giveUp()
        throw error
      }
    }
  }

  /** Serves until `milliseconds`, which may change with what was served, have passed since now. */
  async serveFor(reader: Reader, milliseconds: () => number, signal: AbortSignal): Promise<void> {
    const began = this.#clock.now()
    for (;;) {
      await this.serve(reader)
      const left = began + milliseconds() - this.#clock.now()
      if (left <= 0 || signal.aborted) return
      await this.#rest(left, signal)
    }
  }

  #rest(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#clock.clearTimeout(timer)
        signal.removeEventListener('abort', done)
        this.#wake = () => undefined
        resolve()
      }
      const timer = this.#clock.setTimeout(done, milliseconds)
      signal.addEventListener('abort', done)
      this.#wake = done
    })
  }
}
