/** What the security gates told, kept for a limited time, and the people they counted: all of it survives a power cut. */

export type GateVerdict = 'looking' | 'theft' | 'rewriteFailed' | 'onLoan' | 'test' | 'unknown'

export interface KeptSighting {
  /** The gate's own name of the record; told again, it is the same. */
  readonly record: string
  /** The record holds its own time, so another with the same name is never a new one. */
  readonly timed: boolean
  readonly at: number
  readonly tag: string | null
  readonly item: string | null
  readonly cause: 'afi' | 'eas' | 'contact' | 'unknown'
  readonly antennas: readonly number[]
  readonly direction: 'in' | 'out' | null
  readonly verdict: GateVerdict
  /** Where it was lent, for `rewriteFailed`. */
  readonly kiosk: string | null
  /** Told to nobody: the time is one at which alarms are silent. */
  readonly silenced: boolean
}

export interface GateAlarm extends Omit<KeptSighting, 'record' | 'timed'> {
  readonly id: number
  readonly gate: string
  readonly title: string | null
}

export interface GateHour {
  readonly gate: string
  /** Milliseconds since 1970 of its beginning, on the kiosk's own clock. */
  readonly start: number
  readonly into: number
  readonly out: number
  readonly alarms: number
}

/** Every write is durable when it returns, and throws LecternError `JOURNAL_DISK_FULL` or `JOURNAL_FAILED` where it is not. */
export interface GateStore {
  /**
   * Keeps what a gate told, in one write; in their order: the alarm, or null for what is known: told again, or the same
   * tag within `sameTagMilliseconds` of its last sighting. `hour`: the beginning of the hour of a time.
   */
  keep(
    gate: string,
    sightings: readonly KeptSighting[],
    sameTagMilliseconds: number,
    hour: (at: number) => number,
  ): readonly (GateAlarm | null)[]
  /** The gate has forgotten these records; null: all. */
  forgotten(gate: string, records: readonly string[] | null): void
  /** `open`: it is to be looked up again later. */
  settle(
    id: number,
    outcome: { readonly verdict: GateVerdict; readonly title: string | null; readonly kiosk: string | null },
    open: boolean,
  ): void
  alarm(id: number): GateAlarm | null
  /** Still to be looked up, oldest first. */
  open(since: number): readonly GateAlarm[]
  /** Newest first. */
  recent(limit: number): readonly GateAlarm[]
  /** When it last saw anything, test tags too; null for never. */
  lastSighting(gate: string): number | null
  /** The counter stands so now; what was counted since it was read last belongs to the hour that begins at `hour`. */
  count(gate: string, now: { readonly into: number; readonly out: number }, hour: number): void
  /** Hours that began within, by gate, then oldest first. */
  hours(from: number, to: number): readonly GateHour[]
  /** Tells each hour that began before and was not told yet, oldest first; they count as told once all are. */
  tellUntold(before: number, tell: (hour: GateHour) => void): readonly GateHour[]
  /** Deletes alarms from before, and hours from before. */
  prune(alarmsBefore: number, hoursBefore: number): void
  shut(): void
}
