import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { KeptOrders } from '../monitoring/commands/kept-orders.ts'
import type { DeviceHistory } from '../monitoring/device-history.ts'
import type { KeptAcknowledgements } from './acknowledged-contract.ts'
import type { Journal } from './contract.ts'
import type { CountStore } from './counts-contract.ts'
import { JournalFile, type JournalFileOptions } from './journal-file.ts'
import type { RecentLoans } from './recent-loans-contract.ts'
import type { ReturnsJournal } from './returns-contract.ts'
import { NewerJournalError } from './schema.ts'
import type { KeptSlips } from './slips-contract.ts'
import { SqliteAcknowledged } from './sqlite-acknowledged.ts'
import { SqliteCounts } from './sqlite-counts.ts'
import { SqliteDeviceHistory } from './sqlite-device-history.ts'
import { SqliteJournal } from './sqlite-journal.ts'
import { SqliteOrders } from './sqlite-orders.ts'
import { SqliteRecentLoans } from './sqlite-recent-loans.ts'
import { SqliteReturns } from './sqlite-returns.ts'
import { SqliteSlips } from './sqlite-slips.ts'
import { SqliteStandings, standingsKey } from './sqlite-standings.ts'
import { SqliteStored } from './sqlite-stored.ts'
import type { Standings } from './standings-contract.ts'
import type { StoredJournal } from './stored-contract.ts'

export interface OpenedJournal {
  /** Shutting it shuts the file, and so all of them. */
  readonly journal: Journal
  readonly stored: StoredJournal
  readonly returns: ReturnsJournal
  readonly standings: Standings
  readonly recentLoans: RecentLoans
  readonly slips: KeptSlips
  readonly acknowledged: KeptAcknowledgements
  readonly counts: CountStore
  readonly orders: KeptOrders
  readonly deviceHistory: DeviceHistory
  /** The name of the damaged journal that was set aside, or null. */
  readonly setAside: string | null
}

/**
 * Opens the journal of a data folder, making both where they are missing. A damaged journal is renamed, never
 * deleted, and a new one begun, so that the kiosk starts. One written by a newer program is left alone and the
 * error passed on: starting over it would hide open loans.
 */
export function openJournal(options: Omit<JournalFileOptions, 'file'> & { folder: string }): OpenedJournal {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 })
  const path = join(options.folder, 'journal.sqlite')
  const key = standingsKey(options.folder)
  try {
    return { ...opened({ ...options, file: path }, key), setAside: null }
  } catch (error) {
    if (error instanceof NewerJournalError || !isDamage(error)) throw error
    const name = `journal.damaged-${new Date(options.wall()).toISOString().replaceAll(/[:.]/g, '-')}.sqlite`
    for (const suffix of ['', '-wal', '-shm']) {
      if (existsSync(path + suffix)) renameSync(path + suffix, join(options.folder, name + suffix))
    }
    return { ...opened({ ...options, file: path }, key), setAside: name }
  }
}

function opened(options: JournalFileOptions, key: Uint8Array): Omit<OpenedJournal, 'setAside'> {
  const file = new JournalFile(options)
  try {
    return {
      journal: new SqliteJournal(file),
      stored: new SqliteStored(file),
      returns: new SqliteReturns(file),
      standings: new SqliteStandings(file, key),
      recentLoans: new SqliteRecentLoans(file),
      slips: new SqliteSlips(file),
      acknowledged: new SqliteAcknowledged(file),
      counts: new SqliteCounts(file),
      orders: new SqliteOrders(file),
      deviceHistory: new SqliteDeviceHistory(file),
    }
  } catch (error) {
    file.shut()
    throw error
  }
}

const SQLITE_CORRUPT = 11
const SQLITE_NOTADB = 26

export function isDamage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.message.startsWith('quick_check')) return true
  return 'errcode' in error && [SQLITE_CORRUPT, SQLITE_NOTADB].includes(Number(error.errcode) & 0xff)
}
