import type { Intent } from '../../contract/intent.ts'
import type { Screen } from '../../contract/view.ts'

/** Who is at the kiosk, as its screen tells. */
export type Here = 'nobody' | 'patron' | 'staff' | 'leaving'

export const HERE: Readonly<Record<Screen['name'], Here>> = {
  attract: 'nobody',
  closed: 'nobody',
  identify: 'patron',
  pin: 'patron',
  checkingPatron: 'patron',
  items: 'patron',
  finish: 'patron',
  returns: 'patron',
  returnsFinish: 'patron',
  goodbye: 'leaving',
  staffPin: 'staff',
  staff: 'staff',
}

/** 'finish', 'prefer language': which button, never what was written. */
export const touchWords = (intent: Intent): string =>
  intent.type === 'prefer'
    ? [intent.type, ...Object.keys(intent).filter((name) => name !== 'type')].join(' ')
    : intent.type
