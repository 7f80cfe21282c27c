/** Staff who have signed in, without their passwords being hashed: for tests of what comes after. */
import type { StaffRole } from '../contract/staff-roles.ts'
import type { JournalFile } from '../journal/journal-file.ts'
import type { Notices } from '../monitoring/notices.ts'
import { type Clock, systemClock } from '../runtime/clock.ts'
import { Accounts } from './accounts.ts'
import { staffFile } from './open-staff.ts'
import { Sessions } from './sessions.ts'
import { SignIn, type SignInRules } from './sign-in.ts'

const HOUR_MILLISECONDS = 3_600_000
export const RULES: SignInRules = {
  longestMilliseconds: 12 * HOUR_MILLISECONDS,
  idleMilliseconds: HOUR_MILLISECONDS / 2,
  keepAuditMilliseconds: 30 * 24 * HOUR_MILLISECONDS,
}

export interface SignedInOptions {
  readonly clock?: Clock
  readonly notices?: Pick<Notices, 'raise' | 'clear'>
  readonly file?: JournalFile
}

export function fakeSignIn(options: SignedInOptions = {}) {
  const { clock = systemClock, notices = { raise: () => undefined, clear: () => undefined } } = options
  const file = options.file ?? staffFile(':memory:', () => clock.wall())
  const accounts = new Accounts(file)
  const sessions = new Sessions(file, () => RULES)
  return {
    file,
    signIn: new SignIn({ file, clock, notices, rules: () => RULES }),
    /** An account named like its role, which no password opens, and a session of it. */
    tokenOf: (role: StaffRole, name: string = role): string => {
      accounts.add(name, role, 'none')
      return sessions.begin(name)
    },
  }
}

/** 'lectern-staff-8480=…', for the kiosk at this address. */
export const cookieWith = (address: string, token: string): string =>
  `lectern-staff-${new URL(address).port}=${token}`
