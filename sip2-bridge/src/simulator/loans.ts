export interface Loan {
  readonly itemId: string
  readonly patronId: string
  /** Milliseconds since 1970. */
  readonly since: number
  readonly due: number
  readonly renewals: number
}

/** What is on loan, found by item and by patron without a search. */
export class Loans {
  readonly #byItem = new Map<string, Loan>()
  readonly #byPatron = new Map<string, Map<string, Loan>>()
  /** The last loan of each item that came back: an undone checkin needs it. */
  readonly #ended = new Map<string, Loan>()

  constructor(loans: readonly Loan[]) {
    for (const loan of loans) this.set(loan)
  }

  get all(): readonly Loan[] {
    return [...this.#byItem.values()]
  }
  of(itemId: string): Loan | undefined {
    return this.#byItem.get(itemId)
  }
  /** In the order of their checkout. */
  by(patronId: string): readonly Loan[] {
    return [...(this.#byPatron.get(patronId)?.values() ?? [])]
  }
  countBy(patronId: string): number {
    return this.#byPatron.get(patronId)?.size ?? 0
  }
  ended(itemId: string): Loan | undefined {
    return this.#ended.get(itemId)
  }

  set(loan: Loan): void {
    this.#byItem.set(loan.itemId, loan)
    const theirs = this.#byPatron.get(loan.patronId)
    if (theirs === undefined) this.#byPatron.set(loan.patronId, new Map([[loan.itemId, loan]]))
    else theirs.set(loan.itemId, loan)
  }
  end(itemId: string): Loan | undefined {
    const loan = this.#byItem.get(itemId)
    if (loan === undefined) return undefined
    this.#byItem.delete(itemId)
    this.#byPatron.get(loan.patronId)?.delete(itemId)
    this.#ended.set(itemId, loan)
    return loan
  }
}
