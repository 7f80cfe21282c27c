/** The journal of returns in memory, which a test can make refuse, and whose writer a test can kill after any write. */
import { type ErrorCode, LecternError } from '../../contract/errors.ts'
import type {
  BinCount,
  ListedReturn,
  OpenReturn,
  ReturnId,
  ReturnPhase,
  ReturnsJournal,
  ReturnVerdict,
  Sorted,
} from '../../journal/returns-contract.ts'

export interface Row {
  readonly id: ReturnId
  readonly at: number
  phase: ReturnPhase
  item: string | null
  title: string | null
  verdict: ReturnVerdict | null
  sorted: Sorted | null
  readonly unsecured: Set<string>
  bin: number | null
  reason: ErrorCode | null
  resolved: boolean
}

/** What is on the disk: outlives whoever writes. */
export class Disk {
  readonly rows: Row[] = []
  readonly counts = new Map<number, { items: number; emptiedAt: number | null }>()
  belt = 0
  beltRests = false
  writes = 0
  /** Thrown by every write. */
  refuses: ErrorCode | null = null
  closed(): Row[] {
    return this.rows.filter(({ phase }) => phase === 'closed')
  }
  open(): Row[] {
    return this.rows.filter(({ phase }) => phase !== 'closed')
  }
}

export class DiskJournal implements ReturnsJournal {
  readonly disk: Disk
  /** Called after each write; answers whether the writer lives on. */
  readonly #after: () => boolean
  #alive = true
  #together = false
  constructor(disk: Disk, after: () => boolean = () => true) {
    this.disk = disk
    this.#after = after
  }
  #write(change: () => void): void {
    if (!this.#alive) return
    if (this.disk.refuses !== null) throw new LecternError(this.disk.refuses)
    change()
    if (!this.#together) this.#wrote()
  }
  #wrote(): void {
    this.disk.writes++
    this.#alive = this.#after()
  }
  together(work: () => void): void {
    if (this.#together) {
      work()
      return
    }
    this.#together = true
    try {
      work()
    } finally {
      this.#together = false
    }
    if (this.#alive) this.#wrote()
  }
  #of(id: ReturnId): Row | undefined {
    return this.disk.open().find((row) => row.id === id)
  }
  begin({ at }: { readonly at: number }): ReturnId {
    const id = (this.disk.rows.length + 1) as ReturnId
    this.#write(() =>
      this.disk.rows.push({
        id,
        at,
        phase: 'seen',
        item: null,
        title: null,
        verdict: null,
        sorted: null,
        unsecured: new Set(),
        bin: null,
        reason: null,
        resolved: false,
      }),
    )
    return id
  }
  name(id: ReturnId, item: string): void {
    this.#write(() => {
      const row = this.#of(id)
      if (row !== undefined) row.item = item
    })
  }
  /** As the service for returns does it. */
  setAside(id: ReturnId, item: string): void {
    this.name(id, item)
    this.settle(id, 'untaken', null)
  }
  asking(id: ReturnId, item: string, tags: readonly string[]): void {
    this.#write(() => {
      const row = this.#of(id)
      if (row === undefined || row.phase !== 'seen') return
      row.phase = 'asking'
      row.item = item
      for (const tag of tags) row.unsecured.add(tag)
    })
  }
  keep(id: ReturnId): void {
    this.settle(id, 'kept', null)
  }
  settle(id: ReturnId, verdict: ReturnVerdict, title: string | null): void {
    this.#write(() => {
      const row = this.#of(id)
      if (row !== undefined) Object.assign(row, { phase: 'settled', verdict, title })
    })
  }
  secured(id: ReturnId, tag: string): void {
    this.#write(() => this.#of(id)?.unsecured.delete(tag))
  }
  sort(id: ReturnId, sorted: Sorted): void {
    this.#write(() => {
      const row = this.#of(id)
      if (row !== undefined) row.sorted = sorted
    })
  }
  close(id: ReturnId, bin: number | null, reason: ErrorCode | null): void {
    this.#write(() => {
      const row = this.#of(id)
      if (row === undefined) return
      Object.assign(row, { phase: 'closed', verdict: row.verdict ?? 'untaken', bin, reason })
      if (bin === null) return
      const count = this.disk.counts.get(bin) ?? { items: 0, emptiedAt: null }
      this.disk.counts.set(bin, { ...count, items: count.items + 1 })
    })
  }
  found(id: ReturnId, bin: number, reason: ErrorCode): void {
    this.#write(() => {
      const row = this.disk.closed().find((closed) => closed.id === id && !closed.resolved)
      if (row !== undefined) Object.assign(row, { bin, reason })
    })
  }
  open(): readonly OpenReturn[] {
    return this.disk.open().map(({ id, phase, at, item, unsecured, verdict, sorted }) => ({
      id,
      place: 'drop' as const,
      phase: phase === 'closed' ? 'settled' : phase,
      at,
      item,
      unsecured: [...unsecured],
      verdict,
      sorted,
    }))
  }
  entry(id: ReturnId): OpenReturn | null {
    return this.open().find((entry) => entry.id === id) ?? null
  }
  get belt(): number {
    return this.disk.belt
  }
  moveBelt(millimetres: number): void {
    this.#write(() => {
      this.disk.belt = millimetres
      this.disk.beltRests = false
    })
  }
  restBelt(): void {
    this.#write(() => {
      this.disk.beltRests = true
    })
  }
  get beltRests(): boolean {
    return this.disk.beltRests
  }
  bins(): readonly BinCount[] {
    return [...this.disk.counts].map(([bin, count]) => ({ bin, ...count }))
  }
  emptied(bin: number): void {
    this.#write(() => this.disk.counts.set(bin, { items: 0, emptiedAt: 77 }))
  }
  listed(limit: number): readonly ListedReturn[] {
    return this.disk
      .closed()
      .reverse()
      .flatMap(({ id, at, item, title, verdict, bin, reason, resolved }) =>
        reason === null || resolved
          ? []
          : [{ id, at, item, title, verdict: verdict ?? 'untaken', bin, reason }],
      )
      .slice(0, limit)
  }
  resolve(id: ReturnId): boolean {
    const row = this.disk.closed().find((closed) => closed.id === id && !closed.resolved)
    if (row?.reason === null || row === undefined) return false
    row.resolved = true
    return true
  }
}
