/** What Prometheus reads on top of what MQTT hears: there, alerts are topics of their own. */
import type { NoticesPort } from '../desk-ports.ts'
import type { Health } from '../health.ts'
import { metricName } from '../mqtt/kiosk-counters.ts'
import type { CounterSource } from '../mqtt/tell-kiosk.ts'

export const alertCounters = (notices: Pick<NoticesPort, 'open'>): CounterSource => ({
  read: () => {
    const values: Record<string, number> = {}
    for (const { code, severity } of notices.open()) {
      const name = metricName('lectern_alert', { code, severity })
      values[name] = (values[name] ?? 0) + 1
    }
    return values
  },
})

const MICROSECONDS = 1_000_000
const MILLISECONDS = 1_000

/** Under the names every Prometheus client library has (prometheus.io, "Writing client libraries", "Standard metrics"). */
export const processCounters = (health: () => Health, wall: () => number): CounterSource => ({
  read: () => {
    const { system, user } = process.cpuUsage()
    const { heapUsed, rss } = process.memoryUsage()
    return {
      [metricName('lectern_info', { version: health().version, node: process.versions.node })]: 1,
      process_cpu_seconds_total: (system + user) / MICROSECONDS,
      process_resident_memory_bytes: rss,
      process_start_time_seconds: wall() / MILLISECONDS - process.uptime(),
      nodejs_heap_used_bytes: heapUsed,
    }
  },
})
