/** Every other device, and the ports they hang on. */
import { row } from './row.ts'

export const DEVICE_ERRORS = {
  SCANNER_AWAY: row(
    true,
    'warning',
    true,
    'The barcode scanner does not answer.',
    'Check its cable. Items with tags can still be borrowed.',
  ),
  HID_UNAVAILABLE: row(
    false,
    'warning',
    false,
    'USB HID devices cannot be used: a system library is missing.',
    'Install the Debian package libusb-1.0-0, or choose a serial connection.',
  ),
  DEVICE_PORT_MISSING: row(
    false,
    'error',
    true,
    'A configured port does not exist or may not be opened.',
    "Check the cable, the port's name and its permissions.",
  ),
  IO_AWAY: row(
    false,
    'error',
    true,
    'An I/O module does not answer.',
    'Check its power and cable. What hangs on it stands still; the kiosk reconnects by itself.',
  ),
  IO_FAULT: row(
    false,
    'error',
    true,
    'An I/O module answers, but refuses what it is asked.',
    'Compare its settings (addresses, how many inputs and outputs) with its manual; see the detail.',
  ),
  IO_OUTPUT_FAILED: row(
    false,
    'error',
    true,
    'An output of an I/O module did not switch.',
    'Check the output named in the detail: its fuse, its load, and whether the module is overridden by hand.',
  ),
  IO_TOOL_MISSING: row(
    false,
    'error',
    true,
    'The pins of this computer cannot be used: its programs for them are missing or too old.',
    'Install the Debian package gpiod, version 2: part of Debian 13; for Debian 12 it is in the backports.',
  ),
  CARD_AWAY: row(
    false,
    'warning',
    true,
    'The card reader is not there: its service does not answer, or no reader is connected to it.',
    'Check its cable, and that the service pcscd runs. The kiosk finds it again by itself.',
  ),
  CARD_UNREADABLE: row(
    true,
    'info',
    true,
    'A card was shown that the reader could not read, or whose number is too short for the settings.',
    'Nothing, unless it happens with all cards: then check `devices.card` in the settings.',
  ),
  CARD_RANDOM_UID: row(
    true,
    'info',
    false,
    'A telephone or a card was shown whose chip has another number each time: it identifies nobody.',
    'Nothing, unless the patron asks.',
  ),
  CARD_READS_NONE: row(
    false,
    'warning',
    true,
    'The card reader could read none of the last cards that were shown.',
    'Show a library card that is known to be good. If it is not read either, check `devices.card` in the settings, then the reader.',
  ),
} as const
