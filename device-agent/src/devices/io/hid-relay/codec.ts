/**
 * Feature reports of "USBRelay" boards (16c0:05df, made by dcttech and many others): one report of 8 bytes without a
 * number. Source: github.com/pavel-a/usb-relay-hid, lib/usb_relay_lib.c and lib/usb_relay_hw.h, and its doc/hidrelay.md;
 * github.com/darrylb123/usbrelay, libusbrelay.c, agrees.
 */

/** The report's number, which is none. */
export const REPORT = 0
/** With the byte of the number. */
export const REPORT_BYTES = 9

const SWITCH_ON = 0xff
const SWITCH_OFF = 0xfd
const ID_BYTES = 5
/** Where the states of all relays stand, the first in the lowest bit. */
const STATES_AT = 8
const RELAYS_MAX = 8

export interface BoardStatus {
  /** Five characters, set by the maker; not the USB serial number. */
  readonly id: string
  /** Always 8; a board with fewer relays has zeros. */
  readonly relays: readonly boolean[]
}

/** `relay` from 0 to 7; on the wire they are numbered from 1. */
export function encodeSwitch(relay: number, on: boolean): Uint8Array {
  const report = new Uint8Array(REPORT_BYTES)
  report.set([REPORT, on ? SWITCH_ON : SWITCH_OFF, relay + 1])
  return report
}

/** Null where it is no status of such a board. */
export function decodeStatus(report: Uint8Array): BoardStatus | null {
  if (report.length !== REPORT_BYTES || report[0] !== REPORT) return null
  const id = String.fromCharCode(...report.subarray(1, 1 + ID_BYTES))
  if (!/^[\x21-\x7e]{5}$/.test(id)) return null
  const states = report[STATES_AT] ?? 0
  return { id, relays: Array.from({ length: RELAYS_MAX }, (_, relay) => ((states >> relay) & 1) === 1) }
}
