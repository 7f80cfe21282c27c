/**
 * Tells the library system what happened while it was away: strictly in order, one at a time, each exactly once.
 *
 * An entry is marked as being sent before its first byte leaves. One that is found so at a start, or whose answer was
 * lost, is asked about first, and counts as not happened only when the lost request can no longer arrive.
 */
import { IlsError } from 'sip2/circulation'
import { type ErrorCode, LecternError } from '../../contract/errors.ts'
import type { Journal } from '../../journal/contract.ts'
import type { StoredEntry, StoredId, StoredJournal, StoredOutcome } from '../../journal/stored-contract.ts'
import type { Clock } from '../../runtime/clock.ts'
import { Signal, type Unsubscribe } from '../../runtime/emitter.ts'
import type { Ils } from '../ils.ts'
import type { StaffNotices } from '../ports.ts'
import { Pauses } from './pauses.ts'
import type { RightOfWay } from './right-of-way.ts'
import { tell } from './tell.ts'
import { type Became, whatBecame } from './what-became.ts'

/** Entries held in memory at a time. */
export const PAGE_ENTRIES = 200
/** Pause between two looks whether the library system takes stored transactions again, and between two questions. */
export const LOOK_AGAIN_MILLISECONDS = 2_000
/** How often one entry is sent whose answer is lost each time; then staff look into it, and the others go on. */
export const SENDINGS_MAX = 5
/** How often one entry is asked about without an answer while the library system is there. */
export const QUESTIONS_MAX = 20

interface Ended {
  readonly outcome: StoredOutcome
  readonly message: string
}

/** Null: it is sent (again). */
const BECAME: Readonly<Record<Became, StoredOutcome | null>> = {
  happened: 'done',
  wantsLook: 'attention',
  unclear: 'unresolved',
  didNot: null,
}

export interface ReplayPorts {
  readonly circulation: Ils
  readonly stored: StoredJournal
  readonly journal: Pick<Journal, 'openAbout'>
  readonly clock: Clock
  readonly notices: StaffNotices
  readonly rightOfWay: RightOfWay
  /** How long the library system may still act on a request whose answer was lost, in milliseconds. */
  readonly answerTimeoutMilliseconds: number
}

export class Replay {
  readonly #ports: ReplayPorts
  readonly #pauses: Pauses
  readonly #told = new Signal<StoredEntry>()
  readonly #unsubscribe: Unsubscribe
  #page: StoredEntry[] = []
  #last: StoredId | null = null
  #running = false
  /** Until then a request that this kiosk sent, or that its earlier life sent, may still be carried out. */
  #lateUntil: number

  constructor(ports: ReplayPorts) {
    this.#ports = ports
    this.#pauses = new Pauses(ports.clock)
    this.#lateUntil = ports.clock.now() + ports.answerTimeoutMilliseconds
    this.#unsubscribe = ports.circulation.onStatus(() => this.#pauses.wake())
  }

  /** Goes on by itself from then on, whenever something is stored and the library system is there. */
  start(): void {
    if (this.#running) return
    this.#running = true
    void this.#run()
  }

  /** Something was stored. */
  wake(): void {
    this.#pauses.wake()
  }

  /** Told of each entry when it is closed. */
  onTold(listener: (entry: StoredEntry) => void): Unsubscribe {
    return this.#told.listen(listener)
  }

  stop(): void {
    this.#unsubscribe()
    this.#pauses.stop()
  }

  async #run(): Promise<void> {
    /** Marked as being sent together with the end of the one before it. */
    let marked: StoredEntry | null = null
    for (;;) {
      const entry: StoredEntry | null = marked ?? this.#peek()
      if (entry === null) {
        await this.#pauses.pause(null)
        continue
      }
      const fresh: boolean = marked !== null || entry.phase === 'stored'
      const { outcome, message } = await this.#settle(entry, fresh, marked !== null)
      this.#take(entry)
      const next: StoredEntry | null = this.#mayTell() ? this.#peek() : null
      marked = next?.phase === 'stored' && this.#isFree(next) ? next : null
      const nextId = marked?.id ?? null
      await this.#durably(() => this.#ports.stored.close(entry.id, outcome, message, nextId))
      this.#told.tell(entry)
    }
  }

  /** Tells, asks and waits until an entry has come to its end. */
  async #settle(entry: StoredEntry, fresh: boolean, alreadyMarked: boolean): Promise<Ended> {
    const { circulation, stored } = this.#ports
    let marked = alreadyMarked
    let doubtful = !fresh
    let sendings = 0
    for (;;) {
      if (doubtful) {
        const became = await this.#ask(entry)
        const outcome = BECAME[became]
        if (outcome !== null) return { outcome, message: '' }
        if (sendings >= SENDINGS_MAX) return { outcome: 'unresolved', message: '' }
        doubtful = false
      }
      if (!marked) {
        await this.#whenFree(entry)
        await this.#durably(() => stored.sending(entry.id))
      }
      marked = false
      sendings++
      const told = await tell(circulation, entry)
      if (this.#pauses.stopped) await this.#pauses.pause(null)
      if (told.kind === 'notSent') {
        sendings--
        await this.#durably(() => stored.notSent(entry.id))
        await this.#pauses.pause(LOOK_AGAIN_MILLISECONDS)
      } else if (told.kind === 'lost') {
        this.#lateUntil = this.#ports.clock.now() + this.#ports.answerTimeoutMilliseconds
        doubtful = true
      } else if (told.outcome === 'refused' && sendings > 1) {
        // A request that came very late after all makes its own repetition be refused.
        const became = await this.#ask(entry)
        return became === 'happened' ? { outcome: 'done', message: '' } : told
      } else return told
    }
  }

  /** A yes can be trusted at once; a no only when the lost request can no longer arrive. */
  async #ask(entry: StoredEntry): Promise<Became> {
    for (let questions = 0; questions < QUESTIONS_MAX; questions++) {
      await this.#whenOnline()
      try {
        const became = await whatBecame(this.#ports.circulation, entry)
        const late = this.#lateUntil - this.#ports.clock.now()
        if (became !== 'didNot' || late <= 0) return became
        await this.#pauses.pause(late)
      } catch (error) {
        if (!(error instanceof IlsError)) throw error
        if (error.failure === 'refusedBySupport' || error.failure === 'invalid') return 'unclear'
        if (error.failure === 'notSent') questions--
        await this.#pauses.pause(LOOK_AGAIN_MILLISECONDS)
      }
    }
    return 'unclear'
  }

  /** A disk that is full now has room some time: what the library system said is not forgotten meanwhile. */
  async #durably(write: () => void): Promise<void> {
    let raised: ErrorCode | null = null
    for (;;) {
      try {
        write()
        if (raised !== null) this.#ports.notices.clear(raised)
        return
      } catch (error) {
        if (!(error instanceof LecternError)) throw error
        if (raised !== null && raised !== error.code) this.#ports.notices.clear(raised)
        raised = error.code
        this.#ports.notices.raise(raised, '')
        await this.#pauses.pause(LOOK_AGAIN_MILLISECONDS)
      }
    }
  }

  async #whenOnline(): Promise<void> {
    while (!this.#isOnline()) await this.#pauses.pause(LOOK_AGAIN_MILLISECONDS)
  }

  /** Nothing stands between this entry and the library system, nobody at the kiosk either. */
  async #whenFree(entry: StoredEntry): Promise<void> {
    for (;;) {
      if (!this.#ports.rightOfWay.isClear) {
        this.#ports.rightOfWay.whenClear(() => this.#pauses.wake())
        await this.#pauses.pause(LOOK_AGAIN_MILLISECONDS)
      } else if (!this.#mayTell() || !this.#isFree(entry)) await this.#pauses.pause(LOOK_AGAIN_MILLISECONDS)
      else return
    }
  }

  #mayTell(): boolean {
    return this.#isOnline() && this.#ports.rightOfWay.isClear
  }
  #isOnline(): boolean {
    const { status } = this.#ports.circulation
    return !this.#pauses.stopped && status.state === 'online' && status.takesStored
  }
  /** Of a live loan of the same item it is known how it ended. */
  #isFree({ item }: StoredEntry): boolean {
    return !this.#ports.journal.openAbout(item).some(({ phase }) => phase === 'intended')
  }

  /** The oldest that waits. */
  #peek(): StoredEntry | null {
    if (this.#page.length === 0) this.#page = [...this.#ports.stored.page(this.#last, PAGE_ENTRIES)].reverse()
    return this.#page.at(-1) ?? null
  }
  #take({ id }: StoredEntry): void {
    this.#page.pop()
    this.#last = id
  }
}
