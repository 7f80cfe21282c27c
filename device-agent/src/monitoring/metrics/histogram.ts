/** How long things took, counted into buckets (prometheus.io, "Metric types", histogram). */
export interface HistogramOptions {
  readonly name: string
  readonly help: string
  /** Upper bounds in seconds, rising; what is longer counts for +Inf alone. */
  readonly buckets: readonly number[]
}

export interface Series {
  readonly labels: Readonly<Record<string, string>>
  /** Of each bucket, those of the ones before it among them. */
  readonly counts: readonly number[]
  readonly count: number
  /** Seconds. */
  readonly sum: number
}

/** Different labels of one histogram; what comes beyond is not counted. */
export const SERIES_MAX = 100
const MILLISECONDS = 1_000

export class Histogram {
  readonly name: string
  readonly help: string
  readonly buckets: readonly number[]
  readonly #series = new Map<
    string,
    { labels: Series['labels']; counts: number[]; count: number; sum: number }
  >()

  constructor({ buckets, help, name }: HistogramOptions) {
    this.name = name
    this.help = help
    this.buckets = buckets
  }

  observe(milliseconds: number, labels: Series['labels']): void {
    const seconds = milliseconds / MILLISECONDS
    const key = JSON.stringify(labels)
    let series = this.#series.get(key)
    if (series === undefined) {
      if (this.#series.size >= SERIES_MAX) return
      series = { labels, counts: this.buckets.map(() => 0), count: 0, sum: 0 }
      this.#series.set(key, series)
    }
    series.count++
    series.sum += seconds
    for (const [index, bound] of this.buckets.entries())
      if (seconds <= bound) series.counts[index] = (series.counts[index] ?? 0) + 1
  }

  get series(): readonly Series[] {
    return [...this.#series.values()]
  }
}
