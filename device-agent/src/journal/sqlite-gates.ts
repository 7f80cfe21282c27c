import type { SQLOutputValue } from 'node:sqlite'
import type { GateAlarm, GateHour, GateStore, GateVerdict, KeptSighting } from './gate-contract.ts'
import { countedBetween, type Reading } from './gate-count.ts'
import type { JournalFile } from './journal-file.ts'

/** A timed record is known so long: a gate's clock tells the time of day, not the day. */
export const TIMED_KNOWN_MILLISECONDS = 23 * 3_600_000
/**
 * One without a time that the gate was not seen to forget is known so long. Not longer: a gate that lost it in a power
 * cut of its own may see the same tag again, and an alarm told twice is better than one not told.
 */
export const UNTIMED_KNOWN_MILLISECONDS = 900_000
/** Alarms kept, at most, however long they are to be kept. */
export const ALARMS_MAX = 100_000

type Row = Readonly<Record<string, SQLOutputValue>>

export class SqliteGates implements GateStore {
  readonly #file: JournalFile

  constructor(file: JournalFile) {
    this.#file = file
  }

  keep(
    gate: string,
    sightings: readonly KeptSighting[],
    sameTagMilliseconds: number,
    hour: (at: number) => number,
  ): readonly (GateAlarm | null)[] {
    return this.#file.atomically(() => {
      const now = this.#file.wall()
      this.#file.run('DELETE FROM record WHERE timed = 1 AND kept_at < ?', now - TIMED_KNOWN_MILLISECONDS)
      this.#file.run('DELETE FROM record WHERE timed = 0 AND kept_at < ?', now - UNTIMED_KNOWN_MILLISECONDS)
      return sightings.map((sighting) => {
        const { changes } = this.#file.run(
          'INSERT OR IGNORE INTO record (gate, name, timed, kept_at) VALUES (?, ?, ?, ?)',
          gate,
          sighting.record,
          Number(sighting.timed),
          now,
        )
        if (changes === 0 || this.#isSeenAgain(gate, sighting, sameTagMilliseconds)) return null
        return this.#insert(gate, sighting, hour(sighting.at))
      })
    })
  }

  forgotten(gate: string, records: readonly string[] | null): void {
    this.#file.atomically(() => {
      if (records === null) this.#file.run('DELETE FROM record WHERE gate = ? AND timed = 0', gate)
      else
        for (const name of records)
          this.#file.run('DELETE FROM record WHERE gate = ? AND name = ? AND timed = 0', gate, name)
    })
  }

  settle(
    id: number,
    { verdict, title, kiosk }: { verdict: GateVerdict; title: string | null; kiosk: string | null },
    open: boolean,
  ): void {
    this.#file.atomically(() =>
      this.#file.run(
        'UPDATE alarm SET verdict = ?, title = ?, kiosk = ?, open = ? WHERE id = ?',
        verdict,
        title,
        kiosk,
        Number(open),
        id,
      ),
    )
  }

  alarm(id: number): GateAlarm | null {
    const row = this.#file.get('SELECT * FROM alarm WHERE id = ?', id)
    return row === undefined ? null : alarmOf(row)
  }
  open(since: number): readonly GateAlarm[] {
    return this.#file.all('SELECT * FROM alarm WHERE open = 1 AND at >= ? ORDER BY id', since).map(alarmOf)
  }
  recent(limit: number): readonly GateAlarm[] {
    return this.#file.all('SELECT * FROM alarm ORDER BY id DESC LIMIT ?', limit).map(alarmOf)
  }
  lastSighting(gate: string): number | null {
    const row = this.#file.get('SELECT max(seen_at) AS at FROM alarm WHERE gate = ?', gate)
    return typeof row?.at === 'number' ? row.at : null
  }

  count(gate: string, now: Reading, hour: number): void {
    const last = this.#file.get('SELECT * FROM counter WHERE gate = ?', gate)
    // Read every few seconds; written when somebody walked through.
    if (last?.into_count === now.into && last.out_count === now.out) return
    this.#file.atomically(() => {
      const at = this.#file.wall()
      this.#file.run('INSERT OR REPLACE INTO counter VALUES (?, ?, ?, ?)', gate, now.into, now.out, at)
      if (last === undefined) return
      const counted = countedBetween(
        { into: Number(last.into_count), out: Number(last.out_count) },
        now,
        at - Number(last.read_at),
      )
      if (counted.into + counted.out > 0) this.#addToHour(gate, hour, counted, 0)
    })
  }

  hours(from: number, to: number): readonly GateHour[] {
    return this.#file
      .all('SELECT * FROM hour WHERE start >= ? AND start < ? ORDER BY gate, start', from, to)
      .map(hourOf)
  }

  tellUntold(before: number, tell: (hour: GateHour) => void): readonly GateHour[] {
    return this.#file.atomically(() => {
      const hours = this.#file
        .all('SELECT * FROM hour WHERE told = 0 AND start < ? ORDER BY start, gate', before)
        .map(hourOf)
      // Whoever must not lose them has kept them before they count as told.
      for (const hour of hours) tell(hour)
      this.#file.run('UPDATE hour SET told = 1 WHERE told = 0 AND start < ?', before)
      return hours
    })
  }

  prune(alarmsBefore: number, hoursBefore: number): void {
    this.#file.atomically(() => {
      this.#file.run('DELETE FROM alarm WHERE at < ?', alarmsBefore)
      this.#file.run(`DELETE FROM alarm WHERE id <= (SELECT coalesce(max(id), 0) FROM alarm) - ${ALARMS_MAX}`)
      this.#file.run('DELETE FROM hour WHERE start < ?', hoursBefore)
    })
  }

  shut(): void {
    this.#file.shut()
  }

  /** Who stands in the gate is seen again and again: it is one alarm until the tag was away for so long. */
  #isSeenAgain(gate: string, { tag, at }: KeptSighting, sameTagMilliseconds: number): boolean {
    const { changes } = this.#file.run(
      'UPDATE alarm SET seen_at = max(seen_at, ?) WHERE gate = ? AND tag IS ? AND seen_at > ? AND seen_at < ?',
      at,
      gate,
      tag,
      at - sameTagMilliseconds,
      at + sameTagMilliseconds,
    )
    return Number(changes) > 0
  }

  #insert(gate: string, sighting: KeptSighting, hour: number): GateAlarm {
    const { at, tag, item, cause, antennas, direction, verdict, kiosk, silenced } = sighting
    const { lastInsertRowid } = this.#file.run(
      `INSERT INTO alarm (gate, at, seen_at, tag, item, cause, antennas, direction, verdict, kiosk, silenced, open)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      gate,
      at,
      at,
      tag,
      item,
      cause,
      antennas.join(' '),
      direction,
      verdict,
      kiosk,
      Number(silenced),
      Number(verdict !== 'test'),
    )
    if (verdict !== 'test') this.#addToHour(gate, hour, { into: 0, out: 0 }, 1)
    return {
      id: Number(lastInsertRowid),
      gate,
      title: null,
      kiosk,
      at,
      tag,
      item,
      cause,
      antennas,
      direction,
      verdict,
      silenced,
    }
  }

  #addToHour(gate: string, start: number, { into, out }: Reading, alarms: number): void {
    this.#file.run(
      `INSERT INTO hour (gate, start, into_count, out_count, alarms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (gate, start) DO UPDATE SET into_count = into_count + excluded.into_count,
         out_count = out_count + excluded.out_count, alarms = alarms + excluded.alarms, told = 0`,
      gate,
      start,
      into,
      out,
      alarms,
    )
  }
}

function alarmOf(row: Row): GateAlarm {
  const orNull = (value: SQLOutputValue | undefined) => (typeof value === 'string' ? value : null)
  return {
    id: Number(row.id),
    gate: String(row.gate),
    at: Number(row.at),
    tag: orNull(row.tag),
    item: orNull(row.item),
    cause: String(row.cause) as GateAlarm['cause'],
    antennas: String(row.antennas).split(' ').filter(Boolean).map(Number),
    direction: orNull(row.direction) as GateAlarm['direction'],
    verdict: String(row.verdict) as GateVerdict,
    silenced: row.silenced === 1,
    title: orNull(row.title),
    kiosk: orNull(row.kiosk),
  }
}

const hourOf = (row: Row): GateHour => ({
  gate: String(row.gate),
  start: Number(row.start),
  into: Number(row.into_count),
  out: Number(row.out_count),
  alarms: Number(row.alarms),
})
