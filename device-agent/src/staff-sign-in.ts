/** Accounts, sessions and audit of staff, from this kiosk's own file. */
import type { OpenIdSettings } from './config/open-id-settings.ts'
import type { Settings } from './config/settings.ts'
import type { Notices } from './monitoring/notices.ts'
import type { Clock } from './runtime/clock.ts'
import { OpenIdDoor } from './staff/open-id/door.ts'
import { OpenIdProvider } from './staff/open-id/provider.ts'
import { readSecret } from './staff/open-id/secret.ts'
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
  /** Left out where the library does not want the staff's pages. */
  readonly doors: { readonly signIn?: SignIn; readonly openId?: OpenIdDoor }
  /** What staff do elsewhere: it is kept whether there are pages or not. */
  readonly record: SignIn['record']
  stop(): void
}

export function createSignIn({ clock, notices, settings }: StaffSignInParts): StaffSignIn {
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
  const signIn = new SignIn({ file, clock, notices, rules })
  const { enabled, openId } = settings().staff
  const door = (found: OpenIdSettings) => {
    const secret = () => readSecret(found.secretFile, process.env)
    const provider = new OpenIdProvider({ settings: found, secret, clock })
    return new OpenIdDoor({ settings: found, provider, signIn, clock, notices })
  }
  return {
    doors: enabled ? { signIn, ...(openId === undefined ? {} : { openId: door(openId) }) } : {},
    record: (entry) => signIn.record(entry),
    stop: () => file.shut(),
  }
}
