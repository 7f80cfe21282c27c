import type { DatabaseSync } from 'node:sqlite'

/**
 * Forward migrations: entry N takes a journal from version N to N+1. An old one is never edited once released.
 * `secure_delete` overwrites what is erased, so that a patron's number does not stay in free pages.
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE entry (
     id INTEGER PRIMARY KEY,
     key TEXT NOT NULL UNIQUE,
     kind TEXT NOT NULL CHECK (kind IN ('checkout')),
     phase TEXT NOT NULL CHECK (phase IN ('intended', 'lent', 'armed', 'closed')),
     ending TEXT CHECK (ending IN ('lent', 'notLent')),
     patron TEXT,
     item TEXT NOT NULL,
     begun_at INTEGER NOT NULL,
     closed_at INTEGER
   ) STRICT;
   CREATE INDEX entry_open ON entry (id) WHERE phase <> 'closed';
   CREATE TABLE tag (
     entry INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
     uid TEXT NOT NULL,
     proven INTEGER NOT NULL DEFAULT 0 CHECK (proven IN (0, 1)),
     PRIMARY KEY (entry, uid)
   ) STRICT, WITHOUT ROWID;`,
]

/** Thrown for a journal written by a newer Lectern: it is not damaged, and must not be touched. */
export class NewerJournalError extends Error {}

export function migrate(database: DatabaseSync): void {
  const row = database.prepare('PRAGMA user_version').get()
  const version = Number(row?.user_version ?? 0)
  if (version > MIGRATIONS.length) {
    throw new NewerJournalError(`journal version ${version}, this program knows ${MIGRATIONS.length}`)
  }
  for (let next = version; next < MIGRATIONS.length; next++) {
    database.exec(`BEGIN IMMEDIATE; ${MIGRATIONS[next]}; PRAGMA user_version = ${next + 1}; COMMIT`)
  }
}
