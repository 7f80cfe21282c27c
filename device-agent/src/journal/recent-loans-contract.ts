/** What was lent moments ago: a gate that sounds for it has met a tag that was not switched, not a thief. */

export interface RecentLoan {
  readonly item: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** One kiosk's own; what other kiosks say of theirs fits the same. No patron. */
export interface RecentLoans {
  /** The newest loan of this item, or of what carries this tag, since then, or whose tag is not proven yet; else null. */
  find(of: { readonly item: string | null; readonly tag: string | null }, since: number): RecentLoan | null
}
