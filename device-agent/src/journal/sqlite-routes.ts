import {
  type Dispatch,
  type RouteStore,
  type Told,
  WAITING_MAX,
  type Waiting,
} from '../monitoring/routes/contract.ts'
import type { JournalFile } from './journal-file.ts'

export class SqliteRoutes implements RouteStore {
  readonly #file: JournalFile

  constructor(file: JournalFile) {
    this.#file = file
  }

  told(): readonly Told[] {
    return this.#file.all('SELECT * FROM told ORDER BY told_at').map((row) => ({
      target: String(row.target),
      code: String(row.code),
      key: String(row.key),
      since: String(row.since),
      toldAt: Number(row.told_at),
    }))
  }

  tell({ code, key, since, target, toldAt }: Told, dispatch: Dispatch): void {
    this.#file.atomically(() => {
      this.#file.run('INSERT OR REPLACE INTO told VALUES (?, ?, ?, ?, ?)', target, code, key, since, toldAt)
      this.#keep(target, dispatch)
    })
  }

  over({ code, key, target }: Told, dispatch: Dispatch): void {
    this.#file.atomically(() => {
      this.#file.run('DELETE FROM told WHERE target = ? AND code = ? AND key = ?', target, code, key)
      this.#keep(target, dispatch)
    })
  }

  next(target: string): Waiting | null {
    const row = this.#file.get('SELECT * FROM waiting WHERE target = ? ORDER BY id LIMIT 1', target)
    if (row === undefined) return null
    return {
      id: Number(row.id),
      target,
      dispatch: JSON.parse(String(row.dispatch)),
      tries: Number(row.tries),
    }
  }

  targets(): readonly string[] {
    return this.#file
      .all('SELECT DISTINCT target FROM waiting ORDER BY target')
      .map(({ target }) => String(target))
  }

  failed(id: number): void {
    this.#file.atomically(() => this.#file.run('UPDATE waiting SET tries = tries + 1 WHERE id = ?', id))
  }

  sent(id: number): void {
    this.#file.atomically(() => this.#file.run('DELETE FROM waiting WHERE id = ?', id))
  }

  shut(): void {
    this.#file.shut()
  }

  #keep(target: string, dispatch: Dispatch): void {
    this.#file.run('INSERT INTO waiting (target, dispatch) VALUES (?, ?)', target, JSON.stringify(dispatch))
    this.#file.run(
      `DELETE FROM waiting WHERE id IN (SELECT id FROM waiting ORDER BY id DESC LIMIT -1 OFFSET ${WAITING_MAX})`,
    )
  }
}
