/** People and alarms by the hour, for a spreadsheet. */
import type { FastifyInstance } from 'fastify'
import type { Gates } from '../flows/gate/contract.ts'
import { hourlyCsv } from '../flows/gate/hourly-csv.ts'

export type GateHoursPort = Pick<Gates, 'hours'>

const DAY = /^\d{4}-\d{2}-\d{2}$/
/** Days in one answer, at most: hours of 32 gates fit in some megabytes. */
export const DAYS_MAX = 370
const DAY_MILLISECONDS = 86_400_000
const LAST_DAYS = 31

/** Midnight on the kiosk's own clock; null for what is no day. */
function midnight(text: string, daysLater = 0): number | null {
  if (!DAY.test(text)) return null
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  const at = new Date(year, month - 1, day + daysLater).getTime()
  return Number.isNaN(at) ? null : at
}

/** `GET /api/gates/hourly.csv[?from=2026-01-01&to=2026-01-31]`, both days included; the last 31 where left out. */
export function serveGates(app: FastifyInstance, gates: GateHoursPort, wall: () => number): void {
  app.get<{ Querystring: { from?: string; to?: string } }>('/api/gates/hourly.csv', (request, reply) => {
    const { from, to } = request.query
    const end = to === undefined ? wall() + 1 : midnight(to, 1)
    const begin = from === undefined ? (end ?? 0) - LAST_DAYS * DAY_MILLISECONDS : midnight(from)
    if (begin === null || end === null || begin > end || end - begin > DAYS_MAX * DAY_MILLISECONDS)
      return reply.code(400).send({ error: `from and to are days, at most ${DAYS_MAX} apart` })
    return reply
      .headers({
        'cache-control': 'no-store',
        'content-disposition': 'attachment; filename="gates-hourly.csv"',
      })
      .type('text/csv; charset=utf-8')
      .send(hourlyCsv(gates.hours(begin, end)))
  })
}
