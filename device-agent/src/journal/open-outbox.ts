import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Outbox } from '../monitoring/mqtt/outbox.ts'
import { JournalFile } from './journal-file.ts'
import { isDamage } from './open-journal.ts'
import { OUTBOX_MIGRATIONS } from './outbox-schema.ts'
import { NewerJournalError } from './schema.ts'
import { SqliteOutbox } from './sqlite-outbox.ts'

export interface OpenedOutbox {
  readonly outbox: Outbox
  /** The name of the damaged file that was set aside, or null. */
  readonly setAside: string | null
}

/** Opens the outbox beside the journal; a damaged one is renamed, never deleted, and a new one begun. */
export function openOutbox({
  folder,
  wall,
}: {
  readonly folder: string
  readonly wall: () => number
}): OpenedOutbox {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'outbox.sqlite')
  const open = () =>
    new SqliteOutbox(new JournalFile({ file, reserveBytes: 0, wall, migrations: OUTBOX_MIGRATIONS }))
  try {
    return { outbox: open(), setAside: null }
  } catch (error) {
    if (error instanceof NewerJournalError || !isDamage(error)) throw error
    const name = `outbox.damaged-${new Date(wall()).toISOString().replaceAll(/[:.]/g, '-')}.sqlite`
    for (const suffix of ['', '-wal', '-shm'])
      if (existsSync(file + suffix)) renameSync(file + suffix, join(folder, name + suffix))
    return { outbox: open(), setAside: name }
  }
}
