/** The outbox's own file; entry N takes it from version N to N+1. */
export const OUTBOX_MIGRATIONS: readonly string[] = [
  `CREATE TABLE message (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     kind TEXT NOT NULL CHECK (kind IN ('alarm', 'count')),
     topic TEXT NOT NULL,
     payload TEXT NOT NULL,
     retain INTEGER NOT NULL CHECK (retain IN (0, 1)),
     expiry_seconds INTEGER
   ) STRICT;
   CREATE INDEX message_kind ON message (kind, id);
   CREATE INDEX message_retained ON message (topic) WHERE retain = 1;
   CREATE TABLE known (
     number INTEGER PRIMARY KEY AUTOINCREMENT,
     what TEXT NOT NULL CHECK (what IN ('event', 'order')),
     id TEXT NOT NULL,
     UNIQUE (what, id)
   ) STRICT;
   CREATE TABLE alert (
     code TEXT NOT NULL,
     key TEXT NOT NULL,
     id TEXT NOT NULL,
     since TEXT NOT NULL,
     PRIMARY KEY (code, key)
   ) STRICT, WITHOUT ROWID;`,
]
