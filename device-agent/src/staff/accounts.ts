/** Local accounts of staff, in the staff's own file. */

import { isStaffRole, type StaffRole } from '../contract/staff-roles.ts'
import { ACCOUNTS_MAX, type AccountRefusal } from '../contract/staff-sign-in.ts'
import type { JournalFile } from '../journal/journal-file.ts'

export interface Account {
  readonly name: string
  readonly role: StaffRole
  readonly since: number
  readonly lastSeen: number | null
}

/** What changes is durable when it returns; throws LecternError `JOURNAL_DISK_FULL` or `JOURNAL_FAILED` where it is not. */
export class Accounts {
  readonly #file: JournalFile

  constructor(file: JournalFile) {
    this.#file = file
  }

  all(): readonly Account[] {
    return this.#file.all('SELECT name, role, since, last_seen FROM account ORDER BY name').map((row) => ({
      name: String(row.name),
      role: roleOf(row.role),
      since: Number(row.since),
      lastSeen: row.last_seen === null ? null : Number(row.last_seen),
    }))
  }

  get none(): boolean {
    return this.#file.get('SELECT 1 FROM account LIMIT 1') === undefined
  }

  /** The name as it was given when the account was made, and its hash; null where there is none. */
  find(name: string): { readonly name: string; readonly hash: string } | null {
    const row = this.#file.get('SELECT name, hash FROM account WHERE name = ?', name.normalize('NFC'))
    return row === undefined ? null : { name: String(row.name), hash: String(row.hash) }
  }

  /** `hash`: of `hashPassword`. */
  add(name: string, role: StaffRole, hash: string): AccountRefusal | null {
    return this.#file.atomically(() => {
      if (this.find(name) !== null) return 'exists'
      const count = Number(this.#file.get('SELECT count(*) AS count FROM account')?.count)
      if (count >= ACCOUNTS_MAX) return 'tooMany'
      const sql = 'INSERT INTO account (name, role, hash, since) VALUES (?, ?, ?, ?)'
      this.#file.run(sql, name.normalize('NFC'), role, hash, this.#file.wall())
      return null
    })
  }

  setRole(name: string, role: StaffRole): AccountRefusal | null {
    return this.#change(name, role !== 'manage', () =>
      this.#file.run('UPDATE account SET role = ? WHERE name = ?', role, name),
    )
  }

  /** Ends its sessions. */
  setHash(name: string, hash: string): AccountRefusal | null {
    return this.#change(name, false, () => {
      this.#file.run('UPDATE account SET hash = ? WHERE name = ?', hash, name)
      this.#file.run('DELETE FROM session WHERE account = ?', name)
    })
  }

  /** Ends its sessions. */
  remove(name: string): AccountRefusal | null {
    return this.#change(name, true, () => this.#file.run('DELETE FROM account WHERE name = ?', name))
  }

  #change(given: string, losesManager: boolean, work: () => void): AccountRefusal | null {
    const name = given.normalize('NFC')
    return this.#file.atomically(() => {
      if (this.find(name) === null) return 'unknown'
      if (losesManager && this.#isLastManager(name)) return 'lastManager'
      work()
      return null
    })
  }

  #isLastManager(name: string): boolean {
    const managers = this.#file.all(
      "SELECT name = ? COLLATE NOCASE AS same FROM account WHERE role = 'manage'",
      name,
    )
    return managers.length === 1 && managers[0]?.same === 1
  }
}

export function roleOf(value: unknown): StaffRole {
  const role = String(value)
  return isStaffRole(role) ? role : 'view'
}
