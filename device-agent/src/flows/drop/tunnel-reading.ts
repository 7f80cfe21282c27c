import type { PadTag, RfidPad } from '../../devices/rfid/contract.ts'
import type { Clock, TimerHandle } from '../../runtime/clock.ts'
import type { TagUid } from '../../tags/tag.ts'
import type { DropPlan } from './plan.ts'
import { whatCame } from './what-came.ts'

export interface ReadingParts {
  readonly reader: RfidPad
  readonly clock: Clock
  readonly limits: DropPlan['read']
  /** It is of what came before, and still in the field. */
  readonly isOther: (tag: PadTag) => boolean
  /** Told once. */
  readonly onRead: (tags: readonly PadTag[]) => void
}

/**
 * Collects the tags of what came in: until all that is there is read and nothing further shows for a while, or until the
 * time is up. A tag that is masked for a moment stays collected.
 */
export class TunnelReading {
  readonly #parts: ReadingParts
  readonly #tags = new Map<TagUid, PadTag>()
  readonly #unsubscribe: () => void
  readonly #total: TimerHandle
  #quiet: TimerHandle = null
  #atEnd: TimerHandle = null
  #over = false

  constructor(parts: ReadingParts) {
    this.#parts = parts
    const { clock, limits, reader } = parts
    this.#total = clock.setTimeout(() => this.#end(), limits.total)
    this.#unsubscribe = reader.onField((field) => this.#collect(field))
    this.#collect(reader.field)
  }

  /** It stands at the end of the read zone. */
  reachedEnd(): void {
    if (this.#over || this.#atEnd !== null) return
    this.#atEnd = this.#parts.clock.setTimeout(() => this.#end(), this.#parts.limits.atEnd)
  }

  /** Another one came in close behind: all of it is collected as one. */
  goOn(): void {
    this.#waitForQuiet()
  }

  cancel(): void {
    this.#over = true
    this.#unsubscribe()
    for (const timer of [this.#total, this.#quiet, this.#atEnd]) this.#parts.clock.clearTimeout(timer)
  }

  #collect(field: readonly PadTag[]): void {
    let changed = false
    for (const tag of field) {
      const before = this.#tags.get(tag.uid)
      if (this.#parts.isOther(tag)) {
        this.#tags.delete(tag.uid)
        continue
      }
      if (before?.content === tag.content) continue
      if (before !== undefined && tag.content.kind === 'pending') continue
      this.#tags.set(tag.uid, tag)
      changed = true
    }
    if (changed) this.#waitForQuiet()
  }

  #waitForQuiet(): void {
    const { clock, limits } = this.#parts
    clock.clearTimeout(this.#quiet)
    this.#quiet = clock.setTimeout(() => {
      if (whatCame([...this.#tags.values()]).complete) this.#end()
    }, limits.quiet)
  }

  #end(): void {
    if (this.#over) return
    this.cancel()
    this.#parts.onRead([...this.#tags.values()])
  }
}
