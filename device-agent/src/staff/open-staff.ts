import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { JournalFile } from '../journal/journal-file.ts'
import { isDamage } from '../journal/open-journal.ts'
import { NewerJournalError } from '../journal/schema.ts'
import { STAFF_MIGRATIONS } from './staff-schema.ts'

export interface OpenedStaff {
  readonly file: JournalFile
  /** The name of the damaged file that was set aside, or null. */
  readonly setAside: string | null
}

/**
 * The staff's own file beside the journal: a damaged journal that is set aside must not take accounts and audit with it, and
 * a program of its own opens it while the agent runs. A damaged one is renamed, never deleted; without accounts nobody comes in.
 */
export function openStaff({
  folder,
  wall,
}: {
  readonly folder: string
  readonly wall: () => number
}): OpenedStaff {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, 'staff.sqlite')
  const open = () => staffFile(path, wall)
  try {
    return { file: open(), setAside: null }
  } catch (error) {
    if (error instanceof NewerJournalError || !isDamage(error)) throw error
    const name = `staff.damaged-${new Date(wall()).toISOString().replaceAll(/[:.]/g, '-')}.sqlite`
    for (const suffix of ['', '-wal', '-shm'])
      if (existsSync(path + suffix)) renameSync(path + suffix, join(folder, name + suffix))
    return { file: open(), setAside: name }
  }
}

/** ':memory:' for one that nothing outlives. */
export const staffFile = (file: string, wall: () => number): JournalFile =>
  new JournalFile({ file, reserveBytes: 0, wall, migrations: STAFF_MIGRATIONS })
