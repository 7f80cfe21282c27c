/** The measures of a book drop. Positions are millimetres along the belt from the entry's beam; before it they are negative. */
import { arrived, divert, emptied, full, INPUTS, OUTPUTS } from '../../flows/drop/roles.ts'

export interface DropLayout {
  readonly beltMillimetresPerSecond: number
  /** How fast a hand pushes an item into the chamber. */
  readonly pushMillimetresPerSecond: number
  /** From the shutter to the entry's beam: the longest item fits with the shutter shut behind it. */
  readonly chamberMillimetres: number
  /** Of the read zone, which begins at the entry's beam and ends at the tunnel's. */
  readonly tunnelMillimetres: number
  /** Numbers of the bins with a diverter, in the order of the belt. */
  readonly diverted: readonly number[]
  /** Number of the bin at the end of the belt. */
  readonly exception: number
  readonly firstBinMillimetres: number
  readonly pitchMillimetres: number
  /** A patron waits until the item before is so far behind the entry's beam. */
  readonly gapMillimetres: number
  /** From end to end. */
  readonly shutterMilliseconds: number
  readonly diverterMilliseconds: number
  /** From the belt's edge to the bin's floor. */
  readonly fallMilliseconds: number
  /** How long the sensor of a bin sees a falling item. */
  readonly arrivalMilliseconds: number
  /** How long the button of an emptied bin is pressed. */
  readonly buttonMilliseconds: number
  /** What the scales under the chamber notice. */
  readonly weighsFromGrams: number
  /** Items in a bin from which its light barrier is covered. */
  readonly fullFromItems: number
}

export const DROP_LAYOUT: DropLayout = {
  beltMillimetresPerSecond: 1_000,
  pushMillimetresPerSecond: 1_500,
  chamberMillimetres: 300,
  tunnelMillimetres: 350,
  diverted: [1, 2, 3, 4, 5],
  exception: 9,
  firstBinMillimetres: 1_100,
  pitchMillimetres: 500,
  gapMillimetres: 120,
  shutterMilliseconds: 160,
  diverterMilliseconds: 120,
  fallMilliseconds: 180,
  arrivalMilliseconds: 100,
  buttonMilliseconds: 300,
  weighsFromGrams: 40,
  fullFromItems: 60,
}

/** Where the diverter of a bin is, or the end of the belt. */
export function binAt(layout: DropLayout, bin: number): number {
  const index = layout.diverted.indexOf(bin)
  const place = index < 0 ? layout.diverted.length : index
  return layout.firstBinMillimetres + place * layout.pitchMillimetres
}

export function inputNames(layout: DropLayout): readonly string[] {
  const bins = [...layout.diverted, layout.exception]
  return [...Object.values(INPUTS), ...bins.flatMap((bin) => [arrived(bin), full(bin), emptied(bin)])]
}
export function outputNames(layout: DropLayout): readonly string[] {
  // Hands do what a feeder would.
  return [OUTPUTS.shutter, OUTPUTS.belt, OUTPUTS.lamp, ...layout.diverted.map(divert)]
}
