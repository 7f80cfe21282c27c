/** What lies on the belt, and what follows from how far the belt has run. Pure. */
import { DIVERTER_GUARD_MILLIMETRES, PLACE_SLACK_MILLIMETRES, TUNNEL_SLACK_MILLIMETRES } from './limits.ts'
import { type DropPlan, placeOf } from './plan.ts'
import { whereWasIt } from './where-was-it.ts'

export interface OnBelt {
  /** The belt's way when its front was at the entry, in millimetres. */
  readonly entered: number
  /** Where it is to go. */
  readonly bin: number
}

export interface BeltPlace {
  /** How far the belt has run, in millimetres. */
  readonly travel: number
  /** Everything may lie up to so much further: after an interruption the plan's `blind`, else 0. */
  readonly span: number
  /** How much of that it most likely is; a quarter where left out: most stop as soon as their module misses them. */
  readonly likely?: number
}

/** The least that its front has come. */
const least = (piece: OnBelt, { travel }: BeltPlace): number => travel - piece.entered
/** The most. */
const most = (piece: OnBelt, { travel, span }: BeltPlace): number => travel - piece.entered + span

/** The bins whose diverters must be set now. One that would push a neighbour is let go. */
export function divertersWanted(
  pieces: readonly OnBelt[],
  belt: BeltPlace,
  plan: DropPlan,
): ReadonlySet<number> {
  const wanted = new Set<number>()
  for (const piece of pieces) {
    const { bin } = piece
    if (bin === plan.exception.number) continue
    const place = placeOf(plan, bin)
    if (most(piece, belt) < place - plan.lead || least(piece, belt) > place + plan.hold) continue
    const inTheWay = pieces.some(
      (other) =>
        other.bin !== bin &&
        most(other, belt) >= place - DIVERTER_GUARD_MILLIMETRES &&
        least(other, belt) < place,
    )
    if (!inTheWay) wanted.add(bin)
  }
  return wanted
}

/** Its diverter is set, or was: where it goes can no longer be changed. */
export const isPastRecall = (piece: OnBelt, belt: BeltPlace, plan: DropPlan): boolean =>
  piece.bin !== plan.exception.number && most(piece, belt) >= placeOf(plan, piece.bin) - plan.lead

/** Its front has not reached the diverter of its bin. */
export const isBeforeDiverter = (piece: OnBelt, belt: BeltPlace, plan: DropPlan): boolean =>
  most(piece, belt) < placeOf(plan, piece.bin)

/** The bins at whose diverters a front is now: the belt has to wait until these are known to be as they should. */
export function divertersPassed(
  pieces: readonly OnBelt[],
  belt: BeltPlace,
  plan: DropPlan,
): readonly number[] {
  const at = ({ place }: { readonly place: number }) =>
    pieces.some(
      (piece) => most(piece, belt) >= place - DIVERTER_GUARD_MILLIMETRES && least(piece, belt) < place,
    )
  return plan.bins.filter((bin) => !bin.exception && at(bin)).map((bin) => bin.number)
}

/** The piece whose front is where it falls into `bin`; of several the nearest; null: none is there now. */
export function arrivalOf<Piece extends OnBelt>(
  pieces: readonly Piece[],
  bin: number,
  belt: BeltPlace,
  plan: DropPlan,
): Piece | null {
  const place = placeOf(plan, bin)
  const there = pieces.filter(
    (piece) =>
      most(piece, belt) >= place - PLACE_SLACK_MILLIMETRES && least(piece, belt) <= place + plan.arrival,
  )
  const fronts = there.map((piece) => least(piece, belt) + (belt.likely ?? belt.span / 4))
  const index = whereWasIt(fronts, place + plan.fall, plan.spacing)
  return index === null ? null : (there[index] ?? null)
}

/** One that should have arrived by now. */
export const overdue = <Piece extends OnBelt>(
  pieces: readonly Piece[],
  belt: BeltPlace,
  plan: DropPlan,
): Piece | null =>
  pieces.find((piece) => least(piece, belt) > placeOf(plan, piece.bin) + plan.arrival) ?? null

/** The piece whose front is at the end of the read zone. */
export const atTunnelEnd = <Piece extends OnBelt>(
  pieces: readonly Piece[],
  { travel }: BeltPlace,
  plan: DropPlan,
): Piece | null => {
  const index = whereWasIt(
    pieces.map(({ entered }) => travel - entered),
    plan.tunnel,
    TUNNEL_SLACK_MILLIMETRES,
  )
  return index === null ? null : (pieces[index] ?? null)
}

/** One that is decided, and should have been seen at the end of the read zone by now. */
export const lateInTunnel = <Piece extends OnBelt & { readonly decided: boolean; readonly reached: boolean }>(
  pieces: readonly Piece[],
  belt: BeltPlace,
  plan: DropPlan,
): Piece | null =>
  pieces.find(
    (piece) => piece.decided && !piece.reached && least(piece, belt) > plan.tunnel + TUNNEL_SLACK_MILLIMETRES,
  ) ?? null
