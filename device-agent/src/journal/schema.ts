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
  // What was made while the library system was away; the index of each question is as small as what still waits.
  `CREATE TABLE stored (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     key TEXT NOT NULL UNIQUE,
     kind TEXT NOT NULL CHECK (kind IN ('checkout', 'checkin')),
     phase TEXT NOT NULL CHECK (phase IN ('stored', 'sending', 'listed', 'closed')),
     outcome TEXT CHECK (outcome IN ('done', 'attention', 'refused', 'unresolved')),
     patron TEXT,
     item TEXT NOT NULL,
     at INTEGER NOT NULL,
     due INTEGER,
     message TEXT NOT NULL DEFAULT '',
     closed_at INTEGER,
     CHECK ((outcome IS NULL) = (phase IN ('stored', 'sending')))
   ) STRICT;
   CREATE INDEX stored_waiting ON stored (id) WHERE outcome IS NULL;
   CREATE INDEX stored_item ON stored (item, id) WHERE outcome IS NULL;
   CREATE INDEX stored_patron ON stored (patron) WHERE outcome IS NULL;
   CREATE INDEX stored_listed ON stored (id) WHERE phase = 'listed';
   CREATE TABLE standing (
     card BLOB PRIMARY KEY,
     seen_at INTEGER NOT NULL,
     may_checkout INTEGER NOT NULL CHECK (may_checkout IN (0, 1)),
     card_lost INTEGER NOT NULL CHECK (card_lost IN (0, 1)),
     needs_pin INTEGER NOT NULL CHECK (needs_pin IN (0, 1))
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX standing_seen ON standing (seen_at);
   CREATE INDEX entry_item ON entry (item) WHERE phase <> 'closed';`,
  // Every item that comes back, and where it lies. No patron stands here: whose it was is the library system's to know.
  `CREATE TABLE returned (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     place TEXT NOT NULL CHECK (place IN ('pad', 'drop')),
     phase TEXT NOT NULL CHECK (phase IN ('seen', 'asking', 'settled', 'closed')),
     at INTEGER NOT NULL,
     item TEXT,
     title TEXT,
     verdict TEXT CHECK (verdict IN ('returned', 'again', 'kept', 'refused', 'untaken', 'unresolved')),
     bin INTEGER,
     sort_reason TEXT,
     belt REAL,
     reason TEXT,
     resolved INTEGER NOT NULL DEFAULT 0 CHECK (resolved IN (0, 1)),
     closed_at INTEGER,
     CHECK ((verdict IS NULL) = (phase IN ('seen', 'asking')))
   ) STRICT;
   CREATE INDEX returned_open ON returned (id) WHERE phase <> 'closed';
   CREATE INDEX returned_listed ON returned (id) WHERE phase = 'closed' AND reason IS NOT NULL AND resolved = 0;
   CREATE TABLE returned_tag (
     entry INTEGER NOT NULL REFERENCES returned (id) ON DELETE CASCADE,
     uid TEXT NOT NULL,
     proven INTEGER NOT NULL DEFAULT 0 CHECK (proven IN (0, 1)),
     PRIMARY KEY (entry, uid)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE bin (
     bin INTEGER PRIMARY KEY,
     items INTEGER NOT NULL,
     emptied_at INTEGER
   ) STRICT;
   CREATE TABLE belt (
     only INTEGER PRIMARY KEY CHECK (only = 1),
     millimetres REAL NOT NULL
   ) STRICT;`,
  // What is to be printed for staff: of a patron it has the mark that stands on the paper, and no more.
  `CREATE TABLE slip (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     kind TEXT NOT NULL CHECK (kind IN ('hold', 'transit')),
     title TEXT,
     item TEXT NOT NULL,
     destination TEXT,
     call_number TEXT,
     pseudonym TEXT,
     at INTEGER NOT NULL
   ) STRICT;`,
  // Of the events that the staff's desk still shows.
  'CREATE TABLE acknowledged (event TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;',
  // Counts by the hour, and since ever. `owes_reason`: refused, and why is still being asked for.
  `ALTER TABLE entry ADD COLUMN owes_reason INTEGER NOT NULL DEFAULT 0 CHECK (owes_reason IN (0, 1));
   CREATE INDEX entry_owes_reason ON entry (id) WHERE owes_reason = 1;
   CREATE TABLE tally (
     span TEXT NOT NULL CHECK (span IN ('hour', 'day')),
     start INTEGER NOT NULL,
     kind TEXT NOT NULL CHECK (kind IN ('checkout', 'renewal', 'return', 'refusal', 'session', 'device')),
     about TEXT NOT NULL,
     which TEXT NOT NULL,
     count INTEGER NOT NULL,
     PRIMARY KEY (span, start, kind, about, which)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE total (
     kind TEXT NOT NULL,
     about TEXT NOT NULL,
     which TEXT NOT NULL,
     count INTEGER NOT NULL,
     PRIMARY KEY (kind, about, which)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE visit (only INTEGER PRIMARY KEY CHECK (only = 1)) STRICT;
   CREATE TABLE device_time (device TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID;`,
  // What staff have ordered and what holds until they order otherwise.
  `CREATE TABLE standing_order (
     name TEXT PRIMARY KEY,
     value TEXT NOT NULL,
     at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;`,
  // Whether the belt has lain still since its way was written.
  'ALTER TABLE belt ADD COLUMN rests INTEGER NOT NULL DEFAULT 0;',
  // What became of each device lately.
  `CREATE TABLE device_change (
     id INTEGER PRIMARY KEY,
     device TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('ready', 'reduced', 'fault', 'away')),
     code TEXT,
     detail TEXT NOT NULL,
     at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX device_change_device ON device_change (device, id);`,
  // Where an item was thought to lie when it comes in again.
  "CREATE INDEX returned_lying ON returned (item) WHERE phase = 'closed' AND bin IS NOT NULL;",
]

/** Thrown for a journal written by a newer Lectern: it is not damaged, and must not be touched. */
export class NewerJournalError extends Error {}

export function migrate(database: DatabaseSync, migrations: readonly string[] = MIGRATIONS): void {
  const row = database.prepare('PRAGMA user_version').get()
  const version = Number(row?.user_version ?? 0)
  if (version > migrations.length) {
    throw new NewerJournalError(`journal version ${version}, this program knows ${migrations.length}`)
  }
  for (let next = version; next < migrations.length; next++) {
    database.exec(`BEGIN IMMEDIATE; ${migrations[next]}; PRAGMA user_version = ${next + 1}; COMMIT`)
  }
}
