import type { SQLOutputValue } from 'node:sqlite'
import { type ErrorCode, LecternError } from '../contract/errors.ts'
import type { JournalFile } from './journal-file.ts'
import type {
  BinCount,
  ListedReturn,
  OpenReturn,
  ReturnFacts,
  ReturnId,
  ReturnIntent,
  ReturnPlace,
  ReturnsJournal,
  ReturnVerdict,
  Sorted,
} from './returns-contract.ts'
import { count } from './sqlite-counts.ts'
import { addStored, markSending } from './sqlite-stored.ts'
import type { StoredIntent } from './stored-contract.ts'

/** Closed entries kept for staff, at most; the oldest go first. What staff must look at is never dropped. */
export const KEPT_CLOSED_RETURNS = 100_000

const OPEN =
  "SELECT id, place, phase, at, item, verdict, bin, sort_reason, belt FROM returned WHERE phase <> 'closed'"
// Word for word as in the index that is made for it.
const LISTED = "phase = 'closed' AND reason IS NOT NULL AND resolved = 0"
const LYING = "phase = 'closed' AND bin IS NOT NULL"

export class SqliteReturns implements ReturnsJournal {
  readonly #file: JournalFile
  #belt: number

  constructor(file: JournalFile) {
    this.#file = file
    this.#belt = Number(file.get('SELECT millimetres FROM belt')?.millimetres ?? 0)
    file.run(
      `DELETE FROM returned WHERE phase = 'closed' AND NOT (${LISTED})
       AND id <= (SELECT coalesce(max(id), 0) FROM returned) - ${KEPT_CLOSED_RETURNS}`,
    )
  }

  together(work: () => void): void {
    this.#file.atomically(work)
  }

  begin({ place, at }: ReturnIntent): ReturnId {
    const obstacle = this.#file.obstacle()
    if (obstacle !== null) throw new LecternError(obstacle)
    const { lastInsertRowid } = this.#write(
      "INSERT INTO returned (place, phase, at) VALUES (?, 'seen', ?)",
      place,
      at,
    )
    return Number(lastInsertRowid) as ReturnId
  }

  name(id: ReturnId, item: string): void {
    this.#file.atomically(() => {
      this.#file.run("UPDATE returned SET item = ? WHERE id = ? AND phase = 'seen'", item, id)
      this.#hasMoved(item)
    })
  }

  asking(id: ReturnId, item: string, tags: readonly string[]): void {
    this.#file.atomically(() => {
      this.#file.run(
        "UPDATE returned SET phase = 'asking', item = ? WHERE id = ? AND phase = 'seen'",
        item,
        id,
      )
      this.#hasMoved(item)
      for (const uid of tags)
        this.#file.run('INSERT OR IGNORE INTO returned_tag (entry, uid) VALUES (?, ?)', id, uid)
    })
  }

  keep(id: ReturnId, intent: StoredIntent, mayHaveArrived: boolean): void {
    this.#file.atomically(() => {
      const stored = addStored(this.#file, intent)
      if (mayHaveArrived) markSending(this.#file, stored)
      this.#settle(id, 'kept', null)
    })
  }

  settle(id: ReturnId, verdict: ReturnVerdict, title: string | null, facts?: ReturnFacts): void {
    this.#file.atomically(() => this.#settle(id, verdict, title, facts))
  }

  secured(id: ReturnId, tag: string): void {
    this.#write('UPDATE returned_tag SET proven = 1 WHERE entry = ? AND uid = ?', id, tag)
  }

  sort(id: ReturnId, { bin, reason, beltMillimetres }: Sorted): void {
    this.#write(
      "UPDATE returned SET bin = ?, sort_reason = ?, belt = ? WHERE id = ? AND phase <> 'closed'",
      bin,
      reason,
      beltMillimetres,
      id,
    )
  }

  close(id: ReturnId, bin: number | null, reason: ErrorCode | null): void {
    this.#file.atomically(() => {
      const { changes } = this.#file.run(
        `UPDATE returned SET phase = 'closed', verdict = coalesce(verdict, 'untaken'), bin = ?, reason = ?, closed_at = ?
         WHERE id = ? AND phase <> 'closed'`,
        bin,
        reason,
        this.#file.wall(),
        id,
      )
      if (Number(changes) === 0) return
      if (
        reason !== null &&
        this.#file.get("SELECT 1 FROM returned WHERE id = ? AND verdict = 'untaken'", id)
      )
        count(this.#file, { kind: 'refusal', code: reason })
      if (bin !== null) this.#countIn(bin)
    })
  }
  found(id: ReturnId, bin: number, reason: ErrorCode): void {
    this.#file.atomically(() => {
      const before = this.#file.get(`SELECT bin FROM returned WHERE id = ? AND ${LISTED}`, id)
      if (before === undefined) return
      this.#file.run('UPDATE returned SET bin = ?, reason = ? WHERE id = ?', bin, reason, id)
      this.#countOut(before.bin ?? null)
      this.#countIn(bin)
    })
  }

  open(): readonly OpenReturn[] {
    return this.#file.all(`${OPEN} ORDER BY id`).map((row) => this.#entry(row))
  }
  entry(id: ReturnId): OpenReturn | null {
    const row = this.#file.get(`${OPEN} AND id = ?`, id)
    return row === undefined ? null : this.#entry(row)
  }

  get belt(): number {
    return this.#belt
  }
  moveBelt(millimetres: number): void {
    this.#write('INSERT OR REPLACE INTO belt (only, millimetres, rests) VALUES (1, ?, 0)', millimetres)
    this.#belt = millimetres
  }
  restBelt(): void {
    this.#write('UPDATE belt SET rests = 1')
  }
  get beltRests(): boolean {
    return this.#file.get('SELECT rests FROM belt')?.rests === 1
  }

  bins(): readonly BinCount[] {
    return this.#file.all('SELECT bin, items, emptied_at FROM bin ORDER BY bin').map((row) => ({
      bin: Number(row.bin),
      items: Number(row.items),
      emptiedAt: row.emptied_at === null ? null : Number(row.emptied_at),
    }))
  }
  emptied(bin: number): void {
    this.#write(
      'INSERT OR REPLACE INTO bin (bin, items, emptied_at) VALUES (?, 0, ?)',
      bin,
      this.#file.wall(),
    )
  }

  listed(limit: number): readonly ListedReturn[] {
    return this.#file
      .all(
        `SELECT id, at, item, title, verdict, bin, reason FROM returned WHERE ${LISTED} ORDER BY id DESC LIMIT ?`,
        limit,
      )
      .map((row) => ({
        id: Number(row.id) as ReturnId,
        at: Number(row.at),
        item: text(row.item),
        title: text(row.title),
        verdict: String(row.verdict) as ReturnVerdict,
        bin: number(row.bin),
        reason: String(row.reason) as ErrorCode,
      }))
  }
  resolve(id: ReturnId): boolean {
    return Number(this.#write(`UPDATE returned SET resolved = 1 WHERE id = ? AND ${LISTED}`, id).changes) > 0
  }

  /** It is here again: it lies in no bin any more that has not been emptied since, and staff need not look there. */
  #hasMoved(item: string): void {
    for (const { id, bin } of this.#file.all(
      `SELECT id, bin FROM returned WHERE item = ? AND ${LYING}
       AND closed_at >= coalesce((SELECT emptied_at FROM bin WHERE bin.bin = returned.bin), 0)`,
      item,
    )) {
      this.#file.run('UPDATE returned SET bin = NULL, resolved = 1 WHERE id = ?', id ?? null)
      this.#countOut(bin ?? null)
    }
  }
  #countOut(bin: SQLOutputValue): void {
    this.#file.run('UPDATE bin SET items = max(0, items - 1) WHERE bin = ?', bin)
  }
  #countIn(bin: number): void {
    this.#file.run(
      'INSERT INTO bin (bin, items) VALUES (?, 1) ON CONFLICT (bin) DO UPDATE SET items = items + 1',
      bin,
    )
  }

  #settle(id: ReturnId, verdict: ReturnVerdict, title: string | null, facts: ReturnFacts = {}): void {
    const first = this.#file.get(
      "SELECT place FROM returned WHERE id = ? AND phase <> 'closed' AND verdict IS NULL",
      id,
    )
    if (first !== undefined) this.#count(first.place === 'drop' ? 'drop' : 'pad', verdict, facts)
    this.#file.run(
      "UPDATE returned SET phase = 'settled', verdict = ?, title = coalesce(?, title) WHERE id = ? AND phase <> 'closed'",
      verdict,
      title,
      id,
    )
  }

  #count(place: ReturnPlace, verdict: ReturnVerdict, { media, reason }: ReturnFacts): void {
    if (verdict === 'returned' || verdict === 'kept')
      count(this.#file, { kind: 'return', place, media: media ?? 'unknown' })
    if (verdict === 'refused') count(this.#file, { kind: 'refusal', code: reason ?? 'RETURN_REFUSED' })
  }

  #write(sql: string, ...values: readonly (string | number | null)[]) {
    return this.#file.atomically(() => this.#file.run(sql, ...values))
  }

  #entry(row: Record<string, SQLOutputValue>): OpenReturn {
    const bin = number(row.bin)
    return {
      id: Number(row.id) as ReturnId,
      place: row.place === 'drop' ? 'drop' : 'pad',
      phase: String(row.phase) as OpenReturn['phase'],
      at: Number(row.at),
      item: text(row.item),
      unsecured: this.#file
        .all('SELECT uid FROM returned_tag WHERE entry = ? AND proven = 0 ORDER BY uid', row.id ?? null)
        .map((tag) => String(tag.uid)),
      verdict: text(row.verdict) as ReturnVerdict | null,
      sorted:
        bin === null
          ? null
          : { bin, reason: text(row.sort_reason) as ErrorCode | null, beltMillimetres: number(row.belt) },
    }
  }
}

const text = (value: SQLOutputValue | undefined): string | null =>
  value === null || value === undefined ? null : String(value)
const number = (value: SQLOutputValue | undefined): number | null =>
  value === null || value === undefined ? null : Number(value)
