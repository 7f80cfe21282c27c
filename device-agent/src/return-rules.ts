/** What of the settings goes for returns and for sorting, in the flows' own units. */
import type { Settings } from './config/settings.ts'
import type { SortRule, SortRules } from './flows/return/choose-bin.ts'
import type { ReturnRules } from './flows/return/ports.ts'
import type { Calendar } from './flows/return/return-date.ts'

const DAY: Readonly<Record<string, number>> = { sun: 0, mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6 }

export function returnRules({ library, offline, returns }: Settings): ReturnRules {
  return {
    mode: offline.mode,
    backlogMax: offline.backlogMax,
    calendar: returns.whenClosed === 'lastClosing' ? calendar(library) : null,
    owners: new Set(returns.owners),
    holdMark: returns.holdMark,
    tellPlace: returns.tellPlace,
  }
}

export function calendar({ openingHours, closedDates }: Settings['library']): Calendar {
  return {
    openings: openingHours.map(({ days, opens, closes }) => ({
      days: days.map((day) => DAY[day] ?? 0),
      opens: minutes(opens),
      closes: minutes(closes),
    })),
    closedDates: new Set(closedDates),
  }
}

/** '18:30' → minutes since midnight. */
function minutes(text: string): number {
  const [hour, minute] = text.split(':').map(Number)
  return (hour ?? 0) * 60 + (minute ?? 0)
}

/** `bins`: those of the sorter; null where every number is a shelf. */
export function sortRules({ returns }: Settings, bins: ReadonlySet<number> | null): SortRules {
  return {
    exceptionBin: returns.exceptionBin,
    defaultBin: returns.defaultBin,
    holdBin: returns.holdBin ?? null,
    transitBin: returns.transitBin ?? null,
    sortBins: new Map(returns.sortBins.map(({ sortBin, bin }) => [sortBin, bin])),
    destinations: new Map(returns.destinations.map(({ location, bin }) => [location, bin])),
    rules: returns.rules.map(rule),
    whenAway: returns.sortWhenAway,
    bins,
  }
}

function rule({ bin, media, ...patterns }: Settings['returns']['rules'][number]): SortRule {
  const compiled = Object.fromEntries(
    Object.entries(patterns).map(([name, pattern]) => [name, new RegExp(pattern)]),
  )
  return { bin, ...(media === undefined ? {} : { media }), ...compiled }
}
