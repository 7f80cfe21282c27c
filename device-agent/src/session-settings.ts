import type { Settings } from './config/settings.ts'
import type { OfflineRules } from './flows/offline/rules.ts'
import type { SessionSettings } from './flows/session/session-context.ts'

/** What of the settings a session goes by, in its own units. `volumePercent`: where staff have ordered another. */
export function sessionSettings(
  { kiosk, offline, session, patron, receipt, returns, staffMode }: Settings,
  volumePercent: number | null,
): SessionSettings {
  return {
    inactivityMilliseconds: session.inactivitySeconds * 1_000,
    countdownSeconds: session.countdownSeconds,
    goodbyeMilliseconds: session.goodbyeSeconds * 1_000,
    pin: patron.pin,
    pinTries: patron.pinTries,
    showName: patron.showName,
    receipt: receipt.offer,
    // For nothing at all no kiosk stands there.
    offers: { lending: kiosk.lends || !returns.attended, returns: returns.attended },
    incompleteReturns: returns.incompleteSets === 'ask',
    offlineItemsMax: offline.itemsMax,
    staff: {
      corner: staffMode?.pin !== undefined || staffMode?.pinFile !== undefined,
      quietMilliseconds: (staffMode?.quietSeconds ?? 0) * 1_000,
    },
    preferences: {
      language: kiosk.languages[0] ?? 'en',
      textSize: 'normal',
      theme: kiosk.theme,
      volumePercent: volumePercent ?? kiosk.volumePercent,
    },
  }
}

const HOUR_MILLISECONDS = 3_600_000
const DAY_MILLISECONDS = 24 * HOUR_MILLISECONDS

/** What of the settings goes for the time the library system is away. */
export function offlineRules({ offline, patron }: Settings): OfflineRules {
  const { mode, whoMayBorrow, itemsMax, loanDays, backlogMax, withoutPin } = offline
  return {
    mode,
    whoMayBorrow,
    itemsMax,
    loanDays,
    backlogMax,
    withoutPin,
    knownMilliseconds: offline.knownDays * DAY_MILLISECONDS,
    lendingMaxMilliseconds: offline.hoursMax * HOUR_MILLISECONDS,
    pin: patron.pin,
    isCard: (text) => new RegExp(patron.cardPattern).test(text),
  }
}
