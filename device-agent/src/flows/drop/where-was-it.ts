/**
 * Which of the items that lay on the belt is the one that has just fallen off it? Items lie further apart than twice the
 * tolerance, so that at most one can be it; what is told apart by nothing else is told apart by its place.
 */

/**
 * @param places where each is expected to be, in millimetres
 * @param here where something is, in millimetres
 * @returns the index of the nearest within `tolerance` millimetres, or null where it is none of them
 */
export function whereWasIt(places: readonly number[], here: number, tolerance: number): number | null {
  let nearest: number | null = null
  let best = tolerance
  for (const [index, place] of places.entries()) {
    const off = Math.abs(place - here)
    if (off > best || (off === best && nearest !== null)) continue
    nearest = index
    best = off
  }
  return nearest
}
