/**
 * What staff may do at a kiosk's screen from their desk, of all that a touch on it does: one row an intent. Who the
 * patron is, they say themselves: no card number, no scan, no PIN; nor does a payment have a row that lets it through.
 */
import type { Intent } from './intent.ts'

/**
 * - `idle`: on the screen that waits for somebody, where nobody is there to be asked
 * - `allowed`: during a visit, once the patron has allowed it
 * - `both`: in either case
 * - `never`: only at the kiosk itself
 */
export type HelpRule = 'idle' | 'allowed' | 'both' | 'never'

export const HELP_INTENTS = {
  start: 'idle',
  /** Takes back at once whatever lies on the pad, which only who stands there can see. */
  startReturn: 'never',
  enterNumber: 'never',
  enterPin: 'never',
  scan: 'never',
  confirmSet: 'allowed',
  returnAnyway: 'allowed',
  retry: 'allowed',
  dismiss: 'allowed',
  finish: 'allowed',
  leaveAnyway: 'allowed',
  back: 'allowed',
  end: 'allowed',
  cancel: 'allowed',
  stay: 'allowed',
  prefer: 'both',
  staffCorner: 'never',
  staffPin: 'never',
  staffPage: 'never',
  staffAct: 'never',
  takeOver: 'never',
  screenSize: 'never',
  /** The patron's own word. */
  helpAllow: 'never',
  helpRefuse: 'never',
  helpEnd: 'never',
} as const satisfies Record<Intent['type'], HelpRule>
