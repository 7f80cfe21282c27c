import { IlsError, itemId, patronId } from 'sip2/circulation'
import type { EntryId, OpenEntry } from '../../journal/contract.ts'
import { tagUid } from '../../tags/tag.ts'
import type { CheckoutPorts } from '../ports.ts'
import { isCharged, whatHappened } from './what-happened.ts'

/** Pause between two questions about one entry while the library system cannot answer. */
export const ASK_AGAIN_MILLISECONDS = 2_000

/**
 * Ends what was interrupted: entries found open at a start, and those a session had to leave. Asks the library
 * system until it is known, then brings the tags in line as soon as they lie on the pad.
 */
export class Resolver {
  readonly #ports: CheckoutPorts
  /** Items that are just being taken back: their tags are not to be switched to 'on loan'. */
  readonly #claims: { has(item: string): boolean }
  readonly #waiting = new Set<() => void>()
  /** Tags to switch when they are next seen: UID to item. */
  readonly #armed = new Map<string, string>()
  /** Whose entries wait for a tag. An item that came back and was lent again has several. */
  readonly #items = new Map<EntryId, string>()
  readonly #busy = new Set<string>()
  readonly #settling = new Map<EntryId, Promise<'lent' | 'notLent'>>()
  readonly #unsubscribe: (() => void)[] = []
  #stopped = false

  constructor(ports: CheckoutPorts, claims: { has(item: string): boolean } = { has: () => false }) {
    this.#ports = ports
    this.#claims = claims
    if (ports.pad !== null) this.#unsubscribe.push(ports.pad.onField(() => this.#lookAtPad()))
    this.#unsubscribe.push(ports.circulation.onStatus(() => this.#wake()))
  }

  /** Takes up everything the journal has open. */
  resume(): void {
    for (const entry of this.#ports.journal.open()) {
      if (entry.phase === 'intended') void this.settle(entry.id)
      else this.leaveArmed(entry.id, entry.item)
    }
    this.#lookAtPad()
  }

  /** Resolves when it is known whether the entry's item was lent; keeps asking until then, once for all who want to know. */
  settle(id: EntryId): Promise<'lent' | 'notLent'> {
    const running = this.#settling.get(id)
    if (running !== undefined) return running
    const settling = this.#settle(id).finally(() => this.#settling.delete(id))
    this.#settling.set(id, settling)
    return settling
  }

  async #settle(id: EntryId): Promise<'lent' | 'notLent'> {
    const entry = this.#ports.journal.entry(id)
    if (entry === null) return 'notLent'
    this.#ports.notices.raise('LOAN_UNRESOLVED', `item ${entry.item}`, String(id))
    for (;;) {
      const outcome = await this.#ask(entry)
      if (outcome !== null) {
        this.#conclude(entry, outcome)
        this.#ports.notices.clear('LOAN_UNRESOLVED', String(id))
        return outcome
      }
      await this.#pause(this.#stillLate(entry) ?? ASK_AGAIN_MILLISECONDS)
    }
  }

  /** A tag still raises the alarm: staff are told, the patron is erased, and the tag is switched when next seen. */
  leaveArmed(id: EntryId | null, item: string, locked = false): void {
    const { journal, notices } = this.#ports
    const entry = id === null ? null : journal.entry(id)
    if (entry?.tags.length === 0) {
      // The power went between the last tag's proof and the end of its entry.
      journal.close(entry.id, 'lent')
      return
    }
    notices.raise('TAG_LEFT_ARMED', locked ? `item ${item}, whose tag is locked` : `item ${item}`, item)
    if (entry === null) return
    journal.armed(entry.id)
    this.#rememberTags(entry)
  }

  stop(): void {
    this.#stopped = true
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
  }

  /** Null while it cannot be known. A no counts only once the lost request cannot be carried out any more. */
  async #ask(entry: OpenEntry): Promise<'lent' | 'notLent' | null> {
    if (this.#ports.circulation.status.state !== 'online') return null
    try {
      const patron = entry.patron === null ? null : patronId(entry.patron)
      const outcome = await whatHappened(this.#ports.circulation, patron, itemId(entry.item))
      return outcome === 'notLent' && this.#stillLate(entry) !== null ? null : outcome
    } catch (error) {
      if (error instanceof IlsError) return null
      throw error
    }
  }

  /** For how much longer the lost request could still be carried out, in milliseconds; null when it cannot any more. */
  #stillLate(entry: OpenEntry): number | null {
    const age = this.#ports.clock.wall() - entry.begunAt
    const left = this.#ports.answerTimeoutMilliseconds - age
    // A wall clock that was set back makes no entry younger than it is.
    return age >= 0 && left > 0 ? left : null
  }

  #conclude(entry: OpenEntry, outcome: 'lent' | 'notLent'): void {
    const { journal } = this.#ports
    if (outcome === 'notLent' || entry.tags.length === 0) {
      journal.close(entry.id, outcome)
      return
    }
    journal.lent(entry.id, [])
    this.leaveArmed(entry.id, entry.item)
    this.#lookAtPad()
  }

  #rememberTags(entry: OpenEntry): void {
    this.#items.set(entry.id, entry.item)
    for (const uid of entry.tags) this.#armed.set(uid, entry.item)
  }

  #lookAtPad(): void {
    const { pad } = this.#ports
    if (pad === null || this.#stopped) return
    for (const { uid } of pad.field) {
      const item = this.#armed.get(uid)
      if (item !== undefined && !this.#busy.has(uid) && !this.#claims.has(item)) void this.#disarm(uid, item)
    }
  }

  async #disarm(uid: string, item: string): Promise<void> {
    const { pad, circulation, stored } = this.#ports
    if (pad === null) return
    const untold = stored.latest(item)
    if (untold === null && circulation.status.state !== 'online') return
    this.#busy.add(uid)
    try {
      // Of what the library system was not told yet, the kiosk itself knows more.
      const lent =
        untold === null
          ? isCharged((await circulation.item(itemId(item))).status)
          : untold.kind === 'checkout'
      if (this.#claims.has(item)) return
      if (lent) {
        const outcome = await pad.setSecurity(tagUid(uid), 'onLoan')
        if (!outcome.ok) {
          if (outcome.why === 'failed') void this.#pause().then(() => this.#lookAtPad())
          return
        }
      }
      this.#proven(uid, item)
    } catch (error) {
      if (!(error instanceof IlsError)) throw error
    } finally {
      this.#busy.delete(uid)
    }
  }

  #proven(uid: string, item: string): void {
    const { journal, notices } = this.#ports
    this.#armed.delete(uid)
    const waiting = [...this.#items].filter(([, about]) => about === item).map(([id]) => id)
    for (const id of waiting) {
      journal.proven(id, uid)
      if ((journal.entry(id)?.tags.length ?? 0) > 0) continue
      journal.close(id, 'lent')
      this.#items.delete(id)
    }
    if (![...this.#items.values()].includes(item)) notices.clear('TAG_LEFT_ARMED', item)
  }

  #pause(milliseconds = ASK_AGAIN_MILLISECONDS): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#ports.clock.clearTimeout(timer)
        this.#waiting.delete(wake)
        if (!this.#stopped) resolve()
      }
      const timer = this.#ports.clock.setTimeout(wake, milliseconds)
      this.#waiting.add(wake)
    })
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake()
    this.#lookAtPad()
  }
}
