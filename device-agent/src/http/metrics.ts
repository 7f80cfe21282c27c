/**
 * `/metrics` for Prometheus: on loopback with all else, and where the library wants it on an address and a port of its
 * own, where nothing else is served.
 */
import { timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { EXPOSITION_TYPE } from '../monitoring/metrics/exposition.ts'
import type { Histogram } from '../monitoring/metrics/histogram.ts'
import type { Notices } from '../monitoring/notices.ts'

export const METRICS_PATH = '/metrics'
const REQUEST_TIMEOUT_MILLISECONDS = 10_000

export interface MetricsPort {
  /** In the text format. */
  read(): string
  /** How long other requests took. */
  readonly http: Pick<Histogram, 'observe'>
  /** Null where no token is asked for. */
  readonly tokenFile: string | null
  readonly notices: Pick<Notices, 'raise' | 'clear'>
}

export function serveMetrics(app: FastifyInstance, metrics: MetricsPort): void {
  app.get(METRICS_PATH, async (request, reply) => answer(metrics, request, reply))
}

/** Hosts that do not exist here are turned away before; so are sockets, which last as long as a screen does. */
export function timeRequests(app: FastifyInstance, http: MetricsPort['http']): void {
  app.addHook('onResponse', async (request, reply) => {
    if (request.ws === true) return
    const route = request.routeOptions.url ?? 'none'
    http.observe(reply.elapsedTime, { route, status: `${Math.floor(reply.statusCode / 100)}xx` })
  })
}

export interface MetricsListener {
  /** Never rejects: a port that cannot be had is told to staff. */
  listen(): Promise<void>
  close(): Promise<void>
  /** For `inject`. */
  readonly app: FastifyInstance
}

export function createMetricsListener(
  metrics: MetricsPort,
  { address, port }: { readonly address: string; readonly port: number },
): MetricsListener {
  const app = fastify({
    logger: false,
    bodyLimit: 1,
    requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
    forceCloseConnections: true,
  })
  serveMetrics(app, metrics)
  return {
    app,
    listen: async () => {
      try {
        await app.listen({ host: address, port })
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : 'no port'
        metrics.notices.raise('METRICS_FAILED', `port ${port}: ${code}`, 'listen')
      }
    },
    close: () => app.close(),
  }
}

async function answer(
  { notices, read, tokenFile }: MetricsPort,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  void reply.header('cache-control', 'no-store')
  if (tokenFile !== null) {
    const token = (await readFile(tokenFile, 'utf8').catch(() => '')).trim()
    if (token === '') {
      notices.raise('METRICS_FAILED', `no token in ${tokenFile}`, 'token')
      return reply.code(503).send({ error: 'no token to compare with' })
    }
    notices.clear('METRICS_FAILED', 'token')
    if (!isSame(headers.authorization ?? '', `Bearer ${token}`))
      return reply.code(401).header('www-authenticate', 'Bearer').send({ error: 'a bearer token is needed' })
  }
  return reply.type(EXPOSITION_TYPE).send(read())
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)]
  return a.length === b.length && timingSafeEqual(a, b)
}
