/**
 * Durable counts by the hour of the kiosk's own time zone. What the journal closes is counted in the write that closes it
 * (`sqlite-counts.ts`), so that no kill loses or doubles it; what has no entry there is counted here. An hour that is
 * over does not change any more.
 */
import type { DeviceTime, Tally, Total, VisitEnd } from '../contract/counts.ts'

/** Every write is durable when it returns, and throws LecternError `JOURNAL_DISK_FULL` or `JOURNAL_FAILED` where it is not. */
export interface CountStore {
  /** Somebody is at the screen. One that is still so at the next start was interrupted, and is counted then. */
  visitBegan(): void
  /** Counts a visit that had begun; otherwise nothing. */
  visitEnded(how: VisitEnd): void
  /** Until when each device's time is counted, in milliseconds since 1970. */
  devicesUntil(): ReadonlyMap<string, number>
  /** Adds device time, and that all of it is counted until `until`: one write. */
  deviceTime(devices: readonly string[], times: readonly DeviceTime[], until: number): void
  /** Since ever. */
  totals(): readonly Total[]
  /** Hours, and days where hours are no longer kept, that began within; oldest first. */
  between(from: number, to: number): readonly Tally[]
  /** Sums hours from before to days, `day` being the beginning of an hour's day; deletes days from before. */
  prune(hoursBefore: number, daysBefore: number, day: (hour: number) => number): void
}
