/** For the desk: what was lent and taken back while the library system was away, and what of it staff must settle. */
import type { FastifyInstance } from 'fastify'
import type { OfflineList } from '../flows/offline/staff-list.ts'
import type { Guard } from './guard.ts'

export interface OfflinePort {
  /** From just after `after`. */
  list(after: number | null): OfflineList
  /** False where there is no such entry. */
  resolve(id: number): boolean
}

/** An id has so many digits at most. */
const ID = /^\d{1,15}$/

/**
 * `GET /api/offline[?after=id]` and `POST /api/offline/:id/resolved`. The list alone names patrons: the desk must know
 * whom. A page of another origin may not resolve anything; a program on this machine sends no origin.
 */
export function serveOffline(app: FastifyInstance, guard: Guard, offline: OfflinePort): void {
  app.get<{ Querystring: { after?: string } }>('/api/offline', (request, reply) => {
    const { after } = request.query
    if (after !== undefined && !ID.test(after)) return reply.code(400).send({ error: 'after is an id' })
    return reply
      .header('cache-control', 'no-store')
      .send(offline.list(after === undefined ? null : Number(after)))
  })
  app.post<{ Params: { id: string } }>('/api/offline/:id/resolved', (request, reply) => {
    const { origin, host } = request.headers
    if (origin !== undefined && !guard.originAllowed(origin, host))
      return reply.code(403).send({ error: 'unknown origin' })
    const { id } = request.params
    if (!ID.test(id) || !offline.resolve(Number(id)))
      return reply.code(404).send({ error: 'not on the list' })
    return reply.code(204).send()
  })
}
