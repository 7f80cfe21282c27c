import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseSettings } from '../config/load.ts'
import { createLog } from '../monitoring/log.ts'
import { createTimings } from '../monitoring/metrics/timings.ts'
import { createNotices } from '../monitoring/notices.ts'
import { ManualClock } from '../runtime/clock.ts'
import { createMetricsListener, type MetricsPort, serveMetrics, timeRequests } from './metrics.ts'

let folder = ''
let ending: (() => Promise<void>)[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lectern-metrics-'))
})
afterEach(async () => {
  for (const end of ending.toReversed()) await end()
  ending = []
  await rm(folder, { recursive: true })
})

function port(tokenFile: string | null = null) {
  const clock = new ManualClock()
  const notices = createNotices({ clock, log: createLog({ clock, write: () => {} }) })
  const timings = createTimings()
  const metrics: MetricsPort = { read: () => 'lectern_screens 1\n', http: timings.http, tokenFile, notices }
  return { codes: () => notices.open().map(({ code, detail }) => `${code} ${detail}`), metrics, timings }
}
function listener(metrics: MetricsPort, address = { address: '127.0.0.1', port: 0 }) {
  const made = createMetricsListener(metrics, address)
  ending.push(() => made.close())
  return made
}
const ask = (metrics: MetricsPort, authorization?: string, url = '/metrics') =>
  listener(metrics).app.inject({
    url,
    ...(authorization === undefined ? {} : { headers: { authorization } }),
  })

describe('/metrics', () => {
  it('is in the text format, and not kept', async () => {
    const { body, headers, statusCode } = await ask(port().metrics)
    expect([statusCode, body]).toEqual([200, 'lectern_screens 1\n'])
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(headers['cache-control']).toBe('no-store')
  })

  it('asks for the token where there is one, and takes a new one without a restart', async () => {
    const file = join(folder, 'token')
    await writeFile(file, 'first-lindenhof\n')
    const { metrics } = port(file)
    expect((await ask(metrics)).statusCode).toBe(401)
    expect((await ask(metrics, 'Bearer first-lindenhoF')).statusCode).toBe(401)
    expect((await ask(metrics, 'Bearer first-lindenhof')).statusCode).toBe(200)
    await writeFile(file, 'second')
    expect((await ask(metrics, 'Bearer first-lindenhof')).statusCode).toBe(401)
    expect((await ask(metrics, 'Bearer second')).statusCode).toBe(200)
  })

  it('without a token to compare with is closed, and staff are told until there is one', async () => {
    const file = join(folder, 'token')
    const { codes, metrics } = port(file)
    for (const text of [null, '', ' \n']) {
      if (text !== null) await writeFile(file, text)
      expect((await ask(metrics, 'Bearer ')).statusCode).toBe(503)
      expect(codes()).toEqual([`METRICS_FAILED no token in ${file}`])
    }
    await writeFile(file, 'third')
    await ask(metrics)
    expect(codes()).toEqual([])
  })

  it('has nothing beside it on its own port', async () => {
    for (const url of ['/', '/health', '/metrics/x'])
      expect((await ask(port().metrics, undefined, url)).statusCode).toBe(404)
  })

  it('listens where it is told, and tells staff where that cannot be', async () => {
    const { codes, metrics } = port()
    const first = listener(metrics)
    await first.listen()
    const [at] = first.app.addresses()
    if (at === undefined || typeof at === 'string') throw new Error('it does not listen')
    expect(at.address).toBe('127.0.0.1')
    await listener(metrics, at).listen()
    expect(codes()).toEqual([`METRICS_FAILED port ${at.port}: EADDRINUSE`])
  })
})

describe('the time requests take', () => {
  it('is counted by route and kind of status, not by what was asked for', async () => {
    const { metrics, timings } = port()
    const app = fastify()
    ending.push(() => app.close())
    timeRequests(app, metrics.http)
    serveMetrics(app, metrics)
    app.get('/api/:id', async (_request, reply) => reply.code(404).send({}))
    for (const url of ['/metrics', '/api/21234000001001', '/api/2', '/no/such/place'])
      await app.inject({ url })
    expect(timings.http.series.map(({ count, labels }) => [labels.route, labels.status, count])).toEqual([
      ['/metrics', '2xx', 1],
      ['/api/:id', '4xx', 2],
      ['none', '4xx', 1],
    ])
  })
})

describe('the settings', () => {
  const read = (metrics: string) =>
    parseSettings(
      `library: { name: Riverside }\nils: { host: ils.example, port: 6001 }\nmetrics: ${metrics}\n`,
    )
  it('let nobody beyond this machine read without a token', () => {
    expect(read('{ address: 0.0.0.0 }')).toMatchObject({
      ok: false,
      problems: [{ path: 'metrics.address', reason: expect.stringContaining('tokenFile') }],
    })
    expect(read('{ address: kiosk.example, tokenFile: /t }')).toMatchObject({ ok: false })
    expect(read("{ address: '::', tokenFile: /t }")).toMatchObject({
      ok: true,
      settings: { metrics: { enabled: true, port: 9464 } },
    })
  })
})
