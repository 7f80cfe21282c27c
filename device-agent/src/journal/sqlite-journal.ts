import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { type ErrorCode, LecternError } from '../contract/errors.ts'
import type { CheckoutIntent, Ending, EntryId, Journal, OpenEntry, Phase } from './contract.ts'
import { migrate } from './schema.ts'

/** Closed entries kept for staff, at most; the oldest go first. */
export const KEPT_CLOSED_ENTRIES = 100_000

export interface SqliteJournalOptions {
  readonly file: string
  /** With less free space than this no loan is begun, in bytes. */
  readonly reserveBytes: number
  /** Milliseconds since 1970. */
  readonly wall: () => number
  /** Free bytes on the journal's disk; the system's own answer by default. */
  readonly freeBytes?: () => number
  /** Upper limit of the file, in pages of 4 KiB. */
  readonly maxPages?: number
}

const SQLITE_FULL = 13

/**
 * The journal in SQLite: WAL with `synchronous = FULL`, so that what a call returned from survives a power cut
 * (sqlite.org/pragma.html#pragma_synchronous). Throws what SQLite throws when the file is no sound journal.
 */
export function openSqliteJournal(options: SqliteJournalOptions): Journal {
  const database = new DatabaseSync(options.file)
  try {
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON',
    )
    const check = database.prepare('PRAGMA quick_check(1)').get()
    if (check?.quick_check !== 'ok') throw new Error(`quick_check: ${String(check?.quick_check)}`)
    migrate(database)
    if (options.maxPages !== undefined)
      database.exec(`PRAGMA max_page_count = ${Math.trunc(options.maxPages)}`)
    prune(database)
  } catch (error) {
    database.close()
    throw error
  }
  return new SqliteJournal(database, options)
}

function prune(database: DatabaseSync): void {
  database
    .prepare(
      `DELETE FROM entry WHERE phase = 'closed' AND id <= (SELECT coalesce(max(id), 0) FROM entry) - ${KEPT_CLOSED_ENTRIES}`,
    )
    .run()
}

class SqliteJournal implements Journal {
  readonly #database: DatabaseSync
  readonly #options: SqliteJournalOptions
  readonly #statements = new Map<string, StatementSync>()
  #shut = false

  constructor(database: DatabaseSync, options: SqliteJournalOptions) {
    this.#database = database
    this.#options = options
  }

  begin(intent: CheckoutIntent): EntryId {
    const obstacle = this.obstacle()
    if (obstacle !== null) throw new LecternError(obstacle)
    return this.#atomically(() => {
      const { lastInsertRowid } = this.#run(
        "INSERT INTO entry (key, kind, phase, patron, item, begun_at) VALUES (?, 'checkout', 'intended', ?, ?, ?)",
        intent.key,
        intent.patron,
        intent.item,
        this.#options.wall(),
      )
      const id = Number(lastInsertRowid) as EntryId
      this.#addTags(id, intent.tags)
      return id
    })
  }

  lent(id: EntryId, tags: readonly string[]): void {
    this.#atomically(() => {
      this.#run("UPDATE entry SET phase = 'lent' WHERE id = ? AND phase = 'intended'", id)
      this.#addTags(id, tags)
    })
  }

  proven(id: EntryId, tag: string): void {
    this.#atomically(() => this.#run('UPDATE tag SET proven = 1 WHERE entry = ? AND uid = ?', id, tag))
  }

  armed(id: EntryId): void {
    this.#atomically(() =>
      this.#run("UPDATE entry SET phase = 'armed', patron = NULL WHERE id = ? AND phase <> 'closed'", id),
    )
  }

  close(id: EntryId, ending: Ending): void {
    this.#atomically(() => {
      this.#run(
        "UPDATE entry SET phase = 'closed', ending = ?, patron = NULL, closed_at = ? WHERE id = ? AND phase <> 'closed'",
        ending,
        this.#options.wall(),
        id,
      )
    })
  }

  open(): readonly OpenEntry[] {
    const rows = this.#statement(
      "SELECT id, phase, patron, item, begun_at FROM entry WHERE phase <> 'closed' ORDER BY id",
    ).all()
    return rows.map((row) => ({
      id: Number(row.id) as EntryId,
      phase: String(row.phase) as Phase,
      patron: row.patron === null ? null : String(row.patron),
      item: String(row.item),
      tags: this.#statement('SELECT uid FROM tag WHERE entry = ? AND proven = 0 ORDER BY uid')
        .all(row.id ?? null)
        .map((tag) => String(tag.uid)),
      begunAt: Number(row.begun_at),
    }))
  }

  obstacle(): ErrorCode | null {
    try {
      const free = (this.#options.freeBytes ?? (() => systemFreeBytes(this.#options.file)))()
      return free < this.#options.reserveBytes ? 'JOURNAL_DISK_FULL' : null
    } catch {
      return 'JOURNAL_FAILED'
    }
  }

  shut(): void {
    if (this.#shut) return
    this.#shut = true
    this.#database.close()
  }

  #addTags(id: EntryId, tags: readonly string[]): void {
    for (const uid of tags) this.#run('INSERT OR IGNORE INTO tag (entry, uid) VALUES (?, ?)', id, uid)
  }

  #atomically<T>(work: () => T): T {
    try {
      this.#database.exec('BEGIN IMMEDIATE')
      const result = work()
      this.#database.exec('COMMIT')
      return result
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw new LecternError(isFull(error) ? 'JOURNAL_DISK_FULL' : 'JOURNAL_FAILED', '', error)
    }
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  #run(sql: string, ...values: SQLInputValue[]) {
    return this.#statement(sql).run(...values)
  }
}

function systemFreeBytes(file: string): number {
  const disk = statfsSync(dirname(file))
  return disk.bavail * disk.bsize
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_FULL
}
