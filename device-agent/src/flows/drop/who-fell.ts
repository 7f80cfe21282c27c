/** What staff freed falls in an order, but who of them it is shows only when the belt is empty. Pure. */
import type { Piece } from './piece.ts'
import { type DropPlan, placeOf } from './plan.ts'

/** Something has fallen into that bin when the belt had run so far, in millimetres. */
export interface Fall {
  readonly bin: number
  readonly travel: number
}

type Candidate = Pick<Piece, 'bin' | 'mayBeNothing' | 'silent'>

/**
 * Nothing overtakes on a belt. What did not fall after staff had looked is the foremost: it had fallen before, or was what
 * was stuck, and taken out. So the falls are those of the hindmost pieces; but where fewer fell than there are, first what
 * may be nothing at all did not, and then what had surely reached its bin before, above all where nothing fell into that.
 *
 * @param known the foremost first; null: one more that nobody knows
 * @returns `fell`: by the order on the belt; `piece` is null for what fell beyond all that was known. `isSure`: none of those
 *   that are left can have fallen in their place; else those are left, too, that may lie in their own bin or fell into the
 *   exception bin: that is where staff look for whatever is not sure
 */
export function whoFell<Known extends Candidate | null>(
  known: readonly Known[],
  falls: readonly Fall[],
  plan: DropPlan,
): {
  readonly fell: readonly { readonly bin: number; readonly piece: Known | null }[]
  readonly isSure: boolean
} {
  const leftAt = ({ bin, travel }: Fall) => travel - placeOf(plan, bin)
  const inOrder = falls.toSorted((a, b) => leftAt(a) - leftAt(b))
  const pieces = [...known]
  while (pieces.length > inOrder.length) {
    const nothing = pieces.findIndex((piece) => piece?.mayBeNothing === true)
    const elsewhere = pieces.findIndex(
      (piece) => piece?.silent === 'there' && !inOrder.some(({ bin }) => bin === piece.bin),
    )
    const there = pieces.findIndex((piece) => piece?.silent === 'there')
    pieces.splice([nothing, elsewhere, there].find((index) => index >= 0) ?? 0, 1)
  }
  // Among those that lay on the belt the order tells; not so where one may have fallen before.
  const isSure =
    inOrder.length === 0 ||
    inOrder.length >= known.length ||
    known.every((piece) => piece === null || piece.silent === 'missing')
  const first = pieces.length - inOrder.length
  const fell = inOrder.map(({ bin }, index) => ({ bin, piece: pieces[first + index] ?? null }))
  const isTold = ({ bin, piece }: { readonly bin: number; readonly piece: Known | null }) =>
    isSure || piece === null || piece.silent === 'missing' || bin !== plan.exception.number
  return { fell: fell.filter(isTold), isSure }
}
