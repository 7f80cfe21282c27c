/** The kiosk itself: its journal, settings and screen. */
import { row } from './row.ts'

export const KIOSK_ERRORS = {
  JOURNAL_DISK_FULL: row(
    true,
    'error',
    true,
    'The disk is full: no new loan can be recorded, so none is made.',
    'Free some space. Lending starts again by itself.',
  ),
  JOURNAL_FAILED: row(
    true,
    'error',
    true,
    'The journal cannot be written: no new loan can be recorded, so none is made.',
    'Check the disk. Lending starts again by itself.',
  ),
  JOURNAL_SET_ASIDE: row(
    false,
    'error',
    false,
    'The journal was damaged and has been set aside; a new one was begun.',
    "Keep the named file. Compare the kiosk's last loans with the library system.",
  ),
  CONFIG_REFUSED: row(
    false,
    'error',
    false,
    'The changed settings are wrong and were not taken.',
    'Mend the line named in the detail.',
  ),
  CONFIG_NEEDS_RESTART: row(
    false,
    'info',
    false,
    'Some changed settings take effect at the next start.',
    'Restart the kiosk when it is free.',
  ),
  KIOSK_STARTING: row(true, 'info', true, 'The kiosk is starting.', 'Nothing.'),
  SCREEN_DISCONNECTED: row(
    true,
    'warning',
    true,
    "The screen lost its connection to the kiosk's agent.",
    'It reconnects by itself. If not, restart the kiosk.',
  ),
  KIOSK_CLOSED: row(
    true,
    'info',
    false,
    'Staff have closed the kiosk.',
    'Open it when patrons may come again: in staff mode, or with the order `open`.',
  ),
  KIOSK_IN_USE: row(
    false,
    'info',
    true,
    'Somebody is at the kiosk, or an item is on its way in, so it was not restarted.',
    'Wait until they have finished, or order it with `force`.',
  ),
} as const
