import type { KeptOrder, KeptOrders } from '../monitoring/commands/kept-orders.ts'
import type { JournalFile } from './journal-file.ts'

export class SqliteOrders implements KeptOrders {
  readonly #file: JournalFile

  constructor(file: JournalFile) {
    this.#file = file
  }

  get(order: KeptOrder): { readonly value: string; readonly at: number } | null {
    const row = this.#file.get('SELECT value, at FROM standing_order WHERE name = ?', order)
    return row === undefined ? null : { value: String(row.value), at: Number(row.at) }
  }
  set(order: KeptOrder, value: string): void {
    this.#file.atomically(() =>
      this.#file.run(
        'INSERT INTO standing_order (name, value, at) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at',
        order,
        value,
        this.#file.wall(),
      ),
    )
  }
  remove(order: KeptOrder): void {
    this.#file.atomically(() => this.#file.run('DELETE FROM standing_order WHERE name = ?', order))
  }
}
