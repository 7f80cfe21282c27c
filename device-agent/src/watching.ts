/** Whoever watches the kiosk from elsewhere without MQTT: Prometheus, and whom alerts are sent to. */
import { type AlertParts, createAlertRoutes } from './alert-routes.ts'
import type { MetricsPort } from './http/metrics.ts'
import { createMetrics, type MetricsParts } from './metrics.ts'

export interface Watch {
  /** For the server of the pages. */
  readonly http: { readonly metrics?: MetricsPort }
  stop(): Promise<void>
}

/** Starts at once: what ails the kiosk from its first moment is told, too. */
export async function createWatch(parts: MetricsParts & AlertParts): Promise<Watch> {
  const metrics = createMetrics(parts)
  await metrics?.start()
  const alerts = await createAlertRoutes(parts)
  return {
    http: metrics === null ? {} : { metrics: metrics.port },
    stop: async () => {
      await Promise.all([metrics?.stop(), alerts?.stop()])
    },
  }
}
