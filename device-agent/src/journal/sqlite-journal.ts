import type { SQLOutputValue } from 'node:sqlite'
import { type ErrorCode, LecternError } from '../contract/errors.ts'
import type {
  CheckoutIntent,
  Ending,
  EntryId,
  Journal,
  LoanFacts,
  OpenEntry,
  Phase,
  Promised,
} from './contract.ts'
import type { JournalFile } from './journal-file.ts'
import { count } from './sqlite-counts.ts'
import { addStored } from './sqlite-stored.ts'
import type { StoredIntent } from './stored-contract.ts'

/** Closed entries kept for staff, at most; the oldest go first. */
export const KEPT_CLOSED_ENTRIES = 100_000

const OPEN = "SELECT id, phase, patron, item, begun_at FROM entry WHERE phase <> 'closed'"

export class SqliteJournal implements Journal {
  readonly #file: JournalFile

  constructor(file: JournalFile) {
    this.#file = file
    file.run(
      `DELETE FROM entry WHERE phase = 'closed' AND id <= (SELECT coalesce(max(id), 0) FROM entry) - ${KEPT_CLOSED_ENTRIES}`,
    )
  }

  begin({ key, patron, item, tags }: CheckoutIntent): EntryId {
    this.#demandRoom()
    return this.#file.atomically(() => this.#insert({ key, patron, item, tags }, 'intended'))
  }

  promise(loan: StoredIntent, tags: readonly string[]): Promised {
    this.#demandRoom()
    return this.#file.atomically(() => {
      this.#countLoan()
      return {
        stored: addStored(this.#file, loan),
        entry:
          tags.length === 0
            ? null
            : this.#insert({ key: loan.key, patron: null, item: loan.item, tags }, 'lent'),
      }
    })
  }

  lent(id: EntryId, tags: readonly string[], loan?: LoanFacts): void {
    this.#file.atomically(() => {
      if (this.#becomeLent(id)) this.#countLoan(loan)
      this.#addTags(id, tags)
    })
  }

  proven(id: EntryId, tag: string): void {
    this.#file.atomically(() =>
      this.#file.run('UPDATE tag SET proven = 1 WHERE entry = ? AND uid = ?', id, tag),
    )
  }

  armed(id: EntryId): void {
    this.#file.atomically(() =>
      this.#file.run(
        "UPDATE entry SET phase = 'armed', patron = NULL WHERE id = ? AND phase <> 'closed'",
        id,
      ),
    )
  }

  close(id: EntryId, ending: Ending, loan?: LoanFacts): void {
    this.#file.atomically(() => {
      if (ending === 'lent' && this.#becomeLent(id)) this.#countLoan(loan)
      this.#end(id, ending)
    })
  }

  refused(id: EntryId | null, reason: ErrorCode | null): void {
    this.#file.atomically(() => {
      if (id !== null && this.#end(id, 'notLent'))
        this.#file.run('UPDATE entry SET owes_reason = 1 WHERE id = ?', id)
      if (reason !== null && (id === null || this.#paysReason(id)))
        count(this.#file, { kind: 'refusal', code: reason })
    })
  }

  open(): readonly OpenEntry[] {
    return this.#file.all(`${OPEN} ORDER BY id`).map((row) => this.#entry(row))
  }

  entry(id: EntryId): OpenEntry | null {
    const row = this.#file.get(`${OPEN} AND id = ?`, id)
    return row === undefined ? null : this.#entry(row)
  }

  openAbout(item: string): readonly OpenEntry[] {
    return this.#file.all(`${OPEN} AND item = ? ORDER BY id`, item).map((row) => this.#entry(row))
  }

  obstacle(): ErrorCode | null {
    return this.#file.obstacle()
  }

  shut(): void {
    this.#file.shut()
  }

  /** True the first time. */
  #becomeLent(id: EntryId): boolean {
    const { changes } = this.#file.run(
      "UPDATE entry SET phase = 'lent' WHERE id = ? AND phase = 'intended'",
      id,
    )
    return Number(changes) > 0
  }

  #countLoan({ media, renewed }: LoanFacts = { media: null, renewed: false }): void {
    count(this.#file, { kind: renewed ? 'renewal' : 'checkout', media: media ?? 'unknown' })
  }

  /** True where it was open. */
  #end(id: EntryId, ending: Ending): boolean {
    const { changes } = this.#file.run(
      "UPDATE entry SET phase = 'closed', ending = ?, patron = NULL, closed_at = ? WHERE id = ? AND phase <> 'closed'",
      ending,
      this.#file.wall(),
      id,
    )
    return Number(changes) > 0
  }

  #paysReason(id: EntryId): boolean {
    const { changes } = this.#file.run(
      'UPDATE entry SET owes_reason = 0 WHERE id = ? AND owes_reason = 1',
      id,
    )
    return Number(changes) > 0
  }

  #demandRoom(): void {
    const obstacle = this.obstacle()
    if (obstacle !== null) throw new LecternError(obstacle)
  }

  #insert(
    { key, patron, item, tags }: Omit<CheckoutIntent, 'patron'> & { readonly patron: string | null },
    phase: Phase,
  ): EntryId {
    const { lastInsertRowid } = this.#file.run(
      "INSERT INTO entry (key, kind, phase, patron, item, begun_at) VALUES (?, 'checkout', ?, ?, ?, ?)",
      key,
      phase,
      patron,
      item,
      this.#file.wall(),
    )
    const id = Number(lastInsertRowid) as EntryId
    this.#addTags(id, tags)
    return id
  }

  #entry(row: Record<string, SQLOutputValue>): OpenEntry {
    return {
      id: Number(row.id) as EntryId,
      phase: String(row.phase) as Phase,
      patron: row.patron === null ? null : String(row.patron),
      item: String(row.item),
      tags: this.#file
        .all('SELECT uid FROM tag WHERE entry = ? AND proven = 0 ORDER BY uid', row.id ?? null)
        .map((tag) => String(tag.uid)),
      begunAt: Number(row.begun_at),
    }
  }

  #addTags(id: EntryId, tags: readonly string[]): void {
    for (const uid of tags) this.#file.run('INSERT OR IGNORE INTO tag (entry, uid) VALUES (?, ?)', id, uid)
  }
}
