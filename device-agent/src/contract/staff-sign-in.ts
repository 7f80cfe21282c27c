/** What crosses between the staff's pages and the agent about who they are. What is sent is in `staff-requests.ts`. */
import type { StaffRole } from './staff-roles.ts'

export const SESSION_PATH = '/staff/session'
export const SIGN_IN_PATH = '/staff/sign-in'
export const SIGN_OUT_PATH = '/staff/sign-out'
/** A person is at the page: the session is not idle. */
export const HERE_PATH = '/staff/here'
export const PASSWORD_PATH = '/staff/password'
export const ACCOUNTS_PATH = '/staff/accounts'
export const AUDIT_PATH = '/staff/audit.json'
export const AUDIT_CSV_PATH = '/staff/audit.csv'

/** The session of a socket has ended or may do something else now: ask `SESSION_PATH` (RFC 6455, section 7.4.2). */
export const CLOSE_SIGN_IN = 4403
/** A page says at most so often that a person is at it. */
export const HERE_MILLISECONDS = 60_000

/** Fewest characters of a password (OWASP ASVS 4.0.3, 2.1.1), and most. No rule about which (NIST SP 800-63B, 3.1.1.2). */
export const PASSWORD_MIN_CHARACTERS = 12
export const PASSWORD_MAX_CHARACTERS = 128
/** Letters of any script, digits, and `. _ @ -` or a blank between them. */
export const ACCOUNT_NAME = '^[\\p{L}\\p{N}]([\\p{L}\\p{N}._@ -]{0,38}[\\p{L}\\p{N}])?$'
export const ACCOUNTS_MAX = 200

/**
 * Why nothing was changed.
 * - `exists`, `unknown`: there is such an account already, or none
 * - `lastManager`: nobody could manage accounts any more
 * - `tooMany`: `ACCOUNTS_MAX` are there
 */
export type AccountRefusal = 'exists' | 'unknown' | 'lastManager' | 'tooMany'

/** `closed`: there is no account yet, so nobody can sign in. */
export type SessionState =
  | { readonly state: 'closed' | 'signedOut' }
  | { readonly state: 'signedIn'; readonly name: string; readonly role: StaffRole }

/** `wrong` says neither which of the two, nor whether there is such an account. */
export type SignInRefusal =
  | { readonly why: 'wrong' | 'closed' }
  | { readonly why: 'wait'; readonly seconds: number }

export interface AccountView {
  readonly name: string
  readonly role: StaffRole
  readonly since: string
  /** Of the last sign-in; null where there was none. */
  readonly lastSeen: string | null
}

/** Newest first. */
export interface AuditPage {
  readonly entries: readonly AuditView[]
  /** To ask for those before it; null where these are all. */
  readonly before: number | null
}
export const AUDIT_PAGE_ENTRIES = 100

export interface AuditView {
  readonly id: number
  readonly at: string
  /** Empty where nobody was signed in and no such account exists. */
  readonly who: string
  readonly role: StaffRole | null
  readonly address: string
  /** 'signIn', 'account.add', 'emptyBin', 'tags.encode', … */
  readonly action: string
  /** What it was done to: a bin, a gate, an account. No patron data. */
  readonly detail: string
  /** 'done', or why not. */
  readonly result: string
}
