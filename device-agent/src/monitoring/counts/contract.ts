/** The counts, for whoever shows them: reports, metrics, MQTT, the console. */
import type { Tally } from '../../contract/counts.ts'
import type { Metric } from './metrics.ts'

export interface Counts {
  /** Since ever; they only rise, over restarts too. */
  metrics(): readonly Metric[]
  /**
   * What was counted in the hours (and the days, where hours are no longer kept) that began within `from` and `to`, in
   * milliseconds since 1970; oldest first. The running hour is as it stands now; one that is over does not change.
   */
  between(from: number, to: number): readonly Tally[]
}
