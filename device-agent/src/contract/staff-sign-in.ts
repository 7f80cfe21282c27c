/** What crosses between the staff's pages and the agent about who they are. What is sent is in `staff-requests.ts`. */
import type { StaffRole } from './staff-roles.ts'

export const SESSION_PATH = '/staff/session'
export const SIGN_IN_PATH = '/staff/sign-in'
export const SIGN_OUT_PATH = '/staff/sign-out'
export const OPEN_ID_BEGIN_PATH = '/staff/open-id/begin'
export const OPEN_ID_FINISH_PATH = '/staff/open-id/finish'
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

/** `closed`: there is no account yet, so nobody can sign in with one. `provider`: who else vouches for staff, by its name. */
export type SessionState =
  | { readonly state: 'closed' | 'signedOut'; readonly provider?: string }
  | {
      readonly state: 'signedIn'
      readonly name: string
      readonly role: StaffRole
      /** Has a password here. */
      readonly local: boolean
    }

/** `wrong` says neither which of the two, nor whether there is such an account. */
export type SignInRefusal =
  | { readonly why: 'wrong' | 'closed' }
  | { readonly why: 'wait'; readonly seconds: number }

/**
 * Why nobody came in from a provider.
 * - `away`: it does not answer
 * - `clock`: this kiosk's time and its time are too far apart
 * - `noRole`: it knows them, and nothing it says of them gives a role here
 * - `cancelled`: they, or the provider, broke it off
 * - `expired`: nobody here knows of that sign-in any more, or another browser began it
 * - `failed`: something is not set up right; a notice says what
 */
export type ProviderSignInRefusal =
  | { readonly why: 'away' | 'clock' | 'noRole' | 'cancelled' | 'expired' | 'failed' }
  | { readonly why: 'wait'; readonly seconds: number }

export interface ProviderBegun {
  /** Where the browser goes to. */
  readonly url: string
}
/** What a sign-out is answered with. */
export interface SignedOut {
  /** Where the browser goes to sign out there as well; null: nowhere. */
  readonly url: string | null
}

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
