/** Who of the staff did what, when, from where: append-only, which the file itself holds to, and bounded by age and number. */
import type { StaffRole } from '../contract/staff-roles.ts'
import type { AuditView } from '../contract/staff-sign-in.ts'
import type { JournalFile } from '../journal/journal-file.ts'
import { roleOf } from './accounts.ts'

/** More are not kept, however young; some 40 MB. */
export const AUDIT_ENTRIES_MAX = 200_000
const DETAIL_MAX_CHARACTERS = 200
/** How often the old ones are looked for. */
const FORGET_EVERY_MILLISECONDS = 3_600_000
/** Rows read at a time for the file. */
const READ_ROWS = 500

export interface AuditEntry {
  /** Empty where nobody was signed in and no such account exists. */
  readonly who: string
  readonly role: StaffRole | null
  readonly address: string
  readonly action: string
  /** No patron data. */
  readonly detail: string
  readonly result: string
}

/** What staff did, from wherever they did it. Never throws. */
export type RecordStaff = (entry: AuditEntry) => void

/** 'bin 3' or 'gate entrance, minutes 15': what an order or an action says beside what it is. */
export const detailOf = (about: object): string =>
  Object.entries(about)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')

export class Audit {
  readonly #file: JournalFile
  readonly #keepMilliseconds: () => number
  #forgotAt = Number.NEGATIVE_INFINITY

  constructor(file: JournalFile, keepMilliseconds: () => number) {
    this.#file = file
    this.#keepMilliseconds = keepMilliseconds
  }

  /** Durable when it returns; throws LecternError `JOURNAL_DISK_FULL` or `JOURNAL_FAILED` where it is not. */
  record({ action, address, detail, result, role, who }: AuditEntry): void {
    const now = this.#file.wall()
    this.#file.atomically(() => {
      this.#file.run(
        'INSERT INTO audit (at, who, role, address, action, detail, result) VALUES (?, ?, ?, ?, ?, ?, ?)',
        ...[now, who, role, address, action, detail.slice(0, DETAIL_MAX_CHARACTERS), result],
      )
      if (Math.abs(now - this.#forgotAt) < FORGET_EVERY_MILLISECONDS) return
      this.#forgotAt = now
      this.#forget(now - this.#keepMilliseconds())
    })
  }

  /** Newest first: at most `limit` with an id below `before`. */
  read(before: number, limit: number): readonly AuditView[] {
    return this.#file
      .all('SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?', before, limit)
      .map((row) => ({
        id: Number(row.id),
        at: new Date(Number(row.at)).toISOString(),
        who: String(row.who),
        role: row.role === null ? null : roleOf(row.role),
        address: String(row.address),
        action: String(row.action),
        detail: String(row.detail),
        result: String(row.result),
      }))
  }

  /** All of them, newest first, a few at a time. */
  *all(): Generator<AuditView> {
    for (let before = Number.MAX_SAFE_INTEGER; ; ) {
      const some = this.read(before, READ_ROWS)
      yield* some
      const last = some.at(-1)
      if (last === undefined) return
      before = last.id
    }
  }

  #forget(before: number): void {
    const old = this.#file.get('SELECT max(id) AS id FROM audit WHERE at < ?', before)?.id
    const over = this.#file.get(
      'SELECT id FROM audit ORDER BY id DESC LIMIT 1 OFFSET ?',
      AUDIT_ENTRIES_MAX,
    )?.id
    const upTo = Math.max(Number(old ?? 0), Number(over ?? 0))
    if (upTo === 0) return
    this.#file.run('UPDATE forgotten SET up_to = max(up_to, ?)', upTo)
    this.#file.run('DELETE FROM audit WHERE id <= ?', upTo)
  }
}
