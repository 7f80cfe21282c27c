import type { ErrorCode } from '../contract/errors.ts'
import type { Device, DeviceStatus } from '../devices/device.ts'
import type { Unsubscribe } from '../runtime/emitter.ts'
import type { Notices } from './notices.ts'

/** Keeps one notice per device in step with what ails it. */
export function watchDevice(device: Device, notices: Notices): Unsubscribe {
  let raised: ErrorCode | null = null
  const follow = ({ code, detail, state }: DeviceStatus) => {
    const now = state === 'ready' || state === 'starting' ? null : code
    if (raised !== null && raised !== now) notices.clear(raised, device.id)
    if (now !== null && raised !== now) notices.raise(now, detail, device.id)
    raised = now
  }
  follow(device.status)
  return device.onStatus(follow)
}
