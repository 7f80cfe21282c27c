/** What the kiosk's own health counts, under the names it has for Prometheus. */
import { HEALTH_STATUSES, type Health } from '../health.ts'
import type { CounterSource } from './tell-kiosk.ts'

/** 'lectern_device_up{device="rfid"}', as in the exposition format (prometheus.io, "Text format details"). */
export function metricName(name: string, labels: Readonly<Record<string, string>> = {}): string {
  const words = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`)
  return words.length === 0 ? name : `${name}{${words.join(',')}}`
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')

export function kioskCounters(health: () => Health): CounterSource {
  return {
    read: () => {
      const { devices, ils, notices, offline, residentMegabytes, screens, status, uptimeSeconds } = health()
      const values: Record<string, number> = {
        lectern_uptime_seconds: uptimeSeconds,
        lectern_resident_megabytes: residentMegabytes,
        lectern_screens: screens,
        lectern_ils_up: Number(ils.state === 'online'),
        lectern_offline_waiting: offline.waiting,
      }
      for (const one of HEALTH_STATUSES)
        values[metricName('lectern_health', { status: one })] = Number(one === status)
      for (const [severity, count] of Object.entries(notices))
        values[metricName('lectern_notices', { severity })] = count
      for (const { counters, id: device, kind, state } of devices) {
        values[metricName('lectern_device_up', { device, kind })] = Number(
          state === 'ready' || state === 'reduced',
        )
        for (const [event, count] of Object.entries(counters))
          values[metricName('lectern_device_events_total', { device, event })] = count
      }
      return values
    },
  }
}
