/**
 * What is to be read leaves as fast as its reader takes it; traffic never waits for it. What does not fit is left out and
 * counted.
 */

/** Entries that wait. Each is a frame of at most 64 KiB, most are a hundred bytes. */
export const WAITING_MAX = 2_000
/** Written at once. */
const BATCH = 50
const FLUSH_MAX_MILLISECONDS = 2_000

export class Printer {
  readonly #write: (text: string) => Promise<void>
  #waiting: (() => string)[] = []
  #busy: Promise<void> | null = null
  #gone = false
  #leftOut = 0
  /** Entries left out since the start. */
  dropped = 0

  constructor(write: (text: string) => Promise<void>) {
    this.#write = write
  }

  /** `text` is made when its turn comes, with its end of line. */
  print(text: () => string): void {
    if (this.#gone) return
    if (this.#waiting.length >= WAITING_MAX) {
      this.#leftOut++
      this.dropped++
      return
    }
    this.#waiting.push(text)
    this.#busy ??= this.#drain()
  }

  /** Resolves when everything is out, or after two seconds. */
  async flush(): Promise<void> {
    const busy = this.#busy
    if (busy === null) return
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, FLUSH_MAX_MILLISECONDS)
    })
    await Promise.race([busy, late])
    clearTimeout(timer)
  }

  async #drain(): Promise<void> {
    // Whoever prints goes on first: what a burst brings leaves in one piece.
    await Promise.resolve()
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.splice(0, BATCH).map((text) => text())
        if (this.#leftOut > 0 && this.#waiting.length === 0) {
          batch.push(`      (${this.#leftOut} messages not shown: they came faster than they can be read)\n`)
          this.#leftOut = 0
        }
        await this.#write(batch.join(''))
      }
    } catch {
      // Nobody reads any more: the traffic goes on.
      this.#gone = true
      this.#waiting = []
    }
    this.#busy = null
  }
}
