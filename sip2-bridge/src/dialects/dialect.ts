/** What servers do differently, as data. Each claim names the server's own source. */
export interface Dialect {
  /** The hold count of 64 means holds ready to be picked up, not all holds. */
  readonly holdsAreReady: boolean
  /**
   * The list of charged items in 64 holds item identifiers. SIP2 2.00 leaves the contents open: titles and templates
   * are as common, and an item missing from a list of titles is not known to be somebody else's.
   */
  readonly listsIdentifiers: boolean
  /** The currency of amounts where neither the server nor the settings name one (ISO 4217). */
  readonly currency: string
}

/** Nothing is taken for granted. */
const GENERIC: Dialect = { holdsAreReady: false, listsIdentifiers: false, currency: 'EUR' }

export const DIALECTS = {
  generic: GENERIC,
  /**
   * C4/SIP/ILS/Patron.pm: `hold_items` are those waiting, `unavail_holds` the others; lists are barcodes. Amounts come
   * without a currency.
   */
  koha: { ...GENERIC, holdsAreReady: true, listsIdentifiers: true },
  /** OpenILS/SIP/Patron.pm: hold items are all holds; lists may be titles (`msg64_summary_datatype`). */
  evergreen: { ...GENERIC, currency: 'USD' },
  /** This project's own demo library (simulator/patron-answers.ts). */
  'lectern-demo': { ...GENERIC, holdsAreReady: true, listsIdentifiers: true },
} as const satisfies Record<string, Dialect>

export type DialectName = keyof typeof DIALECTS
