/**
 * Which rows of the error table are alerts: staff are told of them at the desk, over MQTT, by mail, until they are over.
 * And how each ends: most by themselves; where the hardware or the library needs a person, by what that person does.
 */
import type { ErrorCode } from './errors.ts'

const WELL = 'By itself, once the device is well again.'
const CONNECTED = 'By itself, once it is connected again.'
const DISK = 'By itself, once the disk takes it.'
const RESOLVED = 'When every item of that kind on the list of exceptions is marked as seen to.'

export const ALERTS = {
  RFID_AWAY: CONNECTED,
  RFID_READER_FAULT: WELL,
  RFID_READER_MODE: WELL,
  RFID_READER_LOGIN: WELL,
  RFID_TOO_MANY_TAGS: 'By itself, once there are fewer.',
  TAG_LEFT_ARMED: 'By itself, once the tag is switched on the pad, or the item is returned.',
  TAG_NOT_SECURED: 'By itself, once the tag is secured here.',
  TAG_CANNOT_BE_SECURED:
    'By itself, once the item has a new tag that was secured here; else at the next start.',
  TAG_RECORD_FAILED: DISK,

  ILS_AWAY: CONNECTED,
  ILS_LOGIN_REFUSED: 'By itself, once it lets the kiosk in: it is tried over and over.',
  ILS_NO_CHECKOUT: 'By itself, once it says that loans are allowed.',
  LOAN_UNRESOLVED: 'By itself, once the library system has said what became of the loan.',
  OFFLINE_LENDING: 'By itself, once the library system is back.',
  OFFLINE_TOO_LONG: 'By itself, once the library system is back.',
  OFFLINE_BACKLOG_FULL: 'By itself, once the library system is back and takes what waits.',
  OFFLINE_REFUSED: 'When the last of the list is marked as resolved.',

  PRINTER_AWAY: CONNECTED,
  PRINTER_PAPER_OUT: 'By itself, once there is paper.',
  PRINTER_PAPER_LOW: 'By itself, with the new roll.',
  PRINTER_COVER_OPEN: 'By itself, once the cover is closed.',
  PRINTER_CUTTER: 'By itself, once the cutter is free.',
  PRINTER_FAULT: WELL,
  SLIP_WAITS: 'By itself, once the slip is printed.',
  SLIP_LOST: 'At the next start.',

  SCANNER_AWAY: CONNECTED,
  CARD_AWAY: CONNECTED,
  CARD_READS_NONE: 'With the next card that is read.',
  HID_UNAVAILABLE: 'By itself, once the library is there, at the next start.',
  DEVICE_PORT_MISSING: 'By itself, once the port is there.',

  IO_AWAY: CONNECTED,
  IO_FAULT: WELL,
  IO_OUTPUT_FAILED: 'By itself, with the next order that the output follows.',
  IO_TOOL_MISSING: 'By itself, once the programs are there.',

  GATE_AWAY: CONNECTED,
  GATE_COMMANDS_AWAY: CONNECTED,
  GATE_MUTE: 'By itself, once the gate says something again, or its antennas are well.',
  GATE_TAMPER: 'By itself, once the cover is closed.',
  GATE_READER_MODE: WELL,
  GATE_READER_LOGIN: WELL,
  GATE_READER_FAULT: WELL,
  GATE_OVERFLOW: 'By itself, after an hour: what is lost stays lost.',
  GATE_BEAM_STUCK: 'By itself, once the beam is free.',
  GATE_STORE_FAILED: DISK,

  DROP_BIN_FULL: 'By itself, once the bin is empty.',
  DROP_EXCEPTION_BIN_FULL: 'By itself, once the bin is empty.',
  DROP_DIVERTER_AWAY: 'By itself, once the diverter and its sensor answer.',
  DROP_JAM: 'When somebody has freed it, and says so on the staff page.',
  DROP_UNEXPECTED_ARRIVAL: RESOLVED,
  DROP_ITEM_MISSING: RESOLVED,
  DROP_READ_ZONE_ONLY: RESOLVED,
  DROP_SERVICE_DOOR: 'By itself, once the door is closed.',
  DROP_EMERGENCY_STOP: 'By itself, once it is released.',
  DROP_SIGNALS_AWAY: 'By itself, once the signals are known.',
  DROP_SHUTTER_OPEN: 'By itself, once the shutter is closed.',

  JOURNAL_DISK_FULL: DISK,
  JOURNAL_FAILED: DISK,
  JOURNAL_SET_ASIDE: 'At the next start.',
  STAFF_FILE_SET_ASIDE: 'At the next start.',
  STAFF_AUDIT_FAILED: DISK,
  CONFIG_REFUSED: 'By itself, once the file is right.',
  CONFIG_NEEDS_RESTART: 'With the restart.',

  MQTT_AWAY: CONNECTED,
  MQTT_REFUSED: 'By itself, once the broker lets the kiosk in.',
  MQTT_DEAF: 'By itself, at the next connection that may listen.',
  MQTT_OUTBOX_FAILED: DISK,
  METRICS_FAILED: 'By itself, once the token can be read; where the port was taken, at the next start.',
  MAIL_FAILED: 'By itself, with the next mail that is taken.',
  WEBHOOK_FAILED: 'By itself, with the next that is taken.',
  ALERTS_NOT_KEPT: DISK,

  OPEN_ID_AWAY: 'By itself, with the next sign-in that works.',
  OPEN_ID_CLOCK: 'By itself, with the next sign-in that works.',
  OPEN_ID_FAILED: 'By itself, with the next sign-in that works.',
} as const satisfies Partial<Record<ErrorCode, string>>

export type AlertCode = keyof typeof ALERTS

export const isAlert = (code: ErrorCode): code is AlertCode => Object.hasOwn(ALERTS, code)
