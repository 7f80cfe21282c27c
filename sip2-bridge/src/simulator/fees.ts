export interface Fee {
  /** What 37 calls it by. */
  readonly feeId: string
  readonly patronId: string
  /** The item it is about; empty where it is about none. */
  readonly itemId: string
  /** SIP2 2.00, fee type: 04 overdue, 06 rental, 07 replacement. */
  readonly type: string
  /** What is left to pay, in minor units. */
  readonly minor: number
  /** Milliseconds since 1970. */
  readonly since: number
}

/** Who owes what: one charge a fee, oldest first. */
export class Fees {
  readonly #byPatron = new Map<string, readonly Fee[]>()
  #next: number

  constructor(fees: readonly Fee[], next: number) {
    for (const fee of fees) this.#put(fee)
    this.#next = next
  }

  get all(): readonly Fee[] {
    return [...this.#byPatron.values()].flat()
  }
  /** The number of the next fee. */
  get next(): number {
    return this.#next
  }
  of(patronId: string): readonly Fee[] {
    return this.#byPatron.get(patronId) ?? []
  }
  /** Minor units. */
  owedBy(patronId: string): number {
    return this.of(patronId).reduce((sum, { minor }) => sum + minor, 0)
  }

  charge(fee: Omit<Fee, 'feeId'>): Fee {
    const charged = { feeId: `FEE-${this.#next++}`, ...fee }
    this.#put(charged)
    return charged
  }
  /** One fee, or the oldest first where none is named. Undefined where it is no amount between one and what is owed. */
  pay(patronId: string, minor: number, feeId = ''): readonly Fee[] | undefined {
    const due = feeId === '' ? this.of(patronId) : this.of(patronId).filter((fee) => fee.feeId === feeId)
    const owed = due.reduce((sum, fee) => sum + fee.minor, 0)
    if (!Number.isSafeInteger(minor) || minor <= 0 || minor > owed) return undefined
    let left = minor
    const paid: Fee[] = []
    const rest = this.of(patronId).flatMap((fee) => {
      const part = due.includes(fee) ? Math.min(left, fee.minor) : 0
      left -= part
      if (part > 0) paid.push({ ...fee, minor: part })
      return part === fee.minor ? [] : [{ ...fee, minor: fee.minor - part }]
    })
    this.#byPatron.set(patronId, rest)
    return paid
  }

  #put(fee: Fee): void {
    this.#byPatron.set(fee.patronId, [...this.of(fee.patronId), fee])
  }
}
