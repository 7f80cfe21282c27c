import { JournalFile } from './journal-file.ts'
import { OUTBOX_MIGRATIONS } from './outbox-schema.ts'
import { SqliteOutbox } from './sqlite-outbox.ts'

/** An outbox of this test alone; `file` where it is to outlive it. */
export function testOutbox(file = ':memory:', maxPages?: number): SqliteOutbox {
  return new SqliteOutbox(
    new JournalFile({
      file,
      reserveBytes: 0,
      wall: () => 0,
      migrations: OUTBOX_MIGRATIONS,
      ...(maxPages === undefined ? {} : { maxPages }),
    }),
  )
}
