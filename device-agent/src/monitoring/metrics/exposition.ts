/** What Prometheus reads: the text format 0.0.4 (prometheus.io, "Exposition formats", "Text-based format"). */
import { metricName } from '../mqtt/kiosk-counters.ts'
import { FAMILIES, type Family } from './families.ts'
import type { Histogram } from './histogram.ts'

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** 'lectern_device_up{device="rfid"}' to its value; throws RangeError for one that is in no table. */
export function exposition(
  values: Readonly<Record<string, number>>,
  histograms: readonly Histogram[],
): string {
  const families = Map.groupBy(Object.entries(values), ([name]) => familyOf(name))
  const plain = [...families].sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    ...plain.flatMap(([name, samples]) => [
      ...head(name, rowOf(name)),
      ...samples.map(([sample, value]) => `${sample} ${written(value)}`),
    ]),
    ...histograms.flatMap(ofHistogram),
    '',
  ].join('\n')
}

const familyOf = (sample: string): string => sample.split('{', 1)[0] ?? sample

function rowOf(name: string): Family {
  const row = FAMILIES[name]
  if (row === undefined) throw new RangeError(`no metric ${name}`)
  return row
}

const head = (name: string, { help, type }: { readonly help: string; readonly type: string }): string[] => [
  `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
  `# TYPE ${name} ${type}`,
]

function ofHistogram({ buckets, help, name, series }: Histogram): string[] {
  return [
    ...head(name, { help, type: 'histogram' }),
    ...series.flatMap(({ count, counts, labels, sum }) => [
      ...buckets.map(
        (bound, index) =>
          `${metricName(`${name}_bucket`, { ...labels, le: String(bound) })} ${counts[index] ?? 0}`,
      ),
      `${metricName(`${name}_bucket`, { ...labels, le: '+Inf' })} ${count}`,
      `${metricName(`${name}_sum`, labels)} ${sum}`,
      `${metricName(`${name}_count`, labels)} ${count}`,
    ]),
  ]
}

/** As Go's ParseFloat reads it. */
const written = (value: number): string => {
  if (Number.isNaN(value)) return 'NaN'
  if (Number.isFinite(value)) return String(value)
  return value > 0 ? '+Inf' : '-Inf'
}
