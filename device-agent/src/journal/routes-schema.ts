/** The file of alerts to be sent; entry N takes it from version N to N+1. */
export const ROUTES_MIGRATIONS: readonly string[] = [
  `CREATE TABLE told (
     target TEXT NOT NULL,
     code TEXT NOT NULL,
     key TEXT NOT NULL,
     since TEXT NOT NULL,
     told_at INTEGER NOT NULL,
     PRIMARY KEY (target, code, key)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE waiting (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     target TEXT NOT NULL,
     dispatch TEXT NOT NULL,
     tries INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE INDEX waiting_target ON waiting (target, id);`,
]
