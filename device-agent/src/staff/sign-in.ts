/** Who of the staff comes in, as what, and the record of what they do. */

import type { AccountRequest } from '../contract/staff-requests.ts'
import { mayDo, type StaffRole } from '../contract/staff-roles.ts'
import type { AccountRefusal, SessionState, SignInRefusal } from '../contract/staff-sign-in.ts'
import type { JournalFile } from '../journal/journal-file.ts'
import type { Notices } from '../monitoring/notices.ts'
import type { Clock } from '../runtime/clock.ts'
import { Signal, type Unsubscribe } from '../runtime/emitter.ts'
import { Accounts } from './accounts.ts'
import { Audit, type AuditEntry } from './audit.ts'
import { changeAccount } from './change-account.ts'
import { hashPassword, passwordFits } from './password.ts'
import { ADDRESS_PAUSES, NAME_PAUSES, Pauses } from './pauses.ts'
import { type SessionRules, Sessions, type Signed } from './sessions.ts'

/** Passwords looked at at the same time: each takes 19 MiB and a core for some 40 ms. */
const LOOKING_MAX = 2
const SECOND_MILLISECONDS = 1_000
/** What a name nobody has is compared with: made once, of nothing anybody knows. */
const NOBODYS = hashPassword(crypto.randomUUID())

export interface SignInRules extends SessionRules {
  readonly keepAuditMilliseconds: number
}

export interface SignInOptions {
  readonly file: JournalFile
  readonly clock: Clock
  readonly notices: Pick<Notices, 'raise' | 'clear'>
  rules(): SignInRules
}

export interface Admitted {
  readonly who: string
  readonly role: StaffRole
  readonly address: string
  /** Who vouches. */
  readonly detail: string
}

export type SignInAnswer =
  | { readonly ok: true; readonly token: string }
  | ({ readonly ok: false } & SignInRefusal)

export class SignIn {
  readonly accounts: Accounts
  readonly audit: Audit
  readonly #sessions: Sessions
  readonly #options: SignInOptions
  readonly #names: Pauses
  readonly #addresses: Pauses
  readonly #changed = new Signal<void>()
  #looking = 0

  constructor(options: SignInOptions) {
    const { clock, file, rules } = options
    this.#options = options
    this.accounts = new Accounts(file)
    this.#sessions = new Sessions(file, rules)
    this.audit = new Audit(file, () => rules().keepAuditMilliseconds)
    this.#names = new Pauses(clock, NAME_PAUSES)
    this.#addresses = new Pauses(clock, ADDRESS_PAUSES)
  }

  /** Told when a session may have ended or may do something else now. */
  onChange(listener: () => void): Unsubscribe {
    return this.#changed.listen(listener)
  }

  signed(token: string): Signed | null {
    return this.#sessions.read(token)
  }
  state(token: string): SessionState {
    const signed = this.signed(token)
    if (signed !== null)
      return { state: 'signedIn', name: signed.name, role: signed.role, local: signed.local }
    return { state: this.accounts.none ? 'closed' : 'signedOut' }
  }
  here(token: string): void {
    this.#sessions.here(token)
  }

  /** `address`: where the request came from. Never says whether there is such an account, nor takes longer where there is. */
  async signIn(given: string, password: string, address: string): Promise<SignInAnswer> {
    if (this.accounts.none) return { ok: false, why: 'closed' }
    const name = given.normalize('NFC').toLowerCase()
    const wait = Math.max(this.#names.left(name), this.#addresses.left(address))
    if (wait > 0 || this.#looking >= LOOKING_MAX)
      return { ok: false, why: 'wait', seconds: Math.max(1, Math.ceil(wait / SECOND_MILLISECONDS)) }
    this.#names.tried(name)
    this.#addresses.tried(address)
    const account = this.accounts.find(name)
    const fits = await this.#fits(password, account?.hash ?? (await NOBODYS))
    const about = { action: 'signIn', address, detail: '', role: null }
    if (account === null || !fits) {
      // A name nobody has is not written down: it may be a password in the wrong field.
      this.record({ ...about, who: account?.name ?? '', result: 'wrong' })
      return { ok: false, why: 'wrong' }
    }
    this.#names.forget(name)
    this.#addresses.forgive(address)
    const token = this.#sessions.begin(account.name)
    this.record({ ...about, who: account.name, role: this.signed(token)?.role ?? null, result: 'done' })
    return { ok: true, token }
  }

  /** For whom another vouches: a new session, and the record of it. Throws LecternError where it cannot be kept. */
  admit({ address, detail, role, who }: Admitted): string {
    const token = this.#sessions.beginElsewhere(who, role)
    this.record({ who, role, address, action: 'signIn', detail, result: 'done' })
    return token
  }

  /** Whose session it was, or null. */
  signOut(token: string, address: string): Signed | null {
    const signed = this.signed(token)
    this.#sessions.end(token)
    this.#changed.tell()
    if (signed === null) return null
    const { name, role } = signed
    this.record({ who: name, role, address, action: 'signOut', detail: '', result: 'done' })
    return signed
  }

  /** Somebody changes their own password, and signs in again everywhere. False: the old one is wrong. */
  async changePassword(name: string, old: string, fresh: string): Promise<boolean | 'wait'> {
    const key = name.toLowerCase()
    if (this.#names.left(key) > 0 || this.#looking >= LOOKING_MAX) return 'wait'
    this.#names.tried(key)
    if (!(await this.#fits(old, this.accounts.find(name)?.hash ?? ''))) return false
    this.#names.forget(key)
    this.accounts.setHash(name, await hashPassword(fresh))
    this.#changed.tell()
    return true
  }

  async changeAccount(request: AccountRequest): Promise<AccountRefusal | null> {
    const refused = await changeAccount(this.accounts, request)
    this.#changed.tell()
    return refused
  }

  /** What staff did. Where it cannot be kept it is done all the same, and said. */
  record(entry: AuditEntry): void {
    const { notices } = this.#options
    try {
      this.audit.record(entry)
      notices.clear('STAFF_AUDIT_FAILED')
    } catch {
      notices.raise('STAFF_AUDIT_FAILED', entry.action)
    }
  }

  async #fits(password: string, hash: string): Promise<boolean> {
    this.#looking++
    try {
      return await passwordFits(password, hash)
    } finally {
      this.#looking--
    }
  }
}

/** Somebody at a page: what they may do now, and the record of it. */
export class Caller {
  readonly #signIn: SignIn
  readonly token: string
  readonly #address: string

  constructor(signIn: SignIn, token: string, address: string) {
    this.#signIn = signIn
    this.token = token
    this.#address = address
  }

  get signed(): Signed | null {
    return this.#signIn.signed(this.token)
  }
  may(needed: StaffRole): boolean {
    return mayDo(this.signed?.role ?? null, needed)
  }
  /** `who`: where the session ends with what was done. */
  record(action: string, detail: string, result: string, who = this.signed): void {
    const [name, role] = [who?.name ?? '', who?.role ?? null]
    this.#signIn.record({ who: name, role, address: this.#address, action, detail, result })
  }
}
