import type { ErrorCode } from '../contract/errors.ts'
import type { Device, DeviceStatus } from '../devices/device.ts'
import type { Clock, TimerHandle } from '../runtime/clock.ts'
import type { Unsubscribe } from '../runtime/emitter.ts'
import type { Notices } from './notices.ts'

/** A device is well again when it has been well for so long: one that comes and goes is one fault, not a hundred. */
export const WELL_MILLISECONDS = 1_000

export interface DeviceWatch {
  readonly notices: Pick<Notices, 'raise' | 'clear'>
  readonly clock: Pick<Clock, 'setTimeout' | 'clearTimeout'>
}

/** Keeps one notice per device in step with what ails it. */
export function watchDevice(device: Device, { clock, notices }: DeviceWatch): Unsubscribe {
  let raised: ErrorCode | null = null
  let well: TimerHandle = null
  const become = (code: ErrorCode | null, detail = '') => {
    if (raised !== null && raised !== code) notices.clear(raised, device.id)
    if (code !== null && raised !== code) notices.raise(code, detail, device.id)
    raised = code
  }
  const follow = ({ code, detail, state }: DeviceStatus) => {
    clock.clearTimeout(well)
    const now = state === 'ready' || state === 'starting' ? null : code
    if (now !== null) become(now, detail)
    else if (raised !== null) well = clock.setTimeout(() => become(null), WELL_MILLISECONDS)
  }
  follow(device.status)
  const end = device.onStatus(follow)
  return () => {
    clock.clearTimeout(well)
    end()
  }
}
