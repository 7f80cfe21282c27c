/** The tag tool's own file beside the journal, `tags.sqlite`: it never holds a patron, and grows with the trolleys only. */
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { LecternError } from '../contract/errors.ts'
import type { RecordedWrite, TagLedger, TagState, TagWrite, TrolleyEntry } from '../flows/tag-tool/ledger.ts'
import { tagUid } from '../tags/tag.ts'

export interface TagLedgerOptions {
  readonly folder: string
  /** Milliseconds since 1970. */
  readonly wall: () => number
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS write (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    uid TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('unfinished', 'done', 'failed', 'undone')),
    why TEXT,
    facts TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS write_uid ON write (uid, id);
  CREATE INDEX IF NOT EXISTS write_at ON write (at);
  CREATE TABLE IF NOT EXISTS trolley (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item TEXT NOT NULL,
    parts INTEGER NOT NULL,
    written INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed', 'skipped')),
    why TEXT
  ) STRICT;`

/** Opens the file, making it where it is missing; a damaged one is renamed, never deleted, and a new one begun. */
export function openTagLedger(options: TagLedgerOptions): TagLedger {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  const path = join(options.folder, 'tags.sqlite')
  try {
    return new SqliteTagLedger(path, options.wall)
  } catch {
    const name = `tags.damaged-${new Date(options.wall()).toISOString().replaceAll(/[:.]/g, '-')}.sqlite`
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, join(options.folder, name + suffix))
    }
    return new SqliteTagLedger(path, options.wall)
  }
}

type Row = Record<string, SQLInputValue | undefined>
const WRITES = 'SELECT id, at, uid, outcome, why, facts, before, after FROM write'

class SqliteTagLedger implements TagLedger {
  readonly #database: DatabaseSync
  readonly #wall: () => number
  #shut = false

  constructor(path: string, wall: () => number) {
    this.#wall = wall
    this.#database = new DatabaseSync(path)
    try {
      // FULL: what a call returned from survives a power cut (sqlite.org/pragma.html#pragma_synchronous).
      this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
      const check = this.#database.prepare('PRAGMA quick_check(1)').get()
      if (check?.quick_check !== 'ok') throw new Error(`quick_check: ${String(check?.quick_check)}`)
      this.#database.exec(SCHEMA)
    } catch (error) {
      this.#database.close()
      throw error
    }
  }

  begin(write: TagWrite): number {
    const { uid, before, after, ...facts } = write
    const { lastInsertRowid } = this.#run(
      "INSERT INTO write (at, uid, outcome, facts, before, after) VALUES (?, ?, 'unfinished', ?, ?, ?)",
      this.#wall(),
      uid,
      JSON.stringify(facts),
      stateText(before),
      stateText(after),
    )
    return Number(lastInsertRowid)
  }
  end(id: number, outcome: RecordedWrite['outcome'], why: RecordedWrite['why']): void {
    this.#run('UPDATE write SET outcome = ?, why = ? WHERE id = ?', outcome, why, id)
  }
  get(id: number): RecordedWrite | null {
    return this.#writes(`${WRITES} WHERE id = ?`, id)[0] ?? null
  }
  newest(uid: string): RecordedWrite | null {
    return this.#writes(`${WRITES} WHERE uid = ? ORDER BY id DESC LIMIT 1`, uid)[0] ?? null
  }
  recent(limit: number): readonly RecordedWrite[] {
    return this.#writes(`${WRITES} ORDER BY id DESC LIMIT ?`, limit)
  }
  after(id: number, limit: number): readonly RecordedWrite[] {
    return this.#writes(`${WRITES} WHERE id > ? ORDER BY id LIMIT ?`, id, limit)
  }
  countsSince(at: number): { readonly done: number; readonly failed: number } {
    const rows = this.#all('SELECT outcome, count(*) AS found FROM write WHERE at >= ? GROUP BY outcome', at)
    const of = (...outcomes: string[]) =>
      rows
        .filter(({ outcome }) => outcomes.includes(String(outcome)))
        .reduce((sum, { found }) => sum + Number(found), 0)
    return { done: of('done'), failed: of('failed', 'unfinished') }
  }

  entries(): readonly TrolleyEntry[] {
    return this.#all('SELECT id, item, parts, written, state, why FROM trolley ORDER BY id').map((row) => ({
      id: Number(row.id),
      item: String(row.item),
      parts: Number(row.parts),
      written: Number(row.written),
      state: row.state as TrolleyEntry['state'],
      why: row.why as TrolleyEntry['why'],
    }))
  }
  add(items: readonly Pick<TrolleyEntry, 'item' | 'parts'>[]): void {
    this.#guarded(() => {
      this.#database.exec('BEGIN IMMEDIATE')
      try {
        const insert = this.#database.prepare('INSERT INTO trolley (item, parts) VALUES (?, ?)')
        for (const { item, parts } of items) insert.run(item, parts)
        this.#database.exec('COMMIT')
      } catch (error) {
        if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
        throw error
      }
    })
  }
  change(
    id: number,
    { state, written, why }: Partial<Pick<TrolleyEntry, 'state' | 'written' | 'why'>>,
  ): void {
    this.#run(
      'UPDATE trolley SET state = coalesce(?, state), written = coalesce(?, written), why = ? WHERE id = ?',
      state ?? null,
      written ?? null,
      why ?? null,
      id,
    )
  }
  remove(id: number): void {
    this.#run('DELETE FROM trolley WHERE id = ?', id)
  }
  clear(): void {
    this.#run('DELETE FROM trolley')
  }
  shut(): void {
    if (this.#shut) return
    this.#shut = true
    this.#database.close()
  }

  #writes(sql: string, ...values: SQLInputValue[]): readonly RecordedWrite[] {
    return this.#all(sql, ...values).map((row) => ({
      ...(JSON.parse(String(row.facts)) as Omit<TagWrite, 'uid' | 'before' | 'after'>),
      id: Number(row.id),
      at: Number(row.at),
      uid: tagUid(String(row.uid)),
      outcome: row.outcome as RecordedWrite['outcome'],
      why: row.why as RecordedWrite['why'],
      before: stateFrom(String(row.before)),
      after: stateFrom(String(row.after)),
    }))
  }
  #all(sql: string, ...values: SQLInputValue[]): readonly Row[] {
    return this.#guarded(() => this.#database.prepare(sql).all(...values) as Row[])
  }
  #run(sql: string, ...values: SQLInputValue[]) {
    return this.#guarded(() => this.#database.prepare(sql).run(...values))
  }
  #guarded<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw new LecternError('TAG_RECORD_FAILED', '', error)
    }
  }
}

const stateText = ({ memory, ...rest }: TagState): string =>
  JSON.stringify({ ...rest, memory: memory.toHex() })
function stateFrom(text: string): TagState {
  const { memory, ...rest } = JSON.parse(text) as Omit<TagState, 'memory'> & { memory: string }
  return { ...rest, memory: Uint8Array.fromHex(memory) }
}
