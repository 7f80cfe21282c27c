/**
 * The staff's pages, on loopback like all else: until staff sign in, being on this machine is the key. They have a token
 * of their own, so that nothing the patron's screen holds opens them, and their page is given to a navigation only
 * (Fetch Metadata Request Headers, W3C): a script on the patron's screen cannot ask for it.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { STAFF_PATH, STAFF_SOCKET_PATH } from '../contract/staff-socket.ts'
import type { Guard, Guarded } from './guard.ts'
import type { StaffPages } from './staff-pages.ts'
import { serveSocket } from './wire.ts'

export const STAFF_GUARDED: Guarded = { name: 'lectern-staff', path: STAFF_PATH }

export interface StaffRoutes {
  readonly guard: Guard
  readonly pages: StaffPages
  /** Folder of the built pages. */
  readonly uiFolder: string
}

export function serveStaff(app: FastifyInstance, { guard, pages, uiFolder }: StaffRoutes): void {
  app.get(STAFF_PATH.slice(0, -1), (_request, reply) => reply.redirect(STAFF_PATH))
  app.get(STAFF_PATH, async (request, reply) => {
    const purpose = request.headers['sec-fetch-dest']
    if (purpose !== undefined && purpose !== 'document')
      return reply.code(403).send({ error: 'open it as a page' })
    const page = await readFile(join(uiFolder, 'staff.html')).catch(() => null)
    if (page === null) return reply.code(503).type('text/plain').send('The staff pages are not built.')
    void reply.headers({ 'set-cookie': guard.setCookie, 'cache-control': 'no-store' })
    return reply.type('text/html; charset=utf-8').send(page)
  })
  serveSocket(app, STAFF_SOCKET_PATH, guard, (wire) => pages.join(wire))
}
