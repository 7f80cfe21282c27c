import type { Total } from '../../contract/counts.ts'
import { metricName } from '../mqtt/kiosk-counters.ts'
import type { CounterSource } from '../mqtt/tell-kiosk.ts'

export interface Metric {
  readonly name: MetricName
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/**
 * Names and labels are a promise to dashboards (Prometheus, "Metric and label naming": a counter ends in `_total`, units
 * are base units).
 */
export const METRICS = {
  lectern_checkouts_total: 'Loans made, by media type.',
  lectern_renewals_total: 'Loans renewed because the patron had the item already, by media type.',
  lectern_returns_total: 'Items taken back that were on loan, by where and by media type.',
  lectern_refusals_total: 'Refusals told to patrons, and items of the drop not taken back, by error code.',
  lectern_sessions_total: 'Visits at the screen, by how they ended.',
  lectern_device_seconds_total: 'Time each device was in a state; off: the kiosk was not running.',
} as const
export type MetricName = keyof typeof METRICS

const MILLISECONDS = 1_000

export function metricOf(total: Total): Metric {
  const value = total.count
  switch (total.kind) {
    case 'checkout':
      return { name: 'lectern_checkouts_total', labels: { media: total.media }, value }
    case 'renewal':
      return { name: 'lectern_renewals_total', labels: { media: total.media }, value }
    case 'return':
      return { name: 'lectern_returns_total', labels: { place: total.place, media: total.media }, value }
    case 'refusal':
      return { name: 'lectern_refusals_total', labels: { code: total.code }, value }
    case 'session':
      return { name: 'lectern_sessions_total', labels: { ended: total.ended }, value }
    case 'device':
      return {
        name: 'lectern_device_seconds_total',
        labels: { device: total.device, state: total.state },
        value: value / MILLISECONDS,
      }
  }
}

/** The same for MQTT, by their whole names. */
export const countedValues = (metrics: () => readonly Metric[]): CounterSource => ({
  read: () =>
    Object.fromEntries(metrics().map(({ labels, name, value }) => [metricName(name, labels), value])),
})
