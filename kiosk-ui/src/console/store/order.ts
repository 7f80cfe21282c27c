/** Which cards are shown, in which order: worst first, then by name. Sorting by name is dear, so that it is done once. */
import type { FleetStore } from './fleet-store.ts'
import { type Kiosk, nameOf, RANKS, type Rank } from './kiosk.ts'

export interface Filter {
  /** Words that all stand in name, id, site, library or a code. */
  readonly search: string
  /** Null: every site. */
  readonly site: string | null
  /** Null: whatever its state. */
  readonly rank: Rank | null
}

export const ALL: Filter = { search: '', site: null, rank: null }

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

export class Order {
  readonly #store: FleetStore
  #names = -1
  #byName: readonly string[] = []

  constructor(store: FleetStore) {
    this.#store = store
  }

  /** Keys of the kiosks. */
  keys({ rank, search, site }: Filter): readonly string[] {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean)
    const piles: Record<Rank, string[]> = { away: [], stop: [], warn: [], plain: [], good: [] }
    for (const key of this.#sorted()) {
      const kiosk = this.#store.kiosk(key)
      if (kiosk === undefined || (rank !== null && kiosk.rank !== rank)) continue
      if (site !== null && kiosk.site !== site) continue
      if (words.length > 0 && !matches(kiosk, words)) continue
      piles[kiosk.rank].push(key)
    }
    return RANKS.flatMap((one) => piles[one])
  }

  sites(): readonly string[] {
    const sites = new Set<string>()
    for (const { site } of this.#store.kiosks()) sites.add(site)
    return [...sites].toSorted(collator.compare)
  }

  #sorted(): readonly string[] {
    if (this.#names === this.#store.names) return this.#byName
    this.#names = this.#store.names
    this.#byName = [...this.#store.kiosks()]
      .map((kiosk) => ({ key: kiosk.key, name: nameOf(kiosk) }))
      .toSorted((a, b) => collator.compare(a.name, b.name) || collator.compare(a.key, b.key))
      .map(({ key }) => key)
    return this.#byName
  }
}

function matches(kiosk: Kiosk, words: readonly string[]): boolean {
  const text = [
    ...[nameOf(kiosk), kiosk.id, kiosk.site, kiosk.info?.library ?? ''],
    ...kiosk.alerts.map(({ code }) => code),
  ]
    .join(' ')
    .toLowerCase()
  return words.every((word) => text.includes(word))
}
