/** How the kiosk is, for a probe or a technician: no patron data. */
import type { Severity } from '../contract/errors.ts'
import type { DeviceStatus } from '../devices/device.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Notices } from './notices.ts'

/** `ok`: all works. `reduced`: patrons can borrow, with something missing. `failing`: they cannot. */
export const HEALTH_STATUSES = ['ok', 'reduced', 'failing'] as const
export type HealthStatus = (typeof HEALTH_STATUSES)[number]

export interface Health {
  readonly status: HealthStatus
  readonly kiosk: string
  readonly version: string
  readonly boot: string
  readonly uptimeSeconds: number
  readonly residentMegabytes: number
  readonly screens: number
  readonly ils: { readonly state: string; readonly detail: string }
  readonly offline: OfflineHealth
  readonly devices: readonly DeviceStatus[]
  readonly notices: Readonly<Record<Severity, number>>
}

/** What was made while the library system was away. */
export interface OfflineHealth {
  /** Loans are made now by the library's rules for that. */
  readonly lending: boolean
  /** Loans and returns that wait to be told. */
  readonly waiting: number
  /** ISO 8601, or null where nothing waits. */
  readonly oldest: string | null
  /** For staff to settle. */
  readonly listed: number
}

export interface HealthSources {
  readonly kiosk: string
  readonly version: string
  readonly boot: string
  readonly clock: Clock
  readonly notices: Notices
  /** Browsers connected now. */
  screens(): number
  devices(): readonly DeviceStatus[]
  ils(): { readonly state: string; readonly detail: string }
  offline(): OfflineHealth
  /** Why no loan can be made now, or null. */
  obstacle(): string | null
}

export function createHealth(sources: HealthSources): () => Health {
  const startedAt = sources.clock.now()
  return () => {
    const devices = sources.devices()
    const ils = sources.ils()
    const notices = { info: 0, warning: 0, error: 0 }
    for (const notice of sources.notices.open()) notices[notice.severity]++
    const offline = sources.offline()
    const failing = sources.obstacle() !== null || (ils.state !== 'online' && !offline.lending)
    const whole =
      ils.state === 'online' &&
      devices.every(({ state }) => state === 'ready') &&
      notices.warning + notices.error === 0
    return {
      status: failing ? 'failing' : whole ? 'ok' : 'reduced',
      kiosk: sources.kiosk,
      version: sources.version,
      boot: sources.boot,
      uptimeSeconds: Math.floor((sources.clock.now() - startedAt) / 1000),
      residentMegabytes: Math.round(process.memoryUsage.rss() / 1024 / 1024),
      screens: sources.screens(),
      ils: { state: ils.state, detail: ils.detail },
      offline,
      devices,
      notices,
    }
  }
}
