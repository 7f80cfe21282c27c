/** What Prometheus reads of this kiosk, put together. */
import type { Settings } from './config/settings.ts'
import { createMetricsListener, type MetricsPort } from './http/metrics.ts'
import type { Counts } from './monitoring/counts/contract.ts'
import { countedValues } from './monitoring/counts/metrics.ts'
import type { Health } from './monitoring/health.ts'
import { exposition } from './monitoring/metrics/exposition.ts'
import { alertCounters, processCounters } from './monitoring/metrics/more-counters.ts'
import type { Timings } from './monitoring/metrics/timings.ts'
import { kioskCounters } from './monitoring/mqtt/kiosk-counters.ts'
import type { Notices } from './monitoring/notices.ts'
import type { Clock } from './runtime/clock.ts'

export interface MetricsParts {
  readonly settings: () => Settings
  readonly timings: Timings
  readonly counts: Pick<Counts, 'metrics'>
  readonly health: () => Health
  readonly notices: Notices
  readonly clock: Clock
}

export interface CreatedMetrics {
  readonly port: MetricsPort
  start(): Promise<void>
  stop(): Promise<void>
}

/** Null where the library does not want it. */
export function createMetrics(parts: MetricsParts): CreatedMetrics | null {
  const { clock, counts, health, notices, settings, timings } = parts
  const { address, enabled, port: number, tokenFile } = settings().metrics
  if (!enabled) return null
  const sources = [
    kioskCounters(health),
    countedValues(() => counts.metrics()),
    alertCounters(notices),
    processCounters(health, () => clock.wall()),
  ]
  const port: MetricsPort = {
    read: () =>
      exposition(Object.assign({}, ...sources.map((source) => source.read())), [
        timings.ils,
        timings.rfid,
        timings.http,
      ]),
    http: timings.http,
    tokenFile: tokenFile ?? null,
    notices,
  }
  const listener = address === undefined ? null : createMetricsListener(port, { address, port: number })
  return {
    port,
    start: async () => listener?.listen(),
    stop: async () => listener?.close(),
  }
}
