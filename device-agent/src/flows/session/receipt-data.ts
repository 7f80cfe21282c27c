import type { RowFacts } from '../checkout/row.ts'

/** What a receipt is made from: nothing that names the patron. */
export interface ReceiptData {
  readonly language: string
  readonly items: readonly {
    readonly title: string | null
    readonly itemId: string
    readonly due: string | null
    /** Lent while the library system was away: to be confirmed. */
    readonly provisional: boolean
  }[]
  readonly printLines: readonly string[]
}

export function receiptData(rows: readonly RowFacts[], language: string): ReceiptData {
  const lent = rows.filter((row) => row.lentNow).toReversed()
  return {
    language,
    items: lent.map(({ title, itemId, due, provisional }) => ({
      title,
      itemId: itemId ?? '',
      due,
      provisional,
    })),
    printLines: [...new Set(lent.flatMap((row) => row.printLines))],
  }
}
