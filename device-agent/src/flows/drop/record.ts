import { type ErrorCode, LecternError } from '../../contract/errors.ts'
import type { ReturnId } from '../../journal/returns-contract.ts'
import { AGAIN_MILLISECONDS } from './limits.ts'
import type { DropPorts } from './ports.ts'

/**
 * The drop's side of the journal. What cannot be written waits, in order, and `obstacle` says so: the belt stands as long as
 * anything waits, so that at most one event of each sensor and of each item on the belt does.
 */
export class DropRecord {
  readonly #ports: Pick<DropPorts, 'journal' | 'returns' | 'clock' | 'notices'>
  readonly #waiting: (() => void)[] = []
  #together: (() => void)[] | null = null
  /** Lie in a bin, and end when it is known what became of them. */
  readonly #lying = new Map<ReturnId, { readonly bin: number | null; readonly reason: ErrorCode | null }>()
  /** Lie in a bin, and are not closed yet. */
  readonly #ending = new Set<ReturnId>()
  /** The return service has them in hand. */
  readonly #inHand = new Set<ReturnId>()
  #obstacle: ErrorCode | null = null
  #triedAt = 0
  #changes = 0

  constructor(ports: Pick<DropPorts, 'journal' | 'returns' | 'clock' | 'notices'>) {
    this.#ports = ports
  }

  /** Why the journal cannot be written; null where nothing waits. */
  get obstacle(): ErrorCode | null {
    return this.#obstacle
  }

  /** Rises with everything that was written. */
  get changes(): number {
    return this.#changes
  }

  /** Null where it cannot be recorded: then nothing may move. */
  begin(): ReturnId | null {
    if (this.#waiting.length > 0 || (this.#obstacle !== null && !this.#isTime(AGAIN_MILLISECONDS)))
      return null
    try {
      const id = this.#ports.returns.begin('drop')
      this.#recovered()
      return id
    } catch (error) {
      this.#refused(error)
      return null
    }
  }

  /** As soon as it can be recorded. */
  async beginInTime(): Promise<ReturnId> {
    for (;;) {
      const id = this.begin()
      if (id !== null) return id
      await new Promise<void>((resolve) => this.#ports.clock.setTimeout(resolve, AGAIN_MILLISECONDS))
    }
  }

  /** What `run` writes is one write: either all of it is found out, or it is to be found out again. */
  together(run: () => void): void {
    const actions: (() => void)[] = []
    this.#together = actions
    run()
    this.#together = null
    if (actions.length > 0)
      this.write(() => {
        this.#ports.journal.together(() => {
          for (const action of actions) action()
        })
      })
  }

  /** At once, or in its turn as soon as the journal can be written again. */
  write(action: () => void): void {
    if (this.#together !== null) {
      this.#together.push(action)
      return
    }
    this.#waiting.push(action)
    if (this.#waiting.length === 1) this.#drain()
  }

  takenInHand(id: ReturnId): void {
    this.#inHand.add(id)
  }
  givenBack(id: ReturnId): void {
    this.#inHand.delete(id)
    this.#endWhatIsKnown()
  }

  /** It lies in that bin; null: it is nowhere. `reason`: staff must look at it. */
  lies(id: ReturnId, bin: number | null, reason: ErrorCode | null): void {
    this.#lying.set(id, { bin, reason })
    this.#ending.add(id)
    const belt = this.#ports.journal.entry(id)?.sorted?.beltMillimetres ?? null
    if (bin !== null && !this.#isKnown(id))
      this.write(() => this.#ports.journal.sort(id, { bin, reason, beltMillimetres: belt }))
    this.#endWhatIsKnown()
  }

  /** Something lies in that bin that no record was begun for. */
  stranger(bin: number): void {
    const { journal, returns } = this.#ports
    this.write(() =>
      journal.together(() => {
        const id = returns.begin('drop')
        returns.leaveUntaken(id)
        journal.close(id, bin, 'DROP_UNEXPECTED_ARRIVAL')
      }),
    )
  }

  /** It lies where `lies` said, and its record only waits to be closed. */
  isEnding(id: ReturnId): boolean {
    return this.#ending.has(id)
  }

  /** From time to time: tries what waits, and ends what the library system has answered about meanwhile. */
  look(): void {
    if (this.#obstacle !== null && this.#ports.clock.now() - this.#triedAt >= AGAIN_MILLISECONDS)
      this.#drain()
    this.#endWhatIsKnown()
  }

  #isKnown(id: ReturnId): boolean {
    return !this.#inHand.has(id) && this.#ports.journal.entry(id)?.phase !== 'asking'
  }

  #endWhatIsKnown(): void {
    for (const [id, { bin, reason }] of this.#lying) {
      if (!this.#isKnown(id)) continue
      this.#lying.delete(id)
      this.write(() => {
        if (this.#ports.journal.entry(id)?.phase === 'seen') this.#ports.returns.leaveUntaken(id)
        this.#ports.journal.close(id, bin, reason)
        this.#ending.delete(id)
      })
    }
  }

  #drain(): void {
    try {
      for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
        next()
        this.#waiting.shift()
        this.#changes++
      }
      this.#recovered()
    } catch (error) {
      this.#refused(error)
    }
  }

  #isTime(pause: number): boolean {
    return this.#ports.clock.now() - this.#triedAt >= pause
  }

  #recovered(): void {
    if (this.#obstacle !== null) this.#ports.notices.clear(this.#obstacle, 'drop')
    this.#obstacle = null
  }

  #refused(error: unknown): void {
    if (!(error instanceof LecternError)) throw error
    this.#triedAt = this.#ports.clock.now()
    if (this.#obstacle === error.code) return
    this.#obstacle = error.code
    this.#ports.notices.raise(error.code, '', 'drop')
  }
}
