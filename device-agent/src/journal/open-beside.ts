import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { JournalFile } from './journal-file.ts'
import { isDamage } from './open-journal.ts'
import { NewerJournalError } from './schema.ts'

export interface Beside {
  readonly folder: string
  /** 'outbox': the file's name without its ending. */
  readonly name: string
  readonly migrations: readonly string[]
  readonly wall: () => number
}

export interface OpenedBeside {
  readonly file: JournalFile
  /** The name of the damaged file that was set aside, or null. */
  readonly setAside: string | null
}

/** Opens a file beside the journal; a damaged one is renamed, never deleted, and a new one begun. */
export function openBeside({ folder, migrations, name, wall }: Beside): OpenedBeside {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `${name}.sqlite`)
  const open = () => new JournalFile({ file, reserveBytes: 0, wall, migrations })
  try {
    return { file: open(), setAside: null }
  } catch (error) {
    if (error instanceof NewerJournalError || !isDamage(error)) throw error
    const aside = `${name}.damaged-${new Date(wall()).toISOString().replaceAll(/[:.]/g, '-')}.sqlite`
    for (const suffix of ['', '-wal', '-shm'])
      if (existsSync(file + suffix)) renameSync(file + suffix, join(folder, aside + suffix))
    return { file: open(), setAside: aside }
  }
}
