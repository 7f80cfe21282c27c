/** Of numbers in ascending order: the nearest rank (NIST/SEMATECH e-Handbook, 7.2.6.2); 0 of none. */
export const percentile = (sorted: readonly number[], percent: number): number =>
  sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0
