import type { SQLOutputValue } from 'node:sqlite'
import type {
  Counted,
  CountedMedia,
  CountedPlace,
  DeviceTime,
  Tally,
  Total,
  UptimeState,
  VisitEnd,
} from '../contract/counts.ts'
import type { ErrorCode } from '../contract/errors.ts'
import { hourStart } from '../runtime/local-hours.ts'
import type { CountStore } from './counts-contract.ts'
import type { JournalFile } from './journal-file.ts'

/** Part of a larger write, of what it counts; the caller makes both durable. */
export function count(file: JournalFile, counted: Counted, pieces = 1, hour = hourStart(file.wall())): void {
  const { about, which } = keyOf(counted)
  file.run(
    `INSERT INTO tally (span, start, kind, about, which, count) VALUES ('hour', ?, ?, ?, ?, ?)
     ON CONFLICT (span, start, kind, about, which) DO UPDATE SET count = count + excluded.count`,
    hour,
    counted.kind,
    about,
    which,
    pieces,
  )
  file.run(
    `INSERT INTO total (kind, about, which, count) VALUES (?, ?, ?, ?)
     ON CONFLICT (kind, about, which) DO UPDATE SET count = count + excluded.count`,
    counted.kind,
    about,
    which,
    pieces,
  )
}

/** Counts what the last life of the kiosk owed: the visit it broke off, refusals whose reason it did not come to. */
function countOwed(file: JournalFile): void {
  const visit = file.get('SELECT 1 FROM visit') !== undefined
  const refusals = Number(file.get('SELECT count(*) AS n FROM entry WHERE owes_reason = 1')?.n)
  if (!visit && refusals === 0) return
  file.atomically(() => {
    if (visit) endVisit(file, 'interrupted')
    if (refusals === 0) return
    file.run('UPDATE entry SET owes_reason = 0 WHERE owes_reason = 1')
    count(file, { kind: 'refusal', code: 'ITEM_REFUSED' }, refusals)
  })
}

function endVisit(file: JournalFile, ended: VisitEnd): void {
  if (Number(file.run('DELETE FROM visit').changes) > 0) count(file, { kind: 'session', ended })
}

export class SqliteCounts implements CountStore {
  readonly #file: JournalFile

  constructor(file: JournalFile) {
    this.#file = file
    countOwed(file)
  }

  visitBegan(): void {
    this.#file.atomically(() => this.#file.run('INSERT OR IGNORE INTO visit (only) VALUES (1)'))
  }
  visitEnded(how: VisitEnd): void {
    this.#file.atomically(() => endVisit(this.#file, how))
  }

  devicesUntil(): ReadonlyMap<string, number> {
    const rows = this.#file.all('SELECT device, until FROM device_time')
    return new Map(rows.map((row) => [String(row.device), Number(row.until)]))
  }
  deviceTime(devices: readonly string[], times: readonly DeviceTime[], until: number): void {
    this.#file.atomically(() => {
      for (const { device, state, hour, milliseconds } of times)
        count(this.#file, { kind: 'device', device, state }, milliseconds, hour)
      for (const device of devices)
        this.#file.run('INSERT OR REPLACE INTO device_time (device, until) VALUES (?, ?)', device, until)
    })
  }

  totals(): readonly Total[] {
    return this.#file.all('SELECT * FROM total ORDER BY kind, about, which').map(totalOf)
  }
  between(from: number, to: number): readonly Tally[] {
    return this.#file
      .all(
        'SELECT * FROM tally WHERE start >= ? AND start < ? ORDER BY start, span, kind, about, which',
        from,
        to,
      )
      .map((row) => ({
        ...totalOf(row),
        span: row.span === 'day' ? 'day' : 'hour',
        start: Number(row.start),
      }))
  }

  prune(hoursBefore: number, daysBefore: number, day: (hour: number) => number): void {
    const old = this.#file.all(
      "SELECT DISTINCT start FROM tally WHERE span = 'hour' AND start < ?",
      hoursBefore,
    )
    this.#file.atomically(() => {
      for (const { start } of old) {
        const hour = Number(start)
        this.#file.run(
          `INSERT INTO tally (span, start, kind, about, which, count)
           SELECT 'day', ?, kind, about, which, count FROM tally WHERE span = 'hour' AND start = ?
           ON CONFLICT (span, start, kind, about, which) DO UPDATE SET count = count + excluded.count`,
          day(hour),
          hour,
        )
        this.#file.run("DELETE FROM tally WHERE span = 'hour' AND start = ?", hour)
      }
      this.#file.run("DELETE FROM tally WHERE span = 'day' AND start < ?", daysBefore)
    })
  }
}

/** The two columns that tell counts of one kind apart. */
function keyOf(counted: Counted): { readonly about: string; readonly which: string } {
  switch (counted.kind) {
    case 'checkout':
    case 'renewal':
      return { about: counted.media, which: '' }
    case 'return':
      return { about: counted.media, which: counted.place }
    case 'refusal':
      return { about: counted.code, which: '' }
    case 'session':
      return { about: counted.ended, which: '' }
    case 'device':
      return { about: counted.device, which: counted.state }
  }
}

function totalOf(row: Readonly<Record<string, SQLOutputValue>>): Total {
  const [about, which, pieces] = [String(row.about), String(row.which), Number(row.count)]
  switch (String(row.kind) as Counted['kind']) {
    case 'checkout':
      return { kind: 'checkout', media: about as CountedMedia, count: pieces }
    case 'renewal':
      return { kind: 'renewal', media: about as CountedMedia, count: pieces }
    case 'return':
      return { kind: 'return', media: about as CountedMedia, place: which as CountedPlace, count: pieces }
    case 'refusal':
      return { kind: 'refusal', code: about as ErrorCode, count: pieces }
    case 'session':
      return { kind: 'session', ended: about as VisitEnd, count: pieces }
    case 'device':
      return { kind: 'device', device: about, state: which as UptimeState, count: pieces }
  }
}
