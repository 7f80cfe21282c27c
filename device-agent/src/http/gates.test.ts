import fastify from 'fastify'
import { expect, it } from 'vitest'
import { DAYS_MAX, type GateHoursPort, serveGates } from './gates.ts'

const NOW = new Date(2026, 0, 15, 9).getTime()
const ask = async (query: string) => {
  const asked: number[][] = []
  const gates: GateHoursPort = {
    hours: (from, to) => {
      asked.push([from, to])
      return [{ gate: 'main', start: new Date(2026, 0, 15, 8).getTime(), into: 12, out: 9, alarms: 1 }]
    },
  }
  const app = fastify()
  serveGates(app, gates, () => NOW)
  const answer = await app.inject(`/api/gates/hourly.csv${query}`)
  await app.close()
  return { answer, asked }
}

it('people and alarms by the hour are a file for a spreadsheet', async () => {
  const { answer } = await ask('')
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(answer.headers['content-disposition']).toContain('gates-hourly.csv')
  expect(answer.body).toMatch(/^gate,hour,in,out,alarms\r\nmain,2026-01-15T08:00:00[+-]\d\d:\d\d,12,9,1\r\n$/)
})

it('days are the kiosk’s own, both included', async () => {
  const { asked } = await ask('?from=2026-01-01&to=2026-01-31')
  expect(asked).toEqual([[new Date(2026, 0, 1).getTime(), new Date(2026, 1, 1).getTime()]])
})

it.each(['?from=yesterday', '?from=2026-01-31&to=2026-01-01', `?from=2020-01-01&to=2026-01-01`])(
  '%s is refused, and how many days there may be is said',
  async (query) => {
    const { answer, asked } = await ask(query)
    expect(answer.statusCode).toBe(400)
    expect(answer.json().error).toContain(String(DAYS_MAX))
    expect(asked).toEqual([])
  },
)
