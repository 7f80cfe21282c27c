/** What servers do differently, as data. Each claim names the server's own source. */
export interface Dialect {
  /** The hold count of 64 means holds ready to be picked up, not all holds. */
  readonly holdsAreReady: boolean
  /** Lists of 64 hold item identifiers; otherwise titles or a template. */
  readonly listsIdentifiers: boolean
  /** The transaction's currency where the server sends none (ISO 4217). */
  readonly currency: string
}

const GENERIC: Dialect = { holdsAreReady: false, listsIdentifiers: true, currency: 'EUR' }

export const DIALECTS = {
  generic: GENERIC,
  /** C4/SIP/ILS/Patron.pm: `hold_items` are those waiting, `unavail_holds` the others; lists are barcodes. */
  koha: { ...GENERIC, holdsAreReady: true },
  /** OpenILS/SIP/Patron.pm: hold items are all holds; lists may be titles (`msg64_summary_datatype`). */
  evergreen: { ...GENERIC, listsIdentifiers: false, currency: 'USD' },
  /** This project's own demo library. */
  'lectern-demo': { ...GENERIC, holdsAreReady: true },
} as const satisfies Record<string, Dialect>

export type DialectName = keyof typeof DIALECTS
