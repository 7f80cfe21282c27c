/**
 * What every device is to the rest of the house: it comes and goes by itself, and its state is a fact.
 */
import type { ErrorCode } from '../contract/errors.ts'
import type { Unsubscribe } from '../runtime/emitter.ts'

export type DeviceKind = 'rfid' | 'scanner' | 'printer' | 'io' | 'gate' | 'card'

/**
 * - `starting`: not yet known
 * - `ready`: does all it should
 * - `reduced`: works, with something staff should see to (`code`: paper low, …)
 * - `fault`: connected, but cannot do its work (`code`: paper out, reader mode, …)
 * - `away`: not connected; the driver keeps trying
 */
export type DeviceState = 'starting' | 'ready' | 'reduced' | 'fault' | 'away'

export interface DeviceStatus {
  readonly id: string
  readonly kind: DeviceKind
  readonly state: DeviceState
  readonly code: ErrorCode | null
  /** For staff: model, firmware, reader code, notes such as 'no modem lines'. No patron data. */
  readonly detail: string
  /** Milliseconds since 1970 of the last change of `state` or `code`. */
  readonly since: number
  /** Framing faults and the like since the start, by name. */
  readonly counters: Readonly<Record<string, number>>
}

export interface Device {
  readonly id: string
  readonly kind: DeviceKind
  readonly status: DeviceStatus
  /** Told on every change of state, code or detail; not for counters. */
  onStatus(listener: (status: DeviceStatus) => void): Unsubscribe
  /** Begins to open the port and to keep it open; never throws. */
  start(): void
  /** Ends everything: afterwards no timer, socket or port of the device is left. */
  stop(): Promise<void>
}
