/** The demo library: who may borrow what, and what became of it. No protocol, no I/O; time is a parameter. */
import { type Collection, collection } from './collection.ts'
import { type Fee, Fees } from './fees.ts'
import { firstDay } from './first-day.ts'
import { type Deed, type DeedKind, History } from './history.ts'
import { type Hold, Holds, type HoldWishes } from './holds.ts'
import type { DemoItem } from './items.ts'
import type { CheckoutTerms, LibraryState, Outcome, Refusal } from './library-types.ts'
import { type Loan, Loans } from './loans.ts'
import type { DemoPatron } from './patrons.ts'
import { dueAfter, RULES } from './rules.ts'

export interface LibraryOptions {
  /** The first day's, where left out. */
  readonly state?: LibraryState | undefined
  readonly collection?: Collection
  /** Deeds remembered one by one. */
  readonly historyMax?: number | undefined
}

/** SIP2 2.00, fee type. */
const RENTAL = '06'

export class Library {
  readonly #now: () => number
  readonly #has: Collection
  readonly #loans: Loans
  readonly #holds: Holds
  readonly #fees: Fees
  readonly #blocked: Set<string>
  readonly #properties: Map<string, string>
  readonly #inTransit: Map<string, string>
  readonly #history: History

  constructor(now: () => number, options: LibraryOptions = {}) {
    const { state = firstDay(now()) } = options
    this.#now = now
    this.#has = options.collection ?? collection()
    this.#history = new History(options.historyMax)
    this.#loans = new Loans(state.loans)
    this.#holds = new Holds(state.holds)
    this.#fees = new Fees(state.fees, state.nextFee)
    this.#blocked = new Set(state.blocked)
    this.#properties = new Map(Object.entries(state.properties))
    this.#inTransit = new Map(Object.entries(state.inTransit))
  }

  get state(): LibraryState {
    return {
      loans: this.#loans.all,
      holds: this.#holds.all,
      fees: this.#fees.all,
      nextFee: this.#fees.next,
      blocked: [...this.#blocked],
      properties: Object.fromEntries(this.#properties),
      inTransit: Object.fromEntries(this.#inTransit),
    }
  }

  /** The newest deeds since the start, in order; older ones than its limit are only counted. */
  get history(): readonly Deed[] {
    return this.#history.deeds
  }
  /** Deeds since the start. */
  get deeds(): number {
    return this.#history.total
  }
  deedsOf(kind: DeedKind): number {
    return this.#history.count(kind)
  }
  item(id: string): DemoItem | undefined {
    return this.#has.item(id)
  }
  titled(title: string): DemoItem | undefined {
    return this.#has.titled(title)
  }
  patron(id: string): DemoPatron | undefined {
    return this.#has.patron(id)
  }
  patronByOtherNumber(number: string): DemoPatron | undefined {
    return this.#has.patronByOtherNumber(number)
  }
  loan(item: string): Loan | undefined {
    return this.#loans.of(item)
  }
  loansOf(patron: string): readonly Loan[] {
    return this.#loans.by(patron)
  }
  holdsOf(patron: string): readonly Hold[] {
    return this.#holds.by(patron)
  }
  /** In the order of the queue. */
  holdsOn(item: string): readonly Hold[] {
    return this.#holds.on(item)
  }
  feesOf(patron: string): readonly Fee[] {
    return this.#fees.of(patron)
  }
  owes(patron: string): number {
    return this.#fees.owedBy(patron)
  }
  owesTooMuch(patron: string): boolean {
    return this.owes(patron) >= RULES.owesMaxMinor
  }
  properties(item: string): string {
    return this.#properties.get(item) ?? ''
  }
  /** Where it is on its way to. */
  inTransit(item: string): string | undefined {
    return this.#inTransit.get(item)
  }
  isBlockedByStaff({ patronId }: DemoPatron): boolean {
    return this.#blocked.has(patronId)
  }
  isBlocked(patron: DemoPatron): boolean {
    const { patronId, cardLost, expired } = patron
    return this.isBlockedByStaff(patron) || cardLost || expired || this.owesTooMuch(patronId)
  }
  isAtLimit({ patronId, limit }: DemoPatron): boolean {
    return this.#loans.countBy(patronId) >= limit
  }
  isOverdue(loan: Loan): boolean {
    return loan.due < this.#now()
  }

  checkout(patronId: string, itemId: string, terms: CheckoutTerms = {}): Outcome {
    const patron = this.patron(patronId)
    const item = this.item(itemId)
    if (patron === undefined) return { refused: 'unknownPatron' }
    if (item === undefined) return { refused: 'unknownItem' }
    const { happened } = terms
    if (happened === undefined && this.isBlocked(patron)) return { refused: 'blocked' }
    if (happened === undefined && item.notForLoan) return { refused: 'notForLoan' }
    if (this.loan(itemId)?.patronId === patron.patronId) {
      return terms.mayRenew ? this.renew(patronId, itemId) : { refused: 'alreadyYours' }
    }
    const refused = happened === undefined ? this.#refusal(patron, item, terms) : undefined
    if (refused !== undefined) return { refused }
    // Whoever had it has brought it back without a word.
    this.#end(itemId, happened?.at)
    const since = happened?.at ?? this.#now()
    const due = happened?.due ?? dueAfter(since, item.media)
    const loan = { itemId: item.itemId, patronId: patron.patronId, since, due, renewals: 0 }
    this.#loans.set(loan)
    this.#holds.drop(patronId, itemId)
    this.#inTransit.delete(itemId)
    this.#did('checkout', patron.patronId, item.itemId, happened?.at)
    if (item.feeMinor === 0) return { loan, renewed: false }
    const about = { patronId: patron.patronId, itemId: item.itemId, type: RENTAL }
    return { loan, renewed: false, fee: this.#fees.charge({ ...about, minor: item.feeMinor, since }) }
  }

  renew(patronId: string, itemId: string): Outcome {
    const patron = this.patron(patronId)
    const item = this.item(itemId)
    if (patron === undefined) return { refused: 'unknownPatron' }
    if (item === undefined) return { refused: 'unknownItem' }
    const loan = this.loan(itemId)
    if (loan?.patronId !== patronId) return { refused: 'notYours' }
    if (this.isBlocked(patron)) return { refused: 'blocked' }
    if (this.holdsOn(itemId).some((hold) => hold.patronId !== patronId)) return { refused: 'onHold' }
    if (loan.renewals >= RULES.renewalsMax) return { refused: 'tooManyRenewals' }
    const renewed = { ...loan, due: dueAfter(this.#now(), item.media), renewals: loan.renewals + 1 }
    this.#loans.set(renewed)
    this.#did('renew', loan.patronId, loan.itemId)
    return { loan: renewed, renewed: true }
  }

  /**
   * The loan that ended, or undefined where the item was not on loan. The first hold on it becomes ready where it is to
   * be picked up here, and is sent there otherwise. `at`: when it came back, where it is told afterwards.
   */
  checkin(itemId: string, here = '', at?: number): Loan | undefined {
    const item = this.item(itemId)
    const loan = this.#loans.end(itemId)
    const [first] = this.holdsOn(itemId)
    const target = first?.pickup ?? item?.returned?.destination ?? ''
    const goes = target !== '' && target !== here ? target : undefined
    const shelved = first?.ready === false && goes === undefined
    if (first !== undefined) this.#holds.change(first.patronId, itemId, { ready: goes === undefined })
    const moved = this.#inTransit.get(itemId) !== goes
    if (goes === undefined) this.#inTransit.delete(itemId)
    else this.#inTransit.set(itemId, goes)
    if (loan !== undefined || shelved || moved) {
      this.#did('checkin', loan?.patronId ?? '', item?.itemId ?? '', at)
    }
    return loan
  }

  /** The checkout is taken back as if it had not been; undefined where the item is not on loan. */
  undoCheckout(itemId: string): Loan | undefined {
    return this.#end(itemId)
  }
  /** The loan that the last checkin ended stands again; undefined where there is none of this patron, or another loan. */
  undoCheckin(patronId: string, itemId: string): Loan | undefined {
    const loan = this.#loans.ended(itemId)
    if (loan?.patronId !== patronId || this.loan(itemId) !== undefined) return undefined
    this.#loans.set(loan)
    this.#inTransit.delete(itemId)
    this.#did('checkout', loan.patronId, loan.itemId)
    return loan
  }

  /** The place in the queue, from 1; null where patron or item are unknown, or the hold is there already. */
  addHold(patronId: string, itemId: string, wishes: HoldWishes = {}): number | null {
    const patron = this.patron(patronId)
    const item = this.item(itemId)
    if (patron === undefined || item === undefined) return null
    if (this.holdsOn(itemId).some((hold) => hold.patronId === patronId)) return null
    this.#holds.add({ itemId: item.itemId, patronId: patron.patronId, ready: false, ...wishes })
    this.#did('hold', patron.patronId, item.itemId)
    return this.holdsOn(itemId).length
  }
  /** False where there was none. */
  cancelHold(patronId: string, itemId: string): boolean {
    const dropped = this.#holds.drop(patronId, itemId)
    if (dropped) this.#did('cancelHold', patronId, itemId)
    return dropped
  }
  /** False where there is none. */
  changeHold(patronId: string, itemId: string, wishes: HoldWishes): boolean {
    const there = this.holdsOn(itemId).some((hold) => hold.patronId === patronId)
    if (there) this.#holds.change(patronId, itemId, wishes)
    return there
  }
  /** What was paid of which fee, or undefined where it is no amount between one and what is owed. */
  pay(patronId: string, minor: number, feeId?: string): readonly Fee[] | undefined {
    const paid = this.#fees.pay(patronId, minor, feeId)
    if (paid !== undefined) this.#did('feePaid', this.patron(patronId)?.patronId ?? '')
    return paid
  }
  block(patronId: string): void {
    if (this.patron(patronId) === undefined || this.#blocked.has(patronId)) return
    this.#blocked.add(patronId)
    this.#did('block', patronId)
  }
  unblock(patronId: string): void {
    if (this.#blocked.delete(patronId)) this.#did('unblock', patronId)
  }
  /** False for an unknown item. */
  setProperties(itemId: string, text: string): boolean {
    if (this.item(itemId) === undefined) return false
    this.#properties.set(itemId, text)
    this.#did('itemProperties', '', itemId)
    return true
  }

  #refusal(patron: DemoPatron, item: DemoItem, { feeAgreed = false }: CheckoutTerms): Refusal | undefined {
    if (this.loan(item.itemId) !== undefined) return 'onLoan'
    const [first] = this.holdsOn(item.itemId)
    if (first !== undefined && first.patronId !== patron.patronId) return 'onHold'
    if (this.isAtLimit(patron)) return 'limit'
    return item.feeMinor > 0 && !feeAgreed ? 'costs' : undefined
  }
  #end(itemId: string, at?: number): Loan | undefined {
    const loan = this.#loans.end(itemId)
    if (loan !== undefined) this.#did('checkin', loan.patronId, loan.itemId, at)
    return loan
  }
  #did(kind: DeedKind, patronId: string, itemId = '', at?: number): void {
    this.#history.add({ kind, itemId, patronId, ...(at === undefined ? {} : { at }) })
  }
}
