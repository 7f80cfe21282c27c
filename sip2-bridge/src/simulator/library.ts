/** The demo library: who may borrow what, and what became of it. No protocol, no I/O; time is a parameter. */
import { type DemoItem, type DemoMedia, demoItems } from './items.ts'
import { type DemoPatron, demoPatrons, STANDING_HOLDS, STANDING_LOANS } from './patrons.ts'

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

/** One carried-out transaction. */
export interface Deed {
  readonly kind: 'checkout' | 'renew' | 'checkin' | 'feePaid'
  readonly itemId: string
  readonly patronId: string
}

export type Refusal =
  | 'unknownItem'
  | 'unknownPatron'
  | 'notForLoan'
  | 'onLoan'
  | 'onHold'
  | 'limit'
  | 'blocked'
  | 'alreadyYours'
  | 'tooManyRenewals'

export type Outcome = { readonly loan: Loan; readonly renewed: boolean } | { readonly refused: Refusal }

/** Days of a loan by media, and renewals allowed. */
export const LOAN_DAYS: Readonly<Record<DemoMedia, number>> = {
  book: 28,
  audiobook: 21,
  music: 14,
  film: 7,
  magazine: 7,
  game: 14,
}
export const RENEWALS_MAX = 2
/** Owing this much, in minor units, denies checkouts. */
export const OWES_MAX_MINOR = 1000
/** Closed on Sundays: nothing falls due then. */
const CLOSED_WEEKDAY = 0
const DAY_MILLISECONDS = 86_400_000

export class Library {
  readonly #now: () => number
  readonly #items = new Map(demoItems.map((item) => [item.itemId, item]))
  readonly #patrons = new Map(demoPatrons.map((patron) => [patron.patronId, patron]))
  readonly #loans = new Map<string, Loan>()
  #holds: Hold[] = []
  readonly #owes = new Map<string, number>()
  readonly #blocked = new Set<string>()
  readonly #properties = new Map<string, string>()
  /** Everything carried out since the start, in order. */
  readonly history: Deed[] = []

  constructor(now: () => number, state?: LibraryState) {
    this.#now = now
    const from = state ?? this.#firstDay()
    for (const loan of from.loans) this.#loans.set(loan.itemId, loan)
    this.#holds = [...from.holds]
    for (const [patron, minor] of Object.entries(from.owes)) this.#owes.set(patron, minor)
    for (const patron of from.blocked) this.#blocked.add(patron)
    for (const [item, text] of Object.entries(from.properties)) this.#properties.set(item, text)
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
  holdsOn(item: string): readonly Hold[] {
    return this.#holds.filter((hold) => hold.itemId === item)
  }
  owes(patron: string): number {
    return this.#owes.get(patron) ?? 0
  }
  properties(item: string): string {
    return this.#properties.get(item) ?? ''
  }
  isBlocked({ patronId, blocked, cardLost, expired }: DemoPatron): boolean {
    return (
      blocked || cardLost || expired || this.#blocked.has(patronId) || this.owes(patronId) >= OWES_MAX_MINOR
    )
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
    if (this.holdsOn(itemId).some((hold) => hold.patronId !== patronId)) return { refused: 'onHold' }
    if (this.isAtLimit(patron)) return { refused: 'limit' }
    const made = { itemId, patronId, since: this.#now(), due: this.#dueAfter(item), renewals: 0 }
    this.#loans.set(itemId, made)
    this.#holds = this.#holds.filter((hold) => hold.itemId !== itemId || hold.patronId !== patronId)
    this.history.push({ kind: 'checkout', itemId, patronId })
    return { loan: made, renewed: false }
  }

  renew(patronId: string, itemId: string): Outcome {
    const loan = this.#loans.get(itemId)
    const item = this.#items.get(itemId)
    if (loan === undefined || item === undefined || loan.patronId !== patronId)
      return { refused: 'unknownItem' }
    if (this.holdsOn(itemId).some((hold) => hold.patronId !== patronId)) return { refused: 'onHold' }
    if (loan.renewals >= RENEWALS_MAX) return { refused: 'tooManyRenewals' }
    const renewed = { ...loan, due: this.#dueAfter(item), renewals: loan.renewals + 1 }
    this.#loans.set(itemId, renewed)
    this.history.push({ kind: 'renew', itemId, patronId })
    return { loan: renewed, renewed: true }
  }

  /** The loan that ended, or undefined where the item was not on loan; a hold on it becomes ready. */
  checkin(itemId: string): Loan | undefined {
    const loan = this.#loans.get(itemId)
    this.#loans.delete(itemId)
    const [first] = this.holdsOn(itemId)
    this.#holds = this.#holds.map((hold) => (hold === first ? { ...hold, ready: true } : hold))
    if (loan !== undefined) this.history.push({ kind: 'checkin', itemId, patronId: loan.patronId })
    return loan
  }

  addHold(patronId: string, itemId: string): number | null {
    if (!this.#patrons.has(patronId) || !this.#items.has(itemId)) return null
    if (this.holdsOn(itemId).some((hold) => hold.patronId === patronId)) return null
    this.#holds.push({ itemId, patronId, ready: false })
    return this.holdsOn(itemId).length
  }
  cancelHold(patronId: string, itemId: string): boolean {
    const before = this.#holds.length
    this.#holds = this.#holds.filter((hold) => hold.itemId !== itemId || hold.patronId !== patronId)
    return this.#holds.length < before
  }
  /** False where it is no amount between one and what is owed. */
  pay(patronId: string, minor: number): boolean {
    if (!Number.isSafeInteger(minor) || minor <= 0 || minor > this.owes(patronId)) return false
    this.#owes.set(patronId, this.owes(patronId) - minor)
    this.history.push({ kind: 'feePaid', itemId: '', patronId })
    return true
  }
  block(patronId: string): void {
    this.#blocked.add(patronId)
  }
  unblock(patronId: string): void {
    this.#blocked.delete(patronId)
  }
  setProperties(itemId: string, text: string): boolean {
    if (!this.#items.has(itemId)) return false
    this.#properties.set(itemId, text)
    return true
  }

  /** 23:59:00 local time, on a day the library is open. */
  #dueAfter(item: DemoItem): number {
    const due = new Date(this.#now() + LOAN_DAYS[item.media] * DAY_MILLISECONDS)
    due.setHours(23, 59, 0, 0)
    if (due.getDay() === CLOSED_WEEKDAY) due.setDate(due.getDate() + 1)
    return due.getTime()
  }

  #firstDay(): LibraryState {
    const loans = STANDING_LOANS.map(({ item, patron, sinceDays }) => {
      const since = this.#now() - sinceDays * DAY_MILLISECONDS
      return {
        itemId: item,
        patronId: patron,
        since,
        due: since + LOAN_DAYS.book * DAY_MILLISECONDS,
        renewals: 0,
      }
    })
    const holds = STANDING_HOLDS.map(({ item, patron, ready }) => ({ itemId: item, patronId: patron, ready }))
    const owes = Object.fromEntries(demoPatrons.map(({ patronId, owesMinor }) => [patronId, owesMinor]))
    return { loans, holds, owes, blocked: [], properties: {} }
  }
}
