/**
 * The one error table: every failure a person can meet is a row here.
 * Screens (`error.<CODE>.title`, `error.<CODE>.help` in the message files), staff notices and docs come from it;
 * tests compare table and message files in both directions.
 */

/** `info`: nothing is wrong. `warning`: something is reduced. `error`: something does not work. */
export type Severity = 'info' | 'warning' | 'error'

export interface ErrorRow {
  /** True where the patron's screen may show it: the message files then hold its title and help. */
  readonly patron: boolean
  readonly severity: Severity
  /** What staff read. */
  readonly staff: string
  /** What staff should do. */
  readonly whatToDo: string
  /** True where doing the same again is safe and may help. */
  readonly retrySafe: boolean
}

const row = (
  patron: boolean,
  severity: Severity,
  retrySafe: boolean,
  staff: string,
  whatToDo: string,
): ErrorRow => ({ patron, severity, retrySafe, staff, whatToDo })

export const ERRORS = {
  PATRON_UNKNOWN: row(
    true,
    'info',
    true,
    'A card number the library system does not know was used.',
    'Nothing, unless the patron asks.',
  ),
  PATRON_BLOCKED: row(
    true,
    'info',
    false,
    'A patron without lending privileges tried to borrow.',
    'Help the patron at the desk.',
  ),
  PATRON_CARD_LOST: row(
    true,
    'info',
    false,
    'A card that was reported lost was used.',
    'Ask the holder for proof of identity.',
  ),
  PATRON_OWES: row(
    true,
    'info',
    false,
    'A patron is blocked because of fees.',
    'Help the patron at the desk.',
  ),
  PATRON_OTHER_CARD: row(true, 'info', true, 'A second card was used during a session.', 'Nothing.'),
  PIN_WRONG: row(true, 'info', true, 'A wrong PIN was entered.', 'Nothing, unless the patron asks.'),
  PIN_TRIES_USED_UP: row(
    true,
    'warning',
    false,
    'A wrong PIN was entered too often.',
    'Help the patron at the desk.',
  ),
  CODE_NOT_RECOGNISED: row(
    true,
    'info',
    true,
    'A code was scanned that is neither a card nor an item of this library.',
    'Check the patterns in the settings if this happens often.',
  ),

  ITEM_UNKNOWN: row(
    true,
    'info',
    true,
    'An item the library system does not know was presented.',
    'Check whether the item is catalogued and its tag right.',
  ),
  ITEM_ON_LOAN: row(
    true,
    'info',
    false,
    'An item on loan to somebody else was presented.',
    'Check the item in, then lend it.',
  ),
  ITEM_ON_HOLD: row(
    true,
    'info',
    false,
    'An item on hold for somebody else was presented.',
    'Put the item on the hold shelf.',
  ),
  ITEM_NOT_FOR_LOAN: row(
    true,
    'info',
    false,
    'An item that is not for loan was presented.',
    'Nothing, unless the patron asks.',
  ),
  ITEM_LIMIT_REACHED: row(
    true,
    'info',
    false,
    'A patron reached the number of items they may borrow.',
    'Nothing, unless the patron asks.',
  ),
  ITEM_REFUSED: row(
    true,
    'info',
    false,
    'The library system refused a loan and gave no reason a program can read.',
    'Look the item and the patron up in the library system.',
  ),
  ITEM_FEE_DUE: row(
    true,
    'info',
    false,
    'An item that costs a fee was presented.',
    'Lend the item at the desk.',
  ),
  SET_INCOMPLETE: row(true, 'info', true, 'Parts of a set are missing.', 'Check the set for its parts.'),
  CHECKOUT_WAITS: row(
    true,
    'warning',
    true,
    'A loan waits for a device or the library system to come back.',
    'See the other notices.',
  ),

  RFID_AWAY: row(
    true,
    'error',
    true,
    'The RFID pad does not answer.',
    'Check its power and cable. The kiosk goes on with barcodes and reconnects by itself.',
  ),
  RFID_READER_FAULT: row(
    true,
    'error',
    true,
    'The RFID pad answers, but reports a fault.',
    'Switch the pad off and on. If it stays, see the reader code in the detail.',
  ),
  RFID_READER_MODE: row(
    true,
    'error',
    false,
    'The RFID pad is in scan or buffered mode and refuses host commands.',
    "Set the reader to host mode with its maker's tool.",
  ),
  RFID_READER_LOGIN: row(
    true,
    'error',
    false,
    'The RFID pad asks for a reader password.',
    "Remove the reader password with its maker's tool.",
  ),
  RFID_TOO_MANY_TAGS: row(
    true,
    'warning',
    true,
    'More items lay on the pad than it can tell apart.',
    'Nothing, unless it happens often.',
  ),
  RFID_TAG_UNREADABLE: row(true, 'info', true, 'A tag could not be read.', "Replace the item's tag."),
  RFID_TAG_GONE: row(
    true,
    'warning',
    true,
    'A tag left the pad before it was switched.',
    'Nothing, unless a notice about an armed item follows.',
  ),
  RFID_TAG_LOCKED: row(
    true,
    'error',
    false,
    "A tag's security byte is locked or protected.",
    "Replace the item's tag.",
  ),
  RFID_WRITE_FAILED: row(
    true,
    'warning',
    true,
    'A tag could not be switched, or did not read back as written.',
    'Replace the tag if it happens again with the same item.',
  ),
  TAG_NOT_SEEN: row(
    true,
    'info',
    true,
    'An item was lent by its barcode; no tag of it was seen.',
    'Nothing, unless the gate sounds.',
  ),
  TAG_LEFT_ARMED: row(
    true,
    'error',
    false,
    'An item was lent, but its tag still raises the alarm.',
    'Let the patron pass; switch the tag at the desk.',
  ),

  ILS_AWAY: row(
    true,
    'error',
    true,
    'The library system cannot be reached.',
    'Check the network and the library system. The kiosk reconnects by itself.',
  ),
  ILS_LOGIN_REFUSED: row(
    true,
    'error',
    false,
    "The library system refused the kiosk's login.",
    'Check user, password and location code in the settings.',
  ),
  ILS_NO_CHECKOUT: row(
    true,
    'error',
    true,
    'The library system does not allow checkouts now.',
    "Check the library system's own status.",
  ),
  ILS_NO_ANSWER: row(
    true,
    'warning',
    true,
    'The library system did not answer in time.',
    'Check the library system if it happens often.',
  ),
  LOAN_UNRESOLVED: row(
    true,
    'error',
    false,
    'It is not known whether an item was lent: the answer was lost.',
    'The kiosk asks again by itself. If this notice stays, look the item up in the library system.',
  ),

  OFFLINE_LENDING: row(
    true,
    'info',
    true,
    "The library system is away; the kiosk lends by the library's rules for that and tells it later.",
    'Nothing. The loans are told when the library system is back.',
  ),
  OFFLINE_CARD_UNKNOWN: row(
    true,
    'info',
    true,
    'While the library system is away, somebody with a card not known to this kiosk tried to borrow.',
    'Nothing, unless the patron asks.',
  ),
  OFFLINE_BLOCKED: row(
    true,
    'info',
    true,
    'While the library system is away, a card that it last said may not borrow was used.',
    'Help the patron at the desk.',
  ),
  OFFLINE_NEEDS_PIN: row(
    true,
    'info',
    true,
    'While the library system is away, a card whose PIN cannot be checked was used.',
    'Help the patron at the desk.',
  ),
  OFFLINE_LIMIT: row(
    true,
    'info',
    true,
    'While the library system is away, a patron borrowed as many items as the rules allow.',
    'Nothing, unless the patron asks.',
  ),
  OFFLINE_ITEM_WAITS: row(
    true,
    'info',
    true,
    'An item was presented of which the library system does not know yet that it came back.',
    'Nothing: it is told in its turn.',
  ),
  OFFLINE_TOO_LONG: row(
    true,
    'error',
    true,
    'The library system has been away longer than lending goes on without it. Returns go on.',
    'Bring the library system back, or allow more hours in the settings.',
  ),
  OFFLINE_BACKLOG_FULL: row(
    true,
    'error',
    true,
    'As many loans and returns wait for the library system as the kiosk may keep: it takes no more.',
    'Bring the library system back, or allow a larger backlog in the settings.',
  ),
  OFFLINE_REFUSED: row(
    false,
    'error',
    false,
    'The library system refused loans or returns that were made while it was away, or wants a look at an item.',
    'Open the list (see "While the library system is away" in the manual), settle each at the desk, and mark it as resolved.',
  ),

  PRINTER_AWAY: row(
    true,
    'warning',
    true,
    'The receipt printer does not answer.',
    'Check its power and cable. Lending goes on without receipts.',
  ),
  PRINTER_PAPER_OUT: row(true, 'warning', true, 'The receipt printer is out of paper.', 'Put in a new roll.'),
  PRINTER_PAPER_LOW: row(
    false,
    'info',
    true,
    "The receipt printer's paper is nearly used up.",
    'Have a new roll ready.',
  ),
  PRINTER_COVER_OPEN: row(true, 'warning', true, "The receipt printer's cover is open.", 'Close the cover.'),
  PRINTER_CUTTER: row(
    true,
    'warning',
    true,
    "The receipt printer's cutter is jammed.",
    'Open the cover, clear the cutter, close the cover.',
  ),
  PRINTER_FAULT: row(
    true,
    'warning',
    false,
    'The receipt printer reports a fault.',
    'Switch the printer off and on.',
  ),
  PRINTER_NOT_CONFIRMED: row(
    true,
    'warning',
    false,
    'A receipt was sent, but the printer did not confirm it.',
    'Check whether the receipt came out.',
  ),

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

  ILS_NO_CHECKIN: row(
    true,
    'error',
    true,
    'The library system does not allow this kiosk to take items back.',
    'Check the rights of the kiosk\u2019s login in the library system.',
  ),
  RETURN_REFUSED: row(
    true,
    'info',
    false,
    'The library system refused to take an item back.',
    'Look at the item; check it in at the desk.',
  ),
  RETURN_WRONG_LIBRARY: row(
    true,
    'info',
    false,
    "An item of another library came back; this library's system does not take it.",
    'Send it to the library it belongs to.',
  ),
  RETURN_NEEDS_LOOK: row(
    false,
    'info',
    false,
    'The library system took an item back and wants a look at it.',
    'Read what the library system shows about it and act on that.',
  ),
  RETURN_AWAY_UNSORTED: row(
    false,
    'info',
    false,
    'An item came back while the library system was away and could not be sorted.',
    'Check it in again when the library system is back, to see where it belongs.',
  ),
  RETURN_NO_BIN: row(
    false,
    'warning',
    false,
    'An item should go to a bin that does not exist or has no number here.',
    'Compare returns.sortBins, returns.destinations and the bins in the settings with the library system.',
  ),
  TAG_NOT_SECURED: row(
    true,
    'warning',
    true,
    'An item was taken back, but its tag does not raise the alarm again.',
    'Secure its tag at a staff station before it goes back to the shelf.',
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

  DROP_NO_TAG: row(
    false,
    'info',
    false,
    'Something without a tag came through the book drop.',
    'Look at it in the exception bin; check it in at the desk if it is yours.',
  ),
  DROP_NO_ITEM_TAG: row(
    false,
    'info',
    false,
    'Something with a tag that is no item of a library came through the book drop.',
    'Look at it in the exception bin.',
  ),
  DROP_TWO_AT_ONCE: row(
    false,
    'info',
    false,
    'Several items came through the book drop at once. All that were recognised were taken back.',
    'Take them from the exception bin and sort them by hand; look for one that was not recognised.',
  ),
  DROP_SET_INCOMPLETE: row(
    false,
    'warning',
    false,
    'An item of several parts came through the book drop with parts missing. It was not taken back.',
    'Check the set in the exception bin for its parts, then check it in at the desk.',
  ),
  DROP_ITEM_TOO_LONG: row(
    false,
    'info',
    false,
    'Something longer than the longest item came through the book drop.',
    'Look at it in the exception bin: it may be two items in a row.',
  ),
  DROP_BIN_FULL: row(
    false,
    'warning',
    true,
    'A bin of the book drop is full; its items go to the exception bin.',
    'Empty the bin.',
  ),
  DROP_BIN_UNKNOWN: row(
    false,
    'warning',
    false,
    'An item was to go to a bin that this book drop does not have.',
    'Check the bins in the settings; sort the item by hand.',
  ),
  DROP_DIVERTER_AWAY: row(
    false,
    'error',
    true,
    'A diverter of the book drop, or the sensor of its bin, does not answer; its items go to the exception bin.',
    'Check the I/O module and its wiring.',
  ),
  DROP_INTERRUPTED: row(
    false,
    'warning',
    false,
    'The book drop was interrupted while an item was on its way. The item lies in the exception bin.',
    'Check the item in at the desk if the library system does not have it yet, and sort it by hand.',
  ),
  DROP_JAM: row(
    false,
    'error',
    false,
    'Something is stuck in the book drop. It takes no items.',
    'Free what is stuck at the place in the detail and lay it into the exception bin; then clear the jam on the staff page.',
  ),
  DROP_UNEXPECTED_ARRIVAL: row(
    false,
    'warning',
    false,
    'An item fell into a bin of the book drop where none was expected.',
    'Look at what lies on top in that bin; check its diverter if it happens again.',
  ),
  DROP_ITEM_MISSING: row(
    false,
    'error',
    false,
    'An item that came through the book drop is in none of its bins.',
    'Look for it in the book drop, on and below the belt.',
  ),
  DROP_EXCEPTION_BIN_FULL: row(
    false,
    'error',
    true,
    'The exception bin of the book drop is full. It takes no items.',
    'Empty the bin.',
  ),
  DROP_SERVICE_DOOR: row(
    false,
    'warning',
    true,
    'The service door of the book drop is open. It takes no items.',
    'Close the door. The belt then runs until it is empty.',
  ),
  DROP_EMERGENCY_STOP: row(
    false,
    'error',
    true,
    'The emergency stop of the book drop is pressed. It takes no items.',
    'Release it when all is well. The belt then runs until it is empty.',
  ),
  DROP_SIGNALS_AWAY: row(
    false,
    'error',
    true,
    'Signals that the book drop needs are not known. It takes no items.',
    'Check the I/O module and the wiring in the settings; the detail names the signal.',
  ),
  DROP_EMPTYING: row(
    false,
    'info',
    true,
    'The book drop empties its belt after an interruption. It takes no items for some seconds.',
    'Nothing.',
  ),
  DROP_SHUTTER_OPEN: row(
    false,
    'warning',
    true,
    'The shutter of the book drop was told to close and did not.',
    'Look whether something is in it.',
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
  MQTT_AWAY: row(
    false,
    'warning',
    true,
    'The MQTT broker cannot be reached: nobody who listens there hears of this kiosk.',
    'Check the broker and the network. What is told at the desk goes on; what MQTT missed is told when it is back.',
  ),
  MQTT_REFUSED: row(
    false,
    'error',
    false,
    'The MQTT broker refuses this kiosk.',
    'Compare user, password file and certificate in the settings with the broker’s own.',
  ),
  RETURN_PAUSED: row(
    true,
    'error',
    true,
    'Nothing can be taken back at the screen: the journal or the library system does not allow it.',
    'See the other notices. Take returns at the desk meanwhile.',
  ),
  RETURN_NEEDS_NO_CARD: row(true, 'info', true, 'A card was shown where items are returned.', 'Nothing.'),
  RETURN_TOUCH_FIRST: row(true, 'info', true, 'An item was scanned before "Return" was touched.', 'Nothing.'),
  RETURN_SET_INCOMPLETE: row(
    true,
    'info',
    true,
    'A set was laid down to be returned without all its parts.',
    'Nothing.',
  ),
  RETURN_SET_NEEDS_STAFF: row(
    true,
    'info',
    true,
    'A set without all its parts was to be returned; the settings want staff to see it.',
    'Count the parts with the patron.',
  ),
  RETURN_TAKEN_AWAY: row(
    true,
    'info',
    true,
    'An item was taken off the pad before it was returned. It was not returned.',
    'Nothing.',
  ),
  RETURN_LENT_JUST_NOW: row(
    true,
    'info',
    true,
    'Items lent in the visit before still lie on the pad; the patron is asked before they are returned.',
    'Nothing.',
  ),
  RETURN_GIVE_TO_STAFF: row(
    true,
    'warning',
    false,
    'An item is returned, but its tag could not be made to raise the alarm.',
    'Secure its tag at a staff station before it goes back on the shelf.',
  ),
  RETURN_UNRESOLVED: row(
    true,
    'warning',
    false,
    'The answer to a return was lost, and it could not be kept to be asked about; the patron was sent to staff.',
    'Look in the library system whether the item was returned; check it in if not.',
  ),
  RETURN_TAG_NOT_SEEN: row(
    true,
    'info',
    true,
    'An item was returned by its barcode; its tag was not on the pad.',
    'Nothing.',
  ),
  RETURNED_STILL_HERE: row(
    true,
    'info',
    false,
    'Items that were returned a moment ago still lie on the pad; they are not lent before they were lifted.',
    'Nothing.',
  ),
  SLIP_WAITS: row(
    false,
    'warning',
    true,
    'A slip for an item could not be printed yet. What it says is in the detail.',
    'See to the printer: the slip is printed then. Or put the item aside by hand.',
  ),
  SLIP_LOST: row(
    false,
    'warning',
    false,
    'More slips wait for the printer than are kept, or one was perhaps printed. What it says is in the detail.',
    'Put the item aside by hand.',
  ),
  GATE_AWAY: row(
    false,
    'error',
    true,
    'A security gate does not answer, or does not connect.',
    'Check its power and its network. It sounds by itself all the same; what it saw is told when it is back.',
  ),
  GATE_COMMANDS_AWAY: row(
    false,
    'warning',
    true,
    'A security gate tells what it sees, but does not take commands: no counts, no light, no sound from here.',
    'Check the address in `host`, and that no other program holds the connection.',
  ),
  GATE_NOT_LISTENING: row(
    false,
    'error',
    false,
    'A gate is to connect from the network, but listening beyond this machine is not allowed.',
    'Set `gates.listenBeyondLoopback` to true, and let only the gates reach that port.',
  ),
  GATE_MUTE: row(
    false,
    'error',
    true,
    'A security gate is connected but says nothing, sees nothing, or has trouble with its antennas.',
    'Carry a test tag through. Look at its antennas and at what stands beside them (metal, cables, a new shelf).',
  ),
  GATE_TAMPER: row(
    false,
    'error',
    true,
    'The contact on the cover of a security gate says that it is open.',
    'Look at the gate, and close its cover.',
  ),
  GATE_READER_MODE: row(
    false,
    'error',
    false,
    'A security gate does not run by itself: its reader is in host mode.',
    "Set the reader to buffered read or notification mode with its maker's tool, as the settings say.",
  ),
  GATE_READER_LOGIN: row(
    false,
    'error',
    false,
    'A security gate asks for a reader password.',
    "Remove the reader password with its maker's tool.",
  ),
  GATE_READER_FAULT: row(
    false,
    'error',
    true,
    'A security gate answers, but not as it should.',
    'Switch the gate off and on. If it stays, see the status in the detail.',
  ),
  GATE_OVERFLOW: row(
    false,
    'warning',
    true,
    'A security gate saw more than it could keep while nobody fetched it: some alarms are lost.',
    'Nothing, unless it happens while the kiosk runs.',
  ),
  GATE_BEAM_STUCK: row(
    false,
    'warning',
    true,
    'A light beam of a security gate has been interrupted for a long time: people are not counted.',
    'Remove what stands in the beam, or clean and align it.',
  ),
  GATE_STORE_FAILED: row(
    false,
    'error',
    true,
    'What the security gates say cannot be written: they keep it as long as they can.',
    'Check the disk. It is written by itself as soon as that is possible.',
  ),
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof ERRORS

/** True for text that names a row of the table. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text)
}

/** A failure with its row; `detail` is for staff and logs and holds no patron data. */
export class LecternError extends Error {
  readonly code: ErrorCode
  readonly detail: string
  constructor(code: ErrorCode, detail = '', cause?: unknown) {
    super(detail === '' ? code : `${code}: ${detail}`, cause === undefined ? undefined : { cause })
    this.name = 'LecternError'
    this.code = code
    this.detail = detail
  }
}
