/** The journal's SQLite file: opened and checked once, used by everything that must survive a power cut. */
import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { type ErrorCode, LecternError } from '../contract/errors.ts'
import { migrate } from './schema.ts'

export interface JournalFileOptions {
  readonly file: string
  /** With less free space than this no loan is begun, in bytes. */
  readonly reserveBytes: number
  /** Milliseconds since 1970. */
  readonly wall: () => number
  /** Free bytes on the journal's disk; the system's own answer by default. */
  readonly freeBytes?: () => number
  /** Upper limit of the file, in pages of 4 KiB. */
  readonly maxPages?: number
  /** The journal's own where left out. */
  readonly migrations?: readonly string[]
}

const SQLITE_FULL = 13
/** So long one program waits for another that writes. */
const BUSY_MILLISECONDS = 2_000

/**
 * WAL with `synchronous = FULL`, so that what a call returned from survives a power cut
 * (sqlite.org/pragma.html#pragma_synchronous). Opening throws what SQLite throws when the file is no sound journal.
 */
export class JournalFile {
  readonly #database: DatabaseSync
  readonly #options: JournalFileOptions
  readonly #statements = new Map<string, StatementSync>()
  #shut = false
  #isWithin = false
  /** Why a part of what is being done has failed. */
  #broken: LecternError | null = null

  constructor(options: JournalFileOptions) {
    this.#options = options
    this.#database = new DatabaseSync(options.file, { timeout: BUSY_MILLISECONDS })
    try {
      this.#database.exec(
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON',
      )
      const check = this.#database.prepare('PRAGMA quick_check(1)').get()
      if (check?.quick_check !== 'ok') throw new Error(`quick_check: ${String(check?.quick_check)}`)
      migrate(this.#database, options.migrations)
      if (options.maxPages !== undefined)
        this.#database.exec(`PRAGMA max_page_count = ${Math.trunc(options.maxPages)}`)
    } catch (error) {
      this.#database.close()
      throw error
    }
  }

  wall(): number {
    return this.#options.wall()
  }

  /** Why nothing new may be begun now, or null. */
  obstacle(): ErrorCode | null {
    try {
      const free = (this.#options.freeBytes ?? (() => systemFreeBytes(this.#options.file)))()
      return free < this.#options.reserveBytes ? 'JOURNAL_DISK_FULL' : null
    } catch {
      return 'JOURNAL_FAILED'
    }
  }

  /**
   * Does all of `work`, durably, or none of it; what does so within it belongs to the whole. Throws LecternError
   * `JOURNAL_DISK_FULL` or `JOURNAL_FAILED`.
   */
  atomically<T>(work: () => T): T {
    return this.#isWithin ? this.#within(work) : this.#whole(work)
  }
  #whole<T>(work: () => T): T {
    this.#broken = null
    this.#isWithin = true
    try {
      this.#database.exec('BEGIN IMMEDIATE')
      const result = work()
      if (this.#broken !== null) throw this.#broken
      this.#database.exec('COMMIT')
      return result
    } catch (error) {
      if (!this.#shut && this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw failure(error)
    } finally {
      this.#isWithin = false
    }
  }
  /** A part that failed fails the whole, whoever may have caught it. */
  #within<T>(work: () => T): T {
    try {
      if (this.#broken !== null) throw this.#broken
      return work()
    } catch (error) {
      this.#broken = failure(error)
      throw this.#broken
    }
  }

  run(sql: string, ...values: SQLInputValue[]) {
    return this.#statement(sql).run(...values)
  }
  /** As `all`, it throws LecternError `JOURNAL_FAILED` where the disk does not give it, and once it is shut. */
  get(sql: string, ...values: SQLInputValue[]) {
    return reading(() => this.#statement(sql).get(...values))
  }
  all(sql: string, ...values: SQLInputValue[]) {
    return reading(() => this.#statement(sql).all(...values))
  }

  /** Safe to call twice. */
  shut(): void {
    if (this.#shut) return
    this.#shut = true
    this.#database.close()
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}

function reading<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new LecternError('JOURNAL_FAILED', '', error)
  }
}

function systemFreeBytes(file: string): number {
  const disk = statfsSync(dirname(file))
  return disk.bavail * disk.bsize
}

const failure = (error: unknown): LecternError =>
  error instanceof LecternError
    ? error
    : new LecternError(isFull(error) ? 'JOURNAL_DISK_FULL' : 'JOURNAL_FAILED', '', error)

function isFull(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_FULL
}
