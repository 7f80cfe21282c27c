/** Every dialect by the name it has in the settings. */
import type { Dialect } from './dialect.ts'
import { GENERIC } from './generic.ts'

export const DIALECTS = {
  generic: GENERIC,
  /**
   * C4/SIP/ILS/Patron.pm: `hold_items` are those waiting, `unavail_holds` the others; lists are barcodes. Amounts come
   * without a currency.
   */
  koha: {
    ...GENERIC,
    label: 'Koha',
    answers: { ...GENERIC.answers, holdsAreReady: true, listsIdentifiers: true },
  },
  /** OpenILS/SIP/Patron.pm: hold items are all holds; lists may be titles (`msg64_summary_datatype`). */
  evergreen: { ...GENERIC, label: 'Evergreen', answers: { ...GENERIC.answers, currency: 'USD' } },
  /** This project's own demo library (simulator/patron-answers.ts). */
  'lectern-demo': {
    ...GENERIC,
    label: 'Lectern demo library',
    answers: { ...GENERIC.answers, holdsAreReady: true, listsIdentifiers: true },
    offline: { checkout: 'honoured', checkin: 'honoured' },
  },
} as const satisfies Record<string, Dialect>

export type DialectName = keyof typeof DIALECTS
