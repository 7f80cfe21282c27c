import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Journal } from './contract.ts'
import { NewerJournalError } from './schema.ts'
import { openSqliteJournal, type SqliteJournalOptions } from './sqlite-journal.ts'

export interface OpenedJournal {
  readonly journal: Journal
  /** The name of the damaged journal that was set aside, or null. */
  readonly setAside: string | null
}

/**
 * Opens the journal of a data folder, making both where they are missing. A damaged journal is renamed, never
 * deleted, and a new one begun, so that the kiosk starts. One written by a newer program is left alone and the
 * error passed on: starting over it would hide open loans.
 */
export function openJournal(options: Omit<SqliteJournalOptions, 'file'> & { folder: string }): OpenedJournal {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  const file = join(options.folder, 'journal.sqlite')
  try {
    return { journal: openSqliteJournal({ ...options, file }), setAside: null }
  } catch (error) {
    if (error instanceof NewerJournalError || !isDamage(error)) throw error
    const name = `journal.damaged-${new Date(options.wall()).toISOString().replaceAll(/[:.]/g, '-')}.sqlite`
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(file + suffix)) renameSync(file + suffix, join(options.folder, name + suffix))
    }
    return { journal: openSqliteJournal({ ...options, file }), setAside: name }
  }
}

const SQLITE_CORRUPT = 11
const SQLITE_NOTADB = 26

function isDamage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.message.startsWith('quick_check')) return true
  return 'errcode' in error && [SQLITE_CORRUPT, SQLITE_NOTADB].includes(Number(error.errcode) & 0xff)
}
