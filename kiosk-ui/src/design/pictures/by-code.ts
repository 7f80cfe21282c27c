/** Which picture shows what to do about a code of the error table, or about what runs out. */
import type { ErrorCode } from '@lectern/device-agent/contract/errors'
import type { PictureName } from './shapes.ts'

export const BY_CODE: Partial<Record<ErrorCode, PictureName>> = {
  PRINTER_PAPER_OUT: 'roll',
  PRINTER_PAPER_LOW: 'roll',
  PRINTER_COVER_OPEN: 'cover',
  PRINTER_CUTTER: 'cutter',
  PRINTER_AWAY: 'cable',
  PRINTER_FAULT: 'power',
  RFID_AWAY: 'cable',
  RFID_READER_FAULT: 'power',
  RFID_TAG_UNREADABLE: 'tag',
  RFID_TAG_LOCKED: 'tag',
  TAG_LEFT_ARMED: 'pad',
  TAG_NOT_SECURED: 'pad',
  TAG_CANNOT_BE_SECURED: 'tag',
  GATE_ALARM_CALM: 'pad',
  SCANNER_AWAY: 'cable',
  CARD_AWAY: 'cable',
  IO_AWAY: 'cable',
  DEVICE_PORT_MISSING: 'cable',
  GATE_AWAY: 'cable',
  GATE_MUTE: 'gate',
  GATE_BEAM_STUCK: 'gate',
  GATE_READER_FAULT: 'power',
  DROP_BIN_FULL: 'bin',
  DROP_EXCEPTION_BIN_FULL: 'bin',
  DROP_JAM: 'jam',
  DROP_SERVICE_DOOR: 'door',
  DROP_EMERGENCY_STOP: 'stop',
}
/** Of a consumable of a device (docs/mqtt.md) that runs low, or full. */
export const BY_CONSUMABLE: Readonly<Record<string, PictureName>> = {
  paper: 'roll',
  cards: 'cards',
  coins: 'coins',
}

const codes = new Map<string, PictureName>(Object.entries(BY_CODE))

/** Null where there is none, or the code is not known here. */
export const pictureOf = (code: string | null): PictureName | null =>
  code === null ? null : (codes.get(code) ?? null)
