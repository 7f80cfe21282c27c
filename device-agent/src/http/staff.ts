/**
 * The staff's pages, on loopback like all else: until staff sign in, being on this machine is the key. They have a token
 * of their own, so that nothing the patron's screen holds opens them.
 */
import type { FastifyInstance } from 'fastify'
import { STAFF_PATH, STAFF_SOCKET_PATH } from '../contract/staff-socket.ts'
import type { Guard, Guarded } from './guard.ts'
import { servePage } from './serve-page.ts'
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
  servePage(app, { path: STAFF_PATH, file: 'staff.html', guard, uiFolder })
  serveSocket(app, STAFF_SOCKET_PATH, guard, (wire) => pages.join(wire))
}
