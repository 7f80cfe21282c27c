/** Counters by the names they have for Prometheus, summed over their labels to what staff ask for. */
export const COUNTED = ['checkouts', 'returns', 'renewals', 'refusals', 'sessions'] as const
export type CountedName = (typeof COUNTED)[number]

export interface Count {
  readonly name: CountedName
  readonly total: number
  /** Since the first reading that was heard. */
  readonly since: number
}

type Values = Readonly<Record<string, number>>

/** Those that the kiosk tells of. A counter that fell began anew. */
export function countsOf(values: Values, before: Values | null): readonly Count[] {
  return COUNTED.flatMap((name) => {
    const total = sum(values, name)
    const was = before === null ? null : sum(before, name)
    if (total === null) return []
    return [{ name, total, since: was === null || was > total ? total : total - was }]
  })
}

function sum(values: Values, name: CountedName): number | null {
  const of = Object.entries(values).filter(([key]) => key.split('{')[0] === `lectern_${name}_total`)
  return of.length === 0 ? null : of.reduce((all, [, value]) => all + value, 0)
}
