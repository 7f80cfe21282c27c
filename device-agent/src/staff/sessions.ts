/**
 * Sessions of staff: a random token that the browser holds, kept here as its hash only, so that whoever reads the file
 * cannot sign in with it. Times are of the wall clock: a session outlives a restart of the agent.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { StaffRole } from '../contract/staff-roles.ts'
import type { JournalFile } from '../journal/journal-file.ts'
import { roleOf } from './accounts.ts'

/** 256 bits. */
const TOKEN_BYTES = 32
/** One person at so many browsers; the oldest makes room. */
export const SESSIONS_OF_ONE_MAX = 10
/** Of all whom another vouches for; the oldest ends. */
export const ELSEWHERE_MAX = 500
/** That somebody is there is written down at most so often. */
const SEEN_MILLISECONDS = 30_000

export interface SessionRules {
  /** From the sign-in on, whatever happens. */
  readonly longestMilliseconds: number
  /** Since a person was last at it. */
  readonly idleMilliseconds: number
}

export interface Signed {
  readonly name: string
  readonly role: StaffRole
  /** Has a password here. */
  readonly local: boolean
}

interface Whose {
  readonly account: string | null
  readonly name: string | null
  readonly role: StaffRole | null
}

export class Sessions {
  readonly #file: JournalFile
  readonly #rules: () => SessionRules
  readonly #ofThisLife = new Set<string>()

  constructor(file: JournalFile, rules: () => SessionRules) {
    this.#file = file
    this.#rules = rules
  }

  /** A new token; forgets the sessions that are over. */
  begin(account: string): string {
    return this.#begin({ account, name: null, role: null })
  }

  /**
   * Of somebody whom another vouches for, with the role that was said then. It ends with the agent: after a start the settings
   * may give other roles, and whoever is still vouched for is in again at a touch.
   */
  beginElsewhere(name: string, role: StaffRole): string {
    const token = this.#begin({ account: null, name, role })
    this.#ofThisLife.add(token)
    const [oldest] = this.#ofThisLife
    if (this.#ofThisLife.size > ELSEWHERE_MAX && oldest !== undefined) this.#ofThisLife.delete(oldest)
    return token
  }

  #begin({ account, name, role }: Whose): string {
    const token = randomBytes(TOKEN_BYTES).toString('base64url')
    const now = this.#file.wall()
    const { idleMilliseconds, longestMilliseconds } = this.#rules()
    this.#file.atomically(() => {
      this.#file.run(
        'DELETE FROM session WHERE began_at <= ? OR seen_at <= ? OR began_at > ?',
        now - longestMilliseconds,
        now - idleMilliseconds,
        now,
      )
      this.#file.run(
        `DELETE FROM session WHERE token IN
           (SELECT token FROM session WHERE account IS ? AND name IS ? ORDER BY began_at DESC LIMIT -1 OFFSET ?)`,
        account,
        name,
        SESSIONS_OF_ONE_MAX - 1,
      )
      this.#file.run(
        'INSERT INTO session (token, account, name, role, began_at, seen_at) VALUES (?, ?, ?, ?, ?, ?)',
        ...[hashOf(token), account, name, role, now, now],
      )
      this.#file.run('UPDATE account SET last_seen = ? WHERE name = ?', now, account)
    })
    return token
  }

  /** Whose it is, with the role they have now; null where there is none, or no longer. */
  read(token: string): Signed | null {
    const row = this.#row(token)
    if (row === null || (row.account === null && !this.#ofThisLife.has(token))) return null
    const now = this.#file.wall()
    const { idleMilliseconds, longestMilliseconds } = this.#rules()
    const [began, seen] = [Number(row.began_at), Number(row.seen_at)]
    // A clock that was set back must not make a session longer.
    if (now < began || now - began >= longestMilliseconds || now - seen >= idleMilliseconds) return null
    return { name: String(row.name), role: roleOf(row.role), local: row.account !== null }
  }

  /** A person is there: idle time begins anew. A session that is over stays so. */
  here(token: string): void {
    if (this.read(token) === null) return
    const now = this.#file.wall()
    if (now - Number(this.#row(token)?.seen_at) < SEEN_MILLISECONDS) return
    this.#file.atomically(() =>
      this.#file.run('UPDATE session SET seen_at = ? WHERE token = ?', now, hashOf(token)),
    )
  }

  end(token: string): void {
    this.#ofThisLife.delete(token)
    this.#file.atomically(() => this.#file.run('DELETE FROM session WHERE token = ?', hashOf(token)))
  }

  #row(token: string) {
    const sql = `SELECT session.account, session.began_at, session.seen_at,
                        coalesce(account.name, session.name) AS name, coalesce(account.role, session.role) AS role
                   FROM session LEFT JOIN account ON account.name = session.account WHERE token = ?`
    return token === '' ? null : (this.#file.get(sql, hashOf(token)) ?? null)
  }
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
