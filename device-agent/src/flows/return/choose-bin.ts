/** Where an item goes: the library system's word first, then the library's own rules. Pure. */
import type { MediaType } from '../../contract/view.ts'
import type { BinChoice, TakenBack, Whereabouts } from './contract.ts'

export interface SortRule {
  readonly bin: number
  readonly callNumber?: RegExp
  readonly collection?: RegExp
  readonly location?: RegExp
  readonly item?: RegExp
  readonly media?: MediaType
}

export interface SortRules {
  readonly exceptionBin: number
  readonly defaultBin: number
  /** Null: the exception bin. */
  readonly holdBin: number | null
  readonly transitBin: number | null
  /** The library system's names of sort bins and of places, to bins here. */
  readonly sortBins: ReadonlyMap<string, number>
  readonly destinations: ReadonlyMap<string, number>
  readonly rules: readonly SortRule[]
  readonly whenAway: 'rules' | 'exception'
  /** Bins that are there; null where there is no sorter and each number is a shelf. */
  readonly bins: ReadonlySet<number> | null
}

export function chooseBin(rules: SortRules, item: string, taken: TakenBack): BinChoice {
  const exception = (reason: BinChoice['reason']): BinChoice => ({ bin: rules.exceptionBin, reason })
  if (taken.kind === 'refused' || taken.kind === 'unresolved') return exception(taken.problem.code)
  if (!taken.secured) return exception(taken.problem?.code ?? 'TAG_NOT_SECURED')
  if (taken.kind === 'kept' && rules.whenAway === 'exception') return exception('RETURN_AWAY_UNSORTED')
  const bin = toBin(rules, item, taken.whereabouts)
  if (bin === null) return exception('RETURN_NEEDS_LOOK')
  return rules.bins !== null && !rules.bins.has(bin) ? exception('RETURN_NO_BIN') : { bin, reason: null }
}

/** Null where a person must look. */
function toBin(rules: SortRules, item: string, where: Whereabouts): number | null {
  const { sortBin, alert, destination } = where
  if (sortBin !== null) return rules.sortBins.get(sortBin) ?? plainNumber(sortBin) ?? UNKNOWN_BIN
  if (alert === 'hold') return rules.holdBin ?? rules.exceptionBin
  const place = destination === null ? undefined : rules.destinations.get(destination)
  if (alert === 'transit') return place ?? rules.transitBin ?? rules.exceptionBin
  if (alert === 'other') return null
  return place ?? rules.rules.find((rule) => fits(rule, item, where))?.bin ?? rules.defaultBin
}

/** No bin has this number: the library system named one that nobody told the kiosk about. */
const UNKNOWN_BIN = 0

const plainNumber = (text: string): number | null => (/^0*[1-9]$/.test(text) ? Number(text) : null)

function fits(rule: SortRule, item: string, where: Whereabouts): boolean {
  const says = (pattern: RegExp | undefined, value: string | null): boolean =>
    pattern === undefined || (value !== null && pattern.test(value))
  return (
    says(rule.callNumber, where.callNumber) &&
    says(rule.collection, where.collection) &&
    says(rule.location, where.permanentLocation) &&
    says(rule.item, item) &&
    (rule.media === undefined || rule.media === where.media)
  )
}
