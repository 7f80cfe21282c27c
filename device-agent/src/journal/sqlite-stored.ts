import type { SQLOutputValue } from 'node:sqlite'
import { LecternError } from '../contract/errors.ts'
import type { JournalFile } from './journal-file.ts'
import { count } from './sqlite-counts.ts'
import type {
  Backlog,
  ListedEntry,
  StoredEntry,
  StoredId,
  StoredIntent,
  StoredJournal,
  StoredOutcome,
} from './stored-contract.ts'

/** Told entries kept for staff, at most; the oldest go first. What staff must look at is never dropped. */
export const KEPT_TOLD_ENTRIES = 100_000

// `outcome IS NULL` stands in each question word for word, so that SQLite takes the partial index that is made for it.
const WAITING = 'SELECT id, kind, phase, patron, item, at, due FROM stored WHERE outcome IS NULL'

/** Part of a larger write; the caller makes it durable. */
export function addStored(file: JournalFile, intent: StoredIntent): StoredId {
  const { key, kind, patron, item, at, due } = intent
  const { lastInsertRowid } = file.run(
    "INSERT INTO stored (key, kind, phase, patron, item, at, due) VALUES (?, ?, 'stored', ?, ?, ?, ?)",
    key,
    kind,
    patron,
    item,
    at,
    due,
  )
  return Number(lastInsertRowid) as StoredId
}

/** Part of a larger write; the caller makes it durable. */
export function markSending(file: JournalFile, id: StoredId): void {
  file.run("UPDATE stored SET phase = 'sending' WHERE id = ? AND outcome IS NULL", id)
}

export class SqliteStored implements StoredJournal {
  readonly #file: JournalFile

  constructor(file: JournalFile) {
    this.#file = file
    file.run(
      `DELETE FROM stored WHERE phase = 'closed' AND id <= (SELECT coalesce(max(id), 0) FROM stored) - ${KEPT_TOLD_ENTRIES}`,
    )
  }

  add(intent: StoredIntent): StoredId {
    const obstacle = this.#file.obstacle()
    if (obstacle !== null) throw new LecternError(obstacle)
    return this.#file.atomically(() => addStored(this.#file, intent))
  }

  sending(id: StoredId): void {
    this.#file.atomically(() => markSending(this.#file, id))
  }
  notSent(id: StoredId): void {
    this.#file.atomically(() =>
      this.#file.run("UPDATE stored SET phase = 'stored' WHERE id = ? AND outcome IS NULL", id),
    )
  }

  close(id: StoredId, outcome: StoredOutcome, message = '', next: StoredId | null = null): void {
    const done = outcome === 'done'
    this.#file.atomically(() => {
      const { changes } = this.#file.run(
        `UPDATE stored SET phase = ?, outcome = ?, message = ?, closed_at = ?${done ? ', patron = NULL' : ''}
         WHERE id = ? AND outcome IS NULL`,
        done ? 'closed' : 'listed',
        outcome,
        message,
        this.#file.wall(),
        id,
      )
      if (outcome === 'refused' && Number(changes) > 0)
        count(this.#file, { kind: 'refusal', code: 'OFFLINE_REFUSED' })
      if (next !== null) markSending(this.#file, next)
    })
  }

  page(after: StoredId | null, limit: number): readonly StoredEntry[] {
    return this.#file.all(`${WAITING} AND id > ? ORDER BY id LIMIT ?`, after ?? 0, limit).map(waiting)
  }
  latest(item: string): StoredEntry | null {
    const row = this.#file.get(`${WAITING} AND item = ? ORDER BY id DESC LIMIT 1`, item)
    return row === undefined ? null : waiting(row)
  }
  loansOf(patron: string): number {
    return this.#count("outcome IS NULL AND patron = ? AND kind = 'checkout'", patron)
  }
  backlog(): Backlog {
    const [oldest] = this.page(null, 1)
    return oldest === undefined
      ? { count: 0, oldestAt: null }
      : { count: this.#count('outcome IS NULL'), oldestAt: oldest.at }
  }

  listed(after: StoredId | null, limit: number): readonly ListedEntry[] {
    return this.#file
      .all(
        `SELECT id, kind, patron, item, at, due, outcome, message FROM stored
         WHERE phase = 'listed' AND id > ? ORDER BY id LIMIT ?`,
        after ?? 0,
        limit,
      )
      .map((row) => ({
        ...facts(row),
        outcome: String(row.outcome) as ListedEntry['outcome'],
        message: String(row.message),
      }))
  }
  listedCount(): number {
    return this.#count("phase = 'listed'")
  }
  resolve(id: StoredId): boolean {
    const { changes } = this.#file.atomically(() =>
      this.#file.run(
        "UPDATE stored SET phase = 'closed', patron = NULL, message = '' WHERE id = ? AND phase = 'listed'",
        id,
      ),
    )
    return Number(changes) > 0
  }

  #count(where: string, ...values: readonly string[]): number {
    return Number(this.#file.get(`SELECT count(*) AS n FROM stored WHERE ${where}`, ...values)?.n)
  }
}

const facts = (row: Record<string, SQLOutputValue>) => ({
  id: Number(row.id) as StoredId,
  kind: row.kind === 'checkout' ? ('checkout' as const) : ('checkin' as const),
  patron: row.patron === null ? null : String(row.patron),
  item: String(row.item),
  at: Number(row.at),
  due: row.due === null ? null : Number(row.due),
})

const waiting = (row: Record<string, SQLOutputValue>): StoredEntry => ({
  ...facts(row),
  phase: row.phase === 'sending' ? 'sending' : 'stored',
})
