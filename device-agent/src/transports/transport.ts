/**
 * The one contract under every driver: bytes in, bytes out, and an end with a reason.
 *
 * A device is named by URL:
 * `serial:///dev/lectern/rfid?baud=38400&parity=even` · `tcp://10.0.0.7:10001` · `file:///dev/usb/lp0` ·
 * `hid://0c2e:0b61?serial=ABC` (a HID report is one chunk) · `unix:///run/pcscd/pcscd.comm` (a service of this machine) ·
 * `tcp-listen://0.0.0.0:20001?from=10.0.0.7` (the device connects to us).
 */
import type { ErrorCode } from '../contract/errors.ts'

export interface ByteStream {
  /** Resolves when the bytes are handed to the system, rejects with `TransportError` when the stream has ended. */
  write(bytes: Uint8Array): Promise<void>
  /** At most one listener: the driver. Chunks are split anywhere. */
  onData(listener: (chunk: Uint8Array) => void): void
  /** Called once, however the stream ends; `null` for a wanted close. */
  onEnd(listener: (error: TransportError | null) => void): void
  /** Ends the stream; safe to call twice. Resolves when the system has let go of the port. */
  close(): Promise<void>
  /** Harmless peculiarities for the device's detail, e.g. 'no modem lines'. */
  readonly notes: readonly string[]
  /** Of a HID device only. */
  readonly features?: FeatureReports
}

/** HID feature reports; their first byte is the report's number, 0 where a device does not number them. */
export interface FeatureReports {
  /** Rejects with `TransportError`; the stream has ended then. */
  send(report: Uint8Array): Promise<void>
  /** `bytes` with the number. Rejects as `send` does. */
  get(report: number, bytes: number): Promise<Uint8Array>
}

export interface Transport {
  /** The device's URL, as configured. */
  readonly url: string
  /** Opens the port; rejects with `TransportError` within `OPEN_TIMEOUT_MILLISECONDS`. */
  open(): Promise<ByteStream>
  /** Lets go of what stays between two opens (a port that listens); called when the device is stopped. */
  release?(): Promise<void>
}

/** A port that has not opened by then is given up. */
export const OPEN_TIMEOUT_MILLISECONDS = 5_000

export class TransportError extends Error {
  /** `DEVICE_PORT_MISSING`, `HID_UNAVAILABLE`, or null: the driver says what the loss means for its device. */
  readonly code: ErrorCode | null
  constructor(message: string, code: ErrorCode | null = null, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'TransportError'
    this.code = code
  }
}
