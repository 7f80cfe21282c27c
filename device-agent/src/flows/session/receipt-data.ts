import type { RowFacts } from '../checkout/row.ts'
import type { ReturnFacts } from '../return/return-row.ts'
import type { SessionContext } from './session-context.ts'

/** What a receipt is made from: nothing that names the patron. */
export interface ReceiptData {
  readonly language: string
  readonly visit: 'borrow' | 'return'
  readonly items: readonly ReceiptItem[]
  readonly printLines: readonly string[]
}

export interface ReceiptItem {
  readonly title: string | null
  readonly itemId: string
  /** Of a loan; null of a return. */
  readonly due: string | null
  /** Lent or returned while the library system was away: to be confirmed. */
  readonly provisional: boolean
  /** Returned, though it was not on loan. */
  readonly again: boolean
}

type Receipted = Pick<SessionContext, 'preferences' | 'returning' | 'rows'>

export function receiptData({ preferences, returning, rows }: Receipted): ReceiptData {
  const { language } = preferences
  if (returning !== null) {
    const back = returning.rows.filter((row) => row.outcome !== null).toReversed()
    return { language, visit: 'return', items: back.map(returned), printLines: [] }
  }
  const loans = rows.filter((row) => row.lentNow).toReversed()
  const printLines = [...new Set(loans.flatMap((row) => row.printLines))]
  return { language, visit: 'borrow', items: loans.map(lent), printLines }
}

const lent = ({ title, itemId, due, provisional }: RowFacts): ReceiptItem => ({
  title,
  itemId: itemId ?? '',
  due,
  provisional,
  again: false,
})

const returned = ({ title, itemId, outcome }: ReturnFacts): ReceiptItem => ({
  title,
  itemId: itemId ?? '',
  due: null,
  provisional: outcome === 'kept',
  again: outcome === 'again',
})
