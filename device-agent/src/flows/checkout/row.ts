/** What an item's flow tells the session about itself; the patron's row is drawn from it. */
import type { ItemRow } from '../../contract/view.ts'

export interface RowFacts extends Omit<ItemRow, 'id'> {
  readonly id: string
  /** UIDs of this item's tags seen in this visit. */
  readonly tags: readonly string[]
  /** False while an answer of the library system or of the pad is awaited. */
  readonly settled: boolean
  /** True where this visit made the loan: it belongs on the receipt. */
  readonly lentNow: boolean
  /** What the library system wants printed with this loan. */
  readonly printLines: readonly string[]
}
