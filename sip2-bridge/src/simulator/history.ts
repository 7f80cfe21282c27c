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
  /** When it happened, in milliseconds since 1970, where it was told afterwards (no block). */
  readonly at?: number
}

/** Deeds remembered where nobody says otherwise: a backlog of three days at a busy kiosk, twice. */
export const HISTORY_MAX = 100_000

/** The newest deeds one by one, and all of them by number. */
export class History {
  /** In order; the same array for good. */
  readonly deeds: Deed[] = []
  readonly #max: number
  readonly #counts = new Map<DeedKind, number>()
  #total = 0

  constructor(max: number = HISTORY_MAX) {
    this.#max = Math.max(1, max)
  }

  /** Since the start, forgotten ones too. */
  get total(): number {
    return this.#total
  }
  count(kind: DeedKind): number {
    return this.#counts.get(kind) ?? 0
  }

  add(deed: Deed): void {
    // The older half at once: dropping them one by one would move the whole array each time.
    if (this.deeds.length >= this.#max) this.deeds.splice(0, Math.ceil(this.#max / 2))
    this.deeds.push(deed)
    this.#counts.set(deed.kind, this.count(deed.kind) + 1)
    this.#total++
  }
}
