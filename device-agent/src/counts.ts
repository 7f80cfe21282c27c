/** What this kiosk counts, put together: visits and device time are seen from here, all else is counted in the journal. */
import type { Settings } from './config/settings.ts'
import type { CountStore } from './journal/counts-contract.ts'
import type { Counts } from './monitoring/counts/contract.ts'
import { DeviceHours } from './monitoring/counts/device-hours.ts'
import { keepCounts } from './monitoring/counts/keep.ts'
import { countedValues, metricOf } from './monitoring/counts/metrics.ts'
import { type VisitSource, watchVisits } from './monitoring/counts/visits.ts'
import type { DevicePort } from './monitoring/desk-ports.ts'
import type { CounterSource } from './monitoring/mqtt/tell-kiosk.ts'
import { type GateHourSource, Reports } from './monitoring/reports/reports.ts'
import type { Clock } from './runtime/clock.ts'

export interface CountsParts {
  readonly counts: CountStore
  readonly session: VisitSource
  readonly devices: readonly DevicePort[]
  /** Null on a kiosk without gates. */
  readonly gates: GateHourSource | null
  readonly settings: () => Settings
  readonly clock: Clock
}

export interface CreatedCounts {
  readonly counts: Counts
  /** The same for MQTT. */
  readonly counters: CounterSource
  /** Null where the library does not want the staff's pages. */
  readonly reports: Reports | null
  /** Before the devices are. */
  stop(): void
}

export function createCounts({
  counts: store,
  session,
  devices,
  gates,
  settings,
  clock,
}: CountsParts): CreatedCounts {
  const counts: Counts = {
    metrics: () => store.totals().map(metricOf),
    between: (from, to) => store.between(from, to),
  }
  const hours = new DeviceHours({ devices, store, clock })
  hours.start()
  const endings = [
    watchVisits(session, store),
    keepCounts(store, clock, () => settings().reports.keepHoursMonths),
  ]
  const reports = settings().staff.enabled
    ? new Reports({
        counts: {
          between: (from, to) => {
            hours.keep()
            return counts.between(from, to)
          },
        },
        gates,
        clock,
        frame: () => ({
          kiosk: { id: settings().kiosk.id, name: settings().kiosk.name },
          library: { name: settings().library.name },
        }),
      })
    : null
  return {
    counts,
    counters: countedValues(() => counts.metrics()),
    reports,
    stop: () => {
      for (const end of endings) end()
      hours.stop()
    },
  }
}
