/** What the screens need of the kiosk: its view, and somebody to take what the patron does. */
import type { Intent } from '../contract/intent.ts'
import type { View } from '../contract/view.ts'
import type { Unsubscribe } from '../runtime/emitter.ts'

/** Which screen mirrors is not the session's matter: it is added for each screen. */
export type SharedView = Omit<View, 'mirror'>

export interface KioskPort {
  view(): SharedView
  /** Told that `view()` has changed; several changes may follow each other at once. */
  onView(listener: () => void): Unsubscribe
  intent(intent: Intent): void
}
