/** The page of staff who look at the kiosk's screen: one at a time, told the masked view and who may touch it. */
import type { FastifyInstance } from 'fastify'
import { LOOK_FRAME_PATH, LOOK_SOCKET_PATH, LookAction, type LookMessage } from '../contract/look.ts'
import { LOOK_ROLES, ROUTE_ROLES } from '../contract/staff-roles.ts'
import type { Looker, LookPort } from '../flows/look/port.ts'
import type { Caller } from '../staff/sign-in.ts'
import { policyOf } from './headers.ts'
import { Pages, type PagesOptions } from './pages.ts'
import { reader } from './read-message.ts'
import type { Wire } from './screen.ts'
import type { ScreenEvents } from './screens.ts'
import { servePage } from './serve-page.ts'
import type { StaffGuard } from './staff-guard.ts'
import type { StaffWires } from './staff-wires.ts'
import { serveSocket } from './wire.ts'

/** One looks; the page whose place it took may still be on its way out. */
export const LOOK_PAGES_MAX = 2
/** Normal closure (RFC 6455, section 7.4.1): the last message said why. */
const CLOSE_OVER = 1000

const readAction = reader(LookAction)

export interface LookPagesOptions extends Pick<PagesOptions, 'clock' | 'schedule'> {
  readonly look: LookPort
  /** An action threw: a bug, told and survived. */
  onError(error: unknown): void
}

interface At {
  readonly caller: Caller
  readonly looker: Looker
}

const say = (wire: Wire, message: LookMessage): void => wire.send(JSON.stringify(message), () => undefined)

export class LookPages extends Pages {
  readonly #look: LookPort
  readonly #at: WeakMap<Wire, At>

  constructor({ look, onError, ...options }: LookPagesOptions) {
    const at = new WeakMap<Wire, At>()
    super({
      ...options,
      max: LOOK_PAGES_MAX,
      write: () => JSON.stringify({ type: 'look', look: look.view() } satisfies LookMessage),
      onView: (listener) => look.onView(listener),
      receive: (text, wire) => {
        const action = readAction(text)
        if (action === null) return false
        try {
          const why = act(look, at.get(wire), action)
          if (why !== null) say(wire, { type: 'refused', why })
        } catch (error) {
          onError(error)
        }
        return true
      },
    })
    this.#look = look
    this.#at = at
  }

  joinAs(wire: Wire, caller: Caller): ScreenEvents | null {
    const by = caller.signed
    const over = (why: Extract<LookMessage, { type: 'over' }>['why'], who = '') => {
      say(wire, { type: 'over', why, by: who })
      wire.close(CLOSE_OVER, why)
    }
    const looker: Looker = {
      session: caller.token,
      name: by?.name ?? '',
      over: (why) => over(why),
      // Also after the session has ended: it is still theirs.
      note: (action, detail, result) => caller.record(action, detail, result, by),
    }
    const refused = this.#look.begin(looker)
    if (refused !== null) {
      over(refused.why, refused.by)
      return null
    }
    this.#at.set(wire, { caller, looker })
    const events = this.join(wire)
    if (events === null) {
      this.#look.left(looker)
      return null
    }
    const gone = () => {
      events.gone()
      this.#look.left(looker)
    }
    return { received: (text) => events.received(text), ponged: () => events.ponged(), gone }
  }
}

function act(look: LookPort, at: At | undefined, action: LookAction) {
  if (at?.caller.may(LOOK_ROLES[action.type]) === true) return look.act(at.looker, action)
  at?.looker.note(`look.${action.type}`, '', 'role')
  return 'role'
}

export interface LookRoutes {
  readonly guard: StaffGuard
  readonly wires: StaffWires
  readonly pages: LookPages
  /** Folder of the built pages. */
  readonly uiFolder: string
}

/** The frame holds nothing and connects to nothing: the page around it, of this origin, hands it what to draw. */
export function serveLook(app: FastifyInstance, { guard, pages, uiFolder, wires }: LookRoutes): void {
  servePage(app, {
    path: LOOK_FRAME_PATH,
    file: 'look.html',
    guard: null,
    uiFolder,
    policy: policyOf({ connect: null, framedBy: "'self'" }),
    framed: true,
  })
  serveSocket(app, LOOK_SOCKET_PATH, guard, (wire, { address, cookie }) =>
    wires.join(wire, guard.caller(cookie, address), ROUTE_ROLES.screen, (own, caller) =>
      pages.joinAs(own, caller),
    ),
  )
}
