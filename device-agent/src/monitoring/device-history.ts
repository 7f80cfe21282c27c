/** What became of each device lately, over restarts: for whoever looks for what ails it again and again. */
import type { ErrorCode } from '../contract/errors.ts'
import type { DeviceState } from '../devices/device.ts'

/** Of each device, newest kept. */
export const DEVICE_CHANGES_KEPT = 30

export interface DeviceChange {
  readonly state: DeviceState
  readonly code: ErrorCode | null
  /** For staff; no patron data. */
  readonly detail: string
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface DeviceHistory {
  /** Newest first. Throws LecternError `JOURNAL_FAILED` where it cannot be read. */
  of(device: string): readonly DeviceChange[]
  /** Durable when it returns; throws LecternError `JOURNAL_DISK_FULL` or `JOURNAL_FAILED` where it is not. */
  add(device: string, change: DeviceChange): void
}
