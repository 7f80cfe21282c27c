import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { GateStore } from './gate-contract.ts'
import { GATE_MIGRATIONS } from './gate-schema.ts'
import { JournalFile } from './journal-file.ts'
import { isDamage } from './open-journal.ts'
import { NewerJournalError } from './schema.ts'
import { SqliteGates } from './sqlite-gates.ts'

export interface OpenedGates {
  readonly store: GateStore
  /** The name of the damaged file that was set aside, or null. */
  readonly setAside: string | null
}

/** Opens the gates' file beside the journal; a damaged one is renamed, never deleted, and a new one begun. */
export function openGates({
  folder,
  wall,
}: {
  readonly folder: string
  readonly wall: () => number
}): OpenedGates {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'gates.sqlite')
  const open = () =>
    new SqliteGates(new JournalFile({ file, reserveBytes: 0, wall, migrations: GATE_MIGRATIONS }))
  try {
    return { store: open(), setAside: null }
  } catch (error) {
    if (error instanceof NewerJournalError || !isDamage(error)) throw error
    const name = `gates.damaged-${new Date(wall()).toISOString().replaceAll(/[:.]/g, '-')}.sqlite`
    for (const suffix of ['', '-wal', '-shm'])
      if (existsSync(file + suffix)) renameSync(file + suffix, join(folder, name + suffix))
    return { store: open(), setAside: name }
  }
}
