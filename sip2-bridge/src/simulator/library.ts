/** The demo library: who may borrow what, and what became of it. No protocol, no I/O; time is a parameter. */
import { firstDay } from './first-day.ts'
import { type DemoItem, demoItems } from './items.ts'
import { type DemoPatron, demoPatrons } from './patrons.ts'
import { dueAfter, RULES } from './rules.ts'

export interface Loan {
  readonly itemId: string
  readonly patronId: string
  /** Milliseconds since 1970. */
  readonly since: number
  readonly due: number
  readonly renewals: number
}
export interface Hold {
  readonly itemId: string
  readonly patronId: string
  readonly ready: boolean
}

/** What the library remembers; all of it survives a restart when asked to. */
export interface LibraryState {
  readonly loans: readonly Loan[]
  readonly holds: readonly Hold[]
  /** What patrons still owe, in minor units, by patron. */
  readonly owes: Readonly<Record<string, number>>
  readonly blocked: readonly string[]
  readonly properties: Readonly<Record<string, string>>
}

export type DeedKind =
  | 'checkout'
  | 'renew'
  | 'checkin'
  | 'feePaid'
  | 'hold'
  | 'cancelHold'
  | 'block'
  | 'unblock'
  | 'itemProperties'

/** One carried-out transaction; an identifier is empty where it concerns none. */
export interface Deed {
  readonly kind: DeedKind
  readonly itemId: string
  readonly patronId: string
}

export type Refusal =
  | 'unknownItem'
  | 'unknownPatron'
  | 'notForLoan'
  | 'onLoan'
  | 'notYours'
  | 'onHold'
  | 'limit'
  | 'blocked'
  | 'alreadyYours'
  | 'tooManyRenewals'

export type Outcome = { readonly loan: Loan; readonly renewed: boolean } | { readonly refused: Refusal }

export class Library {
  readonly #now: () => number
  readonly #items = new Map(demoItems.map((item) => [item.itemId, item]))
  readonly #patrons = new Map(demoPatrons.map((patron) => [patron.patronId, patron]))
  readonly #loans = new Map<string, Loan>()
  #holds: readonly Hold[] = []
  readonly #owes: Map<string, number>
  readonly #blocked: Set<string>
  readonly #properties: Map<string, string>
  /** Everything carried out since the start, in order. */
  readonly history: Deed[] = []

  constructor(now: () => number, state: LibraryState = firstDay(now())) {
    this.#now = now
    for (const loan of state.loans) this.#loans.set(loan.itemId, loan)
    this.#holds = state.holds
    this.#owes = new Map(Object.entries(state.owes))
    this.#blocked = new Set(state.blocked)
    this.#properties = new Map(Object.entries(state.properties))
  }

  get state(): LibraryState {
    return {
      loans: [...this.#loans.values()],
      holds: this.#holds,
      owes: Object.fromEntries(this.#owes),
      blocked: [...this.#blocked],
      properties: Object.fromEntries(this.#properties),
    }
  }

  item(id: string): DemoItem | undefined {
    return this.#items.get(id)
  }
  patron(id: string): DemoPatron | undefined {
    return this.#patrons.get(id)
  }
  loan(item: string): Loan | undefined {
    return this.#loans.get(item)
  }
  loansOf(patron: string): readonly Loan[] {
    return [...this.#loans.values()].filter((loan) => loan.patronId === patron)
  }
  holdsOf(patron: string): readonly Hold[] {
    return this.#holds.filter((hold) => hold.patronId === patron)
  }
  /** In the order of the queue. */
  holdsOn(item: string): readonly Hold[] {
    return this.#holds.filter((hold) => hold.itemId === item)
  }
  owes(patron: string): number {
    return this.#owes.get(patron) ?? 0
  }
  owesTooMuch(patron: string): boolean {
    return this.owes(patron) >= RULES.owesMaxMinor
  }
  properties(item: string): string {
    return this.#properties.get(item) ?? ''
  }
  isBlockedByStaff({ patronId }: DemoPatron): boolean {
    return this.#blocked.has(patronId)
  }
  isBlocked(patron: DemoPatron): boolean {
    const { patronId, cardLost, expired } = patron
    return this.isBlockedByStaff(patron) || cardLost || expired || this.owesTooMuch(patronId)
  }
  isAtLimit({ patronId, limit }: DemoPatron): boolean {
    return this.loansOf(patronId).length >= limit
  }
  isOverdue(loan: Loan): boolean {
    return loan.due < this.#now()
  }

  checkout(patronId: string, itemId: string, mayRenew: boolean): Outcome {
    const patron = this.#patrons.get(patronId)
    const item = this.#items.get(itemId)
    if (patron === undefined) return { refused: 'unknownPatron' }
    if (item === undefined) return { refused: 'unknownItem' }
    if (this.isBlocked(patron)) return { refused: 'blocked' }
    if (item.notForLoan) return { refused: 'notForLoan' }
    const loan = this.#loans.get(itemId)
    if (loan?.patronId === patronId)
      return mayRenew ? this.renew(patronId, itemId) : { refused: 'alreadyYours' }
    if (loan !== undefined) return { refused: 'onLoan' }
    const [first] = this.holdsOn(itemId)
    if (first !== undefined && first.patronId !== patronId) return { refused: 'onHold' }
    if (this.isAtLimit(patron)) return { refused: 'limit' }
    const since = this.#now()
    const made = { itemId, patronId, since, due: dueAfter(since, item.media), renewals: 0 }
    this.#loans.set(itemId, made)
    this.#dropHold(patronId, itemId)
    this.#did('checkout', patronId, itemId)
    return { loan: made, renewed: false }
  }

  renew(patronId: string, itemId: string): Outcome {
    const patron = this.#patrons.get(patronId)
    const item = this.#items.get(itemId)
    if (patron === undefined) return { refused: 'unknownPatron' }
    if (item === undefined) return { refused: 'unknownItem' }
    const loan = this.#loans.get(itemId)
    if (loan?.patronId !== patronId) return { refused: 'notYours' }
    if (this.isBlocked(patron)) return { refused: 'blocked' }
    if (this.holdsOn(itemId).some((hold) => hold.patronId !== patronId)) return { refused: 'onHold' }
    if (loan.renewals >= RULES.renewalsMax) return { refused: 'tooManyRenewals' }
    const renewed = { ...loan, due: dueAfter(this.#now(), item.media), renewals: loan.renewals + 1 }
    this.#loans.set(itemId, renewed)
    this.#did('renew', patronId, itemId)
    return { loan: renewed, renewed: true }
  }

  /** The loan that ended, or undefined where the item was not on loan; the first hold on it becomes ready. */
  checkin(itemId: string): Loan | undefined {
    const loan = this.#loans.get(itemId)
    const [first] = this.holdsOn(itemId)
    this.#loans.delete(itemId)
    this.#holds = this.#holds.map((hold) => (hold === first ? { ...hold, ready: true } : hold))
    if (loan !== undefined || first?.ready === false) this.#did('checkin', loan?.patronId ?? '', itemId)
    return loan
  }

  /** The place in the queue, from 1; null where patron or item are unknown, or the hold is there already. */
  addHold(patronId: string, itemId: string): number | null {
    if (!this.#patrons.has(patronId) || !this.#items.has(itemId)) return null
    if (this.holdsOn(itemId).some((hold) => hold.patronId === patronId)) return null
    this.#holds = [...this.#holds, { itemId, patronId, ready: false }]
    this.#did('hold', patronId, itemId)
    return this.holdsOn(itemId).length
  }
  /** False where there was none. */
  cancelHold(patronId: string, itemId: string): boolean {
    const dropped = this.#dropHold(patronId, itemId)
    if (dropped) this.#did('cancelHold', patronId, itemId)
    return dropped
  }
  /** False where it is no amount between one and what is owed. */
  pay(patronId: string, minor: number): boolean {
    if (!Number.isSafeInteger(minor) || minor <= 0 || minor > this.owes(patronId)) return false
    this.#owes.set(patronId, this.owes(patronId) - minor)
    this.#did('feePaid', patronId)
    return true
  }
  block(patronId: string): void {
    if (!this.#patrons.has(patronId) || this.#blocked.has(patronId)) return
    this.#blocked.add(patronId)
    this.#did('block', patronId)
  }
  unblock(patronId: string): void {
    if (this.#blocked.delete(patronId)) this.#did('unblock', patronId)
  }
  /** False for an unknown item. */
  setProperties(itemId: string, text: string): boolean {
    if (!this.#items.has(itemId)) return false
    this.#properties.set(itemId, text)
    this.#did('itemProperties', '', itemId)
    return true
  }

  #dropHold(patronId: string, itemId: string): boolean {
    const before = this.#holds.length
    this.#holds = this.#holds.filter((hold) => hold.itemId !== itemId || hold.patronId !== patronId)
    return this.#holds.length < before
  }
  #did(kind: DeedKind, patronId: string, itemId = ''): void {
    this.history.push({ kind, itemId, patronId })
  }
}
