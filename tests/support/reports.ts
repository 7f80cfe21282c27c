/** Reports over the real journal of a kiosk that has had some days: what a library counts from nine to six. */
import type { UptimeState } from '@lectern/device-agent/contract/counts'
import type { ErrorCode } from '@lectern/device-agent/contract/errors'
import type { MediaType } from '@lectern/device-agent/contract/view'
import { JournalFile } from '@lectern/device-agent/journal/journal-file'
import { SqliteCounts } from '@lectern/device-agent/journal/sqlite-counts'
import { SqliteJournal } from '@lectern/device-agent/journal/sqlite-journal'
import { SqliteReturns } from '@lectern/device-agent/journal/sqlite-returns'
import { Reports } from '@lectern/device-agent/monitoring/reports/reports'
import { hourStart } from '@lectern/device-agent/runtime/local-hours'
import { Random } from './random.ts'

const HOUR_MILLISECONDS = 3_600_000
const OPENS = 9
/** Loans in each hour of a day; returns come earlier. */
const CURVE = [6, 14, 17, 9, 8, 13, 21, 24, 18, 7] as const
const MEDIA: readonly (MediaType | null)[] = ['book', 'book', 'book', 'video', 'music', 'magazine', null]
const REFUSALS: readonly ErrorCode[] = ['ITEM_ON_HOLD', 'ITEM_ON_HOLD', 'PATRON_OWES', 'ITEM_NOT_FOR_LOAN']
const DEVICES: readonly (readonly [string, UptimeState])[] = [
  ['rfid', 'ready'],
  ['printer', 'reduced'],
  ['entrance', 'ready'],
]

export interface CountedKiosk {
  readonly reports: Reports
  close(): void
}

/** The last `days` days, today included, up to now or to the evening. */
export function countedKiosk(days: number, now = Date.now()): CountedKiosk {
  let wall = now
  const file = new JournalFile({ file: ':memory:', reserveBytes: 0, wall: () => wall, freeBytes: () => 1 })
  const [journal, returns, counts] = [
    new SqliteJournal(file),
    new SqliteReturns(file),
    new SqliteCounts(file),
  ]
  const random = new Random(7)
  const visitors: { start: number; into: number; out: number; gate: string; alarms: number }[] = []
  let key = 0
  for (let back = days - 1; back >= 0; back--) {
    for (const [index, loans] of CURVE.entries()) {
      const date = new Date(now)
      wall = new Date(date.getFullYear(), date.getMonth(), date.getDate() - back, OPENS + index, 20).getTime()
      const share = days === 1 ? 1 : random.next()
      for (let i = 0; i < loans * share; i++)
        journal.close(journal.begin({ key: `k${++key}`, patron: 'p', item: 'i', tags: [] }), 'lent', {
          media: random.pick(MEDIA),
          renewed: random.chance(0.04),
        })
      for (let i = 0; i < (CURVE.at(-1 - index) ?? 0) * share; i++)
        returns.settle(
          returns.begin({ place: random.chance(0.6) ? 'drop' : 'pad', at: wall }),
          'returned',
          null,
          {
            media: random.pick(MEDIA),
          },
        )
      if (random.chance(0.5)) journal.refused(null, random.pick(REFUSALS))
      counts.visitBegan()
      counts.visitEnded(random.pick(['finished', 'finished', 'finished', 'timeout', 'unused']))
      const hour = hourStart(wall)
      counts.deviceTime(
        [],
        DEVICES.map(([device, state]) => ({
          device,
          state: index === 4 ? 'fault' : index > 4 ? 'ready' : state,
          hour,
          milliseconds: HOUR_MILLISECONDS,
        })),
        wall,
      )
      visitors.push({
        gate: 'entrance',
        start: hour,
        into: 40 + loans * 3,
        out: 38 + loans * 3,
        alarms: random.below(2),
      })
    }
  }
  wall = now
  const reports = new Reports({
    counts,
    gates: {
      hours: (from, to) => visitors.filter(({ start }) => start >= from && start < to),
      views: () => [{ id: 'entrance', name: 'Main entrance' }],
    },
    clock: { wall: () => wall },
    frame: () => ({
      kiosk: { id: 'kiosk-1', name: 'Self-service' },
      library: { name: 'Lindenhof Library' },
    }),
  })
  return {
    reports,
    close: () => journal.shut(),
  }
}
