/**
 * The staff's pages, on loopback like all else, for those who have signed in: nothing the patron's screen holds opens them.
 */
import type { FastifyInstance } from 'fastify'
import type { ConsoleBroker } from '../contract/console.ts'
import { ROUTE_ROLES } from '../contract/staff-roles.ts'
import { STAFF_PATH, STAFF_SOCKET_PATH } from '../contract/staff-socket.ts'
import type { LookPort } from '../flows/look/port.ts'
import type { TagToolPort } from '../flows/tag-tool/port.ts'
import type { StaffPort } from '../monitoring/desk.ts'
import type { Clock } from '../runtime/clock.ts'
import type { OpenIdDoor } from '../staff/open-id/door.ts'
import type { SignIn } from '../staff/sign-in.ts'
import { CONSOLE_GUARDED, serveConsole } from './console.ts'
import { createGuard, type Guarded } from './guard.ts'
import { policyOf } from './headers.ts'
import { LookPages, serveLook } from './look-pages.ts'
import { type ReportsPort, serveReports } from './reports.ts'
import { servePage } from './serve-page.ts'
import { serveAccounts } from './staff-accounts.ts'
import { StaffGuard } from './staff-guard.ts'
import { serveOpenId } from './staff-open-id.ts'
import { StaffPages } from './staff-pages.ts'
import { serveSignIn } from './staff-sign-in.ts'
import { StaffWires } from './staff-wires.ts'
import { serveTags, TagPages } from './tag-pages.ts'
import { serveSocket } from './wire.ts'

export const STAFF_GUARDED: Guarded = { name: 'lectern-staff', path: STAFF_PATH }

export interface StaffAreaOptions {
  readonly clock: Clock
  /** Folder of the built pages. */
  readonly uiFolder: string
  /** Left out where the staff's pages are not wanted: they then do not exist. Nor do they without `signIn`. */
  readonly staff?: StaffPort
  readonly signIn?: SignIn
  /** Left out where no provider vouches for staff. */
  readonly openId?: OpenIdDoor
  /** The tag tool; part of the staff's pages. */
  readonly tags?: TagToolPort
  /** Looking at the kiosk's screen from the desk; part of them as well. */
  readonly look?: LookPort
  /** Part of the staff's pages too. */
  readonly reports?: ReportsPort
  /** Which broker the console, part of the staff's pages, connects to; left out where there is none. */
  readonly broker?: ConsoleBroker
}

interface StaffServing extends StaffAreaOptions {
  /** Somebody's action threw. */
  onError(error: unknown): void
}

/** Gives back what closes their sockets. */
export function serveStaff(app: FastifyInstance, options: StaffServing, port: () => number): () => void {
  const { clock, openId, reports, signIn, staff, tags, uiFolder } = options
  if (staff === undefined || signIn === undefined) return () => undefined
  const guard = new StaffGuard(signIn, port, STAFF_GUARDED)
  const wires = new StaffWires({ clock, signIn })
  const pages = new StaffPages({ staff, clock })
  const tagPages = tags === undefined ? null : new TagPages({ tool: tags, clock })
  const lookPages = options.look === undefined ? null : new LookPages({ ...options, look: options.look })
  servePage(app, {
    ...{ path: STAFF_PATH, file: 'staff.html', guard: null, uiFolder },
    policy: policyOf({ frames: "'self'" }),
  })
  serveSignIn(app, { guard, signIn, ...(openId === undefined ? {} : { openId }) })
  if (openId !== undefined) serveOpenId(app, { guard, openId, signIn })
  serveAccounts(app, guard, signIn)
  if (tagPages !== null) serveTags(app, guard, wires, tagPages)
  if (lookPages !== null) serveLook(app, { guard, wires, pages: lookPages, uiFolder })
  if (reports !== undefined) serveReports(app, guard, reports)
  // The page holds nothing: who may see the fleet is the broker's to say.
  serveConsole(app, {
    broker: options.broker ?? null,
    guard: createGuard(port, CONSOLE_GUARDED),
    uiFolder,
  })
  serveSocket(app, STAFF_SOCKET_PATH, guard, (wire, { address, cookie }) =>
    wires.join(wire, guard.caller(cookie, address), ROUTE_ROLES.desk, (own, caller) =>
      pages.joinAs(own, caller),
    ),
  )
  return () => {
    wires.close()
    pages.close()
    tagPages?.close()
    lookPages?.close()
  }
}
