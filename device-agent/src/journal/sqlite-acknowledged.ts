import type { KeptAcknowledgements } from './acknowledged-contract.ts'
import type { JournalFile } from './journal-file.ts'

export class SqliteAcknowledged implements KeptAcknowledgements {
  readonly #file: JournalFile

  constructor(file: JournalFile) {
    this.#file = file
  }

  all(): readonly string[] {
    return this.#file.all('SELECT event FROM acknowledged ORDER BY event').map(({ event }) => String(event))
  }
  add(event: string): void {
    this.#file.atomically(() =>
      this.#file.run('INSERT OR IGNORE INTO acknowledged (event) VALUES (?)', event),
    )
  }
  remove(event: string): void {
    this.#file.atomically(() => this.#file.run('DELETE FROM acknowledged WHERE event = ?', event))
  }
}
