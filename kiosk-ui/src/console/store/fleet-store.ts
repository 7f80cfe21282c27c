/** All kiosks a broker tells of, by topic. Knows no page: whoever shows them asks what has changed. */
import { changed, cleared } from './change.ts'
import { type Kiosk, nameOf, type Rank, unknownKiosk } from './kiosk.ts'
import { type Read, readPayload } from './read.ts'

/** Beyond this nobody looks at one page any more; what comes on top is only counted. */
export const KIOSKS_MAX = 10_000
/** '{base}/{site}/{kiosk}'. */
const PREFIX_LEVELS = 3
/** Topics of one kiosk whose newest payload is remembered, against those that come twice. */
const TOPICS_MAX = 200

interface Entry {
  kiosk: Kiosk
  /** Topic below the kiosk's own to the newest payload's boot and seq. */
  readonly newest: Map<string, { readonly boot: string; readonly seq: number }>
  /** Retained topics that were heard since `begin`. */
  heard: Set<string>
}

export class FleetStore {
  /** Payloads that were not as docs/mqtt.md says. */
  unread = 0
  /** Kiosks beyond `KIOSKS_MAX`. */
  readonly beyond = new Set<string>()
  readonly #entries = new Map<string, Entry>()
  readonly #ranks: Record<Rank, number> = { away: 0, stop: 0, warn: 0, plain: 0, good: 0 }
  #names = 0
  #ordering = 0

  get size(): number {
    return this.#entries.size
  }
  /** Rises whenever a kiosk comes, goes, or is called otherwise. */
  get names(): number {
    return this.#names
  }
  /** Rises whenever the order, worst first, may be another. */
  get ordering(): number {
    return this.#ordering
  }
  get ranks(): Readonly<Record<Rank, number>> {
    return this.#ranks
  }
  kiosk(key: string): Kiosk | undefined {
    return this.#entries.get(key)?.kiosk
  }
  *kiosks(): Iterable<Kiosk> {
    for (const { kiosk } of this.#entries.values()) yield kiosk
  }

  /** What needs a person, over all kiosks. */
  get attention(): number {
    let count = 0
    for (const { kiosk } of this.#entries.values()) count += kiosk.attention?.count ?? 0
    return count
  }

  /** False where it changed nothing. */
  take(topic: string, payload: Uint8Array): boolean {
    const levels = topic.split('/')
    const [, site = '', id = ''] = levels
    const below = levels.slice(PREFIX_LEVELS)
    if (site === '' || id === '' || below.length === 0) return false
    const key = `${site}/${id}`
    if (payload.length === 0) return this.#clear(key, below)
    const read = readPayload(payload)
    if (read === null) {
      this.unread++
      return false
    }
    const entry = this.#entries.get(key) ?? this.#add(site, id)
    if (entry === null || !isNew(entry, below.join('/'), read)) return false
    return this.#keep(entry, changed(entry.kiosk, below, read))
  }

  /** A connection begins: what the broker does not tell anew until `settle` is no more. */
  begin(): void {
    for (const entry of this.#entries.values()) entry.heard = new Set()
  }

  settle(): void {
    for (const [key, entry] of this.#entries) {
      if (entry.heard.size === 0) {
        this.#remove(key)
        continue
      }
      const gone = [
        ...entry.kiosk.alerts.map(({ code }) => ['alert', code]),
        ...entry.kiosk.devices.map(({ id }) => ['device', id, 'state']),
      ].filter((below) => !entry.heard.has(below.join('/')))
      if (gone.length > 0) this.#keep(entry, gone.reduce(cleared, entry.kiosk))
    }
  }

  #add(site: string, id: string): Entry | null {
    const kiosk = unknownKiosk(site, id)
    if (this.#entries.size >= KIOSKS_MAX) {
      this.beyond.add(kiosk.key)
      return null
    }
    const entry: Entry = { kiosk, newest: new Map(), heard: new Set() }
    this.#entries.set(kiosk.key, entry)
    this.#ranks[kiosk.rank]++
    this.#names++
    this.#ordering++
    return entry
  }

  #clear(key: string, below: readonly string[]): boolean {
    const entry = this.#entries.get(key)
    if (entry === undefined) return false
    entry.newest.delete(below.join('/'))
    if (below[0] === 'availability') return this.#remove(key)
    return this.#keep(entry, cleared(entry.kiosk, below))
  }

  #remove(key: string): boolean {
    const entry = this.#entries.get(key)
    if (entry === undefined) return false
    this.#entries.delete(key)
    this.#ranks[entry.kiosk.rank]--
    this.#names++
    this.#ordering++
    return true
  }

  #keep(entry: Entry, next: Kiosk): boolean {
    const before = entry.kiosk
    if (next === before) return false
    entry.kiosk = next
    if (nameOf(next) !== nameOf(before)) {
      this.#names++
      this.#ordering++
    }
    if (next.rank !== before.rank) {
      this.#ranks[before.rank]--
      this.#ranks[next.rank]++
      this.#ordering++
    }
    return true
  }
}

/** The same `boot_id` and `seq` are the same message, and an older one says nothing any more. A will is judged elsewhere. */
function isNew({ heard, newest }: Entry, topic: string, { boot, seq }: Read): boolean {
  heard.add(topic)
  if (topic.startsWith('event/') || seq === 0) return true
  const last = newest.get(topic)
  if (last !== undefined && last.boot === boot && seq <= last.seq) return false
  if (last !== undefined || newest.size < TOPICS_MAX) newest.set(topic, { boot, seq })
  return true
}
