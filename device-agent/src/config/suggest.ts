/** 'Did you mean': the known name a mistyped one is nearest to. */

/** Of this many letters may one be wrong, missing, too many or swapped. */
const LETTERS_PER_SLIP = 3

/** Damerau-Levenshtein distance (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let best = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, at(i - 2, j - 2) + 1)
      row.push(best)
    }
  }
  return at(a.length, b.length)
}

/** The nearest of `known`, or null where none is near. Case does not count. */
export function nearest(name: string, known: readonly string[]): string | null {
  let best: { name: string; slips: number } | null = null
  for (const candidate of known) {
    const slips = distance(name.toLowerCase(), candidate.toLowerCase())
    const allowed = Math.max(1, Math.floor(candidate.length / LETTERS_PER_SLIP))
    if (slips <= allowed && (best === null || slips < best.slips)) best = { name: candidate, slips }
  }
  return best?.name ?? null
}
