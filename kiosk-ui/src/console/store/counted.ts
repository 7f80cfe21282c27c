/** Counters since ever, by the names they have for Prometheus, summed over their labels to what staff ask for. */
import { SUMMED, type SummedName } from './counts.ts'

type Values = Readonly<Record<string, number>>

/** Those that the kiosk tells of. */
export function totalsOf(values: Values): Partial<Record<SummedName, number>> {
  const totals: Partial<Record<SummedName, number>> = {}
  for (const name of SUMMED) {
    const metric = `lectern_${name === 'visits' ? 'sessions' : name}_total`
    const of = Object.entries(values).filter(([key]) => key.split('{')[0] === metric)
    if (of.length > 0) totals[name] = of.reduce((all, [, value]) => all + value, 0)
  }
  return totals
}
