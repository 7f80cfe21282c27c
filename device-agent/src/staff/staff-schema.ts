/** The staff's own file; entry N takes it from version N to N+1. */
export const STAFF_MIGRATIONS: readonly string[] = [
  // A session of an account has the account's role; another has its own. `token`: SHA-256 of what the browser holds.
  `CREATE TABLE account (
     name TEXT PRIMARY KEY COLLATE NOCASE,
     role TEXT NOT NULL CHECK (role IN ('view', 'operate', 'manage')),
     hash TEXT NOT NULL,
     since INTEGER NOT NULL,
     last_seen INTEGER
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE session (
     token BLOB PRIMARY KEY,
     account TEXT COLLATE NOCASE REFERENCES account (name) ON DELETE CASCADE,
     name TEXT,
     role TEXT CHECK (role IN ('view', 'operate', 'manage')),
     began_at INTEGER NOT NULL,
     seen_at INTEGER NOT NULL,
     CHECK ((account IS NULL) = (name IS NOT NULL AND role IS NOT NULL))
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX session_account ON session (account);
   CREATE TABLE audit (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     at INTEGER NOT NULL,
     who TEXT NOT NULL,
     role TEXT,
     address TEXT NOT NULL,
     action TEXT NOT NULL,
     detail TEXT NOT NULL,
     result TEXT NOT NULL
   ) STRICT;
   CREATE TABLE forgotten (only INTEGER PRIMARY KEY CHECK (only = 1), up_to INTEGER NOT NULL) STRICT;
   INSERT INTO forgotten (only, up_to) VALUES (1, 0);
   CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
     BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
   CREATE TRIGGER audit_is_forgotten_by_age BEFORE DELETE ON audit
     WHEN old.id > (SELECT up_to FROM forgotten)
     BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;`,
]
