/** People and alarms by the hour, for a spreadsheet (RFC 4180). */
import type { GateHour } from '../../journal/gate-contract.ts'
import { isoWithOffset } from '../../runtime/local-hours.ts'

const HEAD = 'gate,hour,in,out,alarms'

export function hourlyCsv(hours: readonly GateHour[]): string {
  const lines = hours.map(({ gate, start, into, out, alarms }) =>
    [gate, isoWithOffset(start), into, out, alarms].join(','),
  )
  return `${[HEAD, ...lines].join('\r\n')}\r\n`
}
