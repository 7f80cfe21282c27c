/** Accounts, sessions and audit of staff, from this kiosk's own file. */
import type { Settings } from './config/settings.ts'
import type { Notices } from './monitoring/notices.ts'
import type { Clock } from './runtime/clock.ts'
import { openStaff } from './staff/open-staff.ts'
import { SignIn } from './staff/sign-in.ts'

const MINUTE_MILLISECONDS = 60_000
const HOUR_MILLISECONDS = 60 * MINUTE_MILLISECONDS
const DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS

export interface StaffSignInParts {
  readonly clock: Clock
  readonly notices: Pick<Notices, 'raise' | 'clear'>
  settings(): Settings
}

export interface StaffSignIn {
  readonly signIn: SignIn
  stop(): void
}

/** Null where the library does not want the staff's pages. */
export function createSignIn({ clock, notices, settings }: StaffSignInParts): StaffSignIn | null {
  if (!settings().staff.enabled) return null
  const { file, setAside } = openStaff({ folder: settings().data.folder, wall: clock.wall })
  if (setAside !== null) notices.raise('STAFF_FILE_SET_ASIDE', `set aside as ${setAside}`)
  const rules = () => {
    const { idleMinutes, keepAuditDays, sessionHours } = settings().staff
    return {
      longestMilliseconds: sessionHours * HOUR_MILLISECONDS,
      idleMilliseconds: idleMinutes * MINUTE_MILLISECONDS,
      keepAuditMilliseconds: keepAuditDays * DAY_MILLISECONDS,
    }
  }
  return { signIn: new SignIn({ file, clock, notices, rules }), stop: () => file.shut() }
}
