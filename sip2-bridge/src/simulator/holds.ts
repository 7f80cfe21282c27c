export interface Hold {
  readonly itemId: string
  readonly patronId: string
  /** Waits on the hold shelf where it is to be picked up. */
  readonly ready: boolean
  /** Where it is to be picked up; left out: where the item is. */
  readonly pickup?: string
  /** As it was asked for, in SIP2's form of a date. */
  readonly expires?: string
}

/** What a patron may ask for with a hold. */
export type HoldWishes = Pick<Hold, 'pickup' | 'expires'>

/** Who waits for what: the queue of each item in order, found by item and by patron without a search. */
export class Holds {
  readonly #byItem = new Map<string, readonly Hold[]>()
  readonly #itemsOf = new Map<string, Set<string>>()

  constructor(holds: readonly Hold[]) {
    for (const hold of holds) this.add(hold)
  }

  get all(): readonly Hold[] {
    return [...this.#byItem.values()].flat()
  }
  on(itemId: string): readonly Hold[] {
    return this.#byItem.get(itemId) ?? []
  }
  by(patronId: string): readonly Hold[] {
    return [...(this.#itemsOf.get(patronId) ?? [])].flatMap((itemId) =>
      this.on(itemId).filter((hold) => hold.patronId === patronId),
    )
  }

  add(hold: Hold): void {
    this.#byItem.set(hold.itemId, [...this.on(hold.itemId), hold])
    const items = this.#itemsOf.get(hold.patronId)
    if (items === undefined) this.#itemsOf.set(hold.patronId, new Set([hold.itemId]))
    else items.add(hold.itemId)
  }
  /** False where there was none. */
  drop(patronId: string, itemId: string): boolean {
    const queue = this.on(itemId)
    const rest = queue.filter((hold) => hold.patronId !== patronId)
    if (rest.length === queue.length) return false
    if (rest.length === 0) this.#byItem.delete(itemId)
    else this.#byItem.set(itemId, rest)
    this.#itemsOf.get(patronId)?.delete(itemId)
    return true
  }
  change(patronId: string, itemId: string, change: Partial<Hold>): void {
    const changed = this.on(itemId).map((hold) =>
      hold.patronId === patronId ? { ...hold, ...change } : hold,
    )
    if (changed.length > 0) this.#byItem.set(itemId, changed)
  }
}
