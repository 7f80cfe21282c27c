/**
 * The other end of a transport: where an emulator listens, so that a driver cannot tell it from a device.
 */

/** One connection, as an emulator sees it. */
export interface WireLink {
  send(bytes: Uint8Array): void
  onData(listener: (chunk: Uint8Array) => void): void
  onClose(listener: () => void): void
  /** Cuts this connection from the device's side. */
  cut(): void
}

export interface EmulatorHost {
  /** What to put into a kiosk's settings to reach the emulator: `tcp://127.0.0.1:40123` or `serial:///…`. */
  readonly url: string
  /** Pulls the cable: connections end and new ones are refused, until `plug`. */
  unplug(): Promise<void>
  plug(): Promise<void>
  readonly plugged: boolean
  close(): Promise<void>
}

/** Called for every connection. */
export type Accept = (link: WireLink) => void
