/** The gates' own file; entry N takes it from version N to N+1. */
export const GATE_MIGRATIONS: readonly string[] = [
  `CREATE TABLE record (
     gate TEXT NOT NULL,
     name TEXT NOT NULL,
     timed INTEGER NOT NULL CHECK (timed IN (0, 1)),
     kept_at INTEGER NOT NULL,
     PRIMARY KEY (gate, name)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX record_kept ON record (kept_at);
   CREATE TABLE alarm (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     gate TEXT NOT NULL,
     at INTEGER NOT NULL,
     seen_at INTEGER NOT NULL,
     tag TEXT,
     item TEXT,
     cause TEXT NOT NULL CHECK (cause IN ('afi', 'eas', 'contact', 'unknown')),
     antennas TEXT NOT NULL,
     direction TEXT CHECK (direction IN ('in', 'out')),
     verdict TEXT NOT NULL
       CHECK (verdict IN ('looking', 'theft', 'rewriteFailed', 'onLoan', 'test', 'unknown')),
     silenced INTEGER NOT NULL CHECK (silenced IN (0, 1)),
     open INTEGER NOT NULL CHECK (open IN (0, 1)),
     title TEXT,
     kiosk TEXT
   ) STRICT;
   CREATE INDEX alarm_tag ON alarm (gate, tag, seen_at);
   CREATE INDEX alarm_open ON alarm (id) WHERE open = 1;
   CREATE INDEX alarm_at ON alarm (at);
   CREATE TABLE counter (
     gate TEXT PRIMARY KEY,
     into_count INTEGER NOT NULL,
     out_count INTEGER NOT NULL,
     read_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE hour (
     gate TEXT NOT NULL,
     start INTEGER NOT NULL,
     into_count INTEGER NOT NULL DEFAULT 0,
     out_count INTEGER NOT NULL DEFAULT 0,
     alarms INTEGER NOT NULL DEFAULT 0,
     told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1)),
     PRIMARY KEY (gate, start)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX hour_untold ON hour (start) WHERE told = 0;`,
]
