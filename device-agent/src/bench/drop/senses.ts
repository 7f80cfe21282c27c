/** What beams, switches and scales see of the piles, and where on its way a pile is seen by them. Pure. */

import { INPUTS } from '../../flows/drop/roles.ts'
import { covers, NEAR, type Pile, rear, tagAt } from './belt.ts'
import { binAt, type DropLayout } from './layout.ts'

/** `blocked`: dirt or a hand before it. `blind`: it never sees anything. */
export type BeamState = 'clear' | 'blocked' | 'blind'

/** What hands and faults set. */
export interface DropSwitches {
  /** Without it every output drops and springs do their work; things stay where they lie. */
  readonly powered: boolean
  /** An open door and a pressed stop cut the belt's drive by themselves, whatever its output says. */
  readonly doorOpen: boolean
  readonly stopPressed: boolean
  readonly entryBeam: BeamState
  readonly tunnelBeam: BeamState
}

export const AT_REST: DropSwitches = {
  powered: true,
  doorOpen: false,
  stopPressed: false,
  entryBeam: 'clear',
  tunnelBeam: 'clear',
}

/** Of all inputs but the bins'. */
export function beltLevels(
  layout: DropLayout,
  piles: readonly Pile[],
  switches: DropSwitches,
  shutterClosed: boolean,
): readonly (readonly [string, boolean])[] {
  const { chamberMillimetres, tunnelMillimetres, weighsFromGrams } = layout
  const beam = (state: BeamState, place: number) =>
    state === 'blocked' || (state === 'clear' && piles.some((pile) => covers(pile, place)))
  const weighed = piles.filter((pile) => pile.front > -chamberMillimetres - NEAR && rear(pile) < -NEAR)
  const grams = weighed.flatMap(({ things }) => things).reduce((sum, thing) => sum + thing.grams, 0)
  return [
    [INPUTS.entry, beam(switches.entryBeam, 0)],
    [INPUTS.tunnel, beam(switches.tunnelBeam, tunnelMillimetres)],
    [INPUTS.shutterClosed, shutterClosed],
    [INPUTS.serviceDoor, !switches.doorOpen],
    [INPUTS.emergencyStop, !switches.stopPressed],
    [INPUTS.weight, grams >= weighsFromGrams],
  ]
}

/** Ids of the things whose tag is in the read zone. */
export function inTunnel({ tunnelMillimetres }: DropLayout, piles: readonly Pile[]): readonly string[] {
  const isIn = (place: number) => place > -NEAR && place < tunnelMillimetres - NEAR
  return piles.flatMap((pile) => pile.things.filter((thing) => isIn(tagAt(pile, thing))).map(({ id }) => id))
}

/** Fronts at which something about a pile changes. */
export function marksOf(layout: DropLayout, { length, things }: Pile): readonly number[] {
  const { chamberMillimetres, diverted, exception, gapMillimetres, tunnelMillimetres } = layout
  return [
    length - chamberMillimetres,
    0,
    length,
    length + gapMillimetres,
    tunnelMillimetres,
    tunnelMillimetres + length,
    ...things.flatMap(({ lengthMillimetres }) => [
      lengthMillimetres / 2,
      tunnelMillimetres + lengthMillimetres / 2,
    ]),
    ...[...diverted, exception].map((bin) => binAt(layout, bin)),
  ]
}
