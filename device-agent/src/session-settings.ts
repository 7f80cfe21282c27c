import type { Settings } from './config/settings.ts'
import type { SessionSettings } from './flows/session/session-context.ts'

/** What of the settings a session goes by, in its own units. */
export function sessionSettings({ kiosk, session, patron, receipt }: Settings): SessionSettings {
  return {
    inactivityMilliseconds: session.inactivitySeconds * 1_000,
    countdownSeconds: session.countdownSeconds,
    goodbyeMilliseconds: session.goodbyeSeconds * 1_000,
    pin: patron.pin,
    pinTries: patron.pinTries,
    showName: patron.showName,
    receipt: receipt.offer,
    preferences: {
      language: kiosk.languages[0] ?? 'en',
      textSize: 'normal',
      theme: kiosk.theme,
      volumePercent: kiosk.volumePercent,
    },
  }
}
