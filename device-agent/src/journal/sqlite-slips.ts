import type { SQLOutputValue } from 'node:sqlite'
import type { Slip } from '../flows/return/contract.ts'
import type { JournalFile } from './journal-file.ts'
import type { KeptSlips, SlipId } from './slips-contract.ts'

export class SqliteSlips implements KeptSlips {
  readonly #file: JournalFile

  constructor(file: JournalFile) {
    this.#file = file
  }

  add({ kind, title, item, destination, callNumber, pseudonym, at }: Slip): SlipId {
    const { lastInsertRowid } = this.#file.atomically(() =>
      this.#file.run(
        'INSERT INTO slip (kind, title, item, destination, call_number, pseudonym, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
        ...[kind, title, item, destination, callNumber, pseudonym, at],
      ),
    )
    return Number(lastInsertRowid) as SlipId
  }

  remove(id: SlipId): void {
    this.#file.atomically(() => this.#file.run('DELETE FROM slip WHERE id = ?', id))
  }

  all(): readonly { readonly id: SlipId; readonly slip: Slip }[] {
    return this.#file
      .all('SELECT id, kind, title, item, destination, call_number, pseudonym, at FROM slip ORDER BY id')
      .map((row) => ({
        id: Number(row.id) as SlipId,
        slip: {
          kind: row.kind === 'hold' ? 'hold' : 'transit',
          title: text(row.title),
          item: String(row.item),
          destination: text(row.destination),
          callNumber: text(row.call_number),
          pseudonym: text(row.pseudonym),
          at: Number(row.at),
        },
      }))
  }
}

const text = (value: SQLOutputValue | undefined): string | null =>
  value === null || value === undefined ? null : String(value)
