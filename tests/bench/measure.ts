/** What every benchmark returns: a name → a number with its unit, its target, and which way is better. */
export interface Measure {
  readonly value: number
  readonly unit: string
  readonly target: number | null
  readonly better: 'higher' | 'lower'
}
export type Measures = Readonly<Record<string, Measure>>

export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** Nearest rank. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const index = Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)
  return sorted[index] ?? Number.NaN
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits))
}
