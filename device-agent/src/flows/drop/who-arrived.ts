/** Which of the pieces has just fallen into a bin: by its place where that is known, else by the order on the belt. Pure. */
import type { DropPlan } from './plan.ts'
import { arrivalOf, type BeltPlace, type OnBelt } from './tracker.ts'

export interface OnItsWay extends OnBelt {
  /** Only the beam at the end of the read zone saw it. */
  readonly mayBeNothing: boolean
  /** It lies still, or behind such a one: the bin it was on its way to. */
  readonly stuck: number | null
}

/** The piece that has just fallen into `bin`, by its place; null: none can be there. */
export function whoArrived<Piece extends OnItsWay>(
  pieces: readonly Piece[],
  bin: number,
  belt: BeltPlace,
  plan: DropPlan,
): Piece | null {
  const sent = arrivalOf(
    pieces.filter((piece) => piece.bin === bin),
    bin,
    belt,
    plan,
  )
  // While the belt stands after a jam, what was stuck falls after all, and what had reached its bin by then.
  const stuck = belt.span === 0 ? pieces.filter((piece) => piece.stuck !== null) : []
  const freed = stuck.find((piece) => piece.stuck === bin)
  return sent ?? freed ?? arrivalOf(pieces, bin, belt, plan) ?? stuck[0] ?? null
}

/**
 * What fell while the belt was emptied, and lay where nothing was expected: it slipped, or a diverter that is stuck took it.
 * Nothing overtakes on a belt: it is the foremost of those that go there, else of those that go to the end. When none of
 * them is left, what falls off the end is the hindmost of those that should have been pushed off before, as what had slipped
 * lay behind what had not. `ran`: the way of the belt since it began: what was on it then has fallen when that is its whole
 * length, and what falls after that came in unseen. What may be nothing is left to the last of them. Null: it is none of them.
 */
export function whoSlipped<Piece extends Pick<OnItsWay, keyof OnBelt | 'mayBeNothing'>>(
  pieces: readonly Piece[],
  bin: number,
  ran: number,
  { exception }: DropPlan,
): Piece | null {
  const surest = pieces.toSorted((a, b) => Number(a.mayBeNothing) - Number(b.mayBeNothing))
  const expected = surest.find((piece) => piece.bin === bin)
  const astray = expected ?? surest.find((piece) => piece.bin === exception.number) ?? null
  if (astray !== null || bin !== exception.number) return astray
  return ran < exception.place ? (pieces.at(-1) ?? null) : null
}
