/** The tag pages of staff: each sees the same view and may act. The results are a file to download. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { ROUTE_ROLES, TAG_ACTION_ROLES } from '../contract/staff-roles.ts'
import { TAGS_CSV_PATH, TAGS_SOCKET_PATH, TagToolAction, type TagToolMessage } from '../contract/tag-tool.ts'
import type { TagToolPort } from '../flows/tag-tool/port.ts'
import type { Caller } from '../staff/sign-in.ts'
import { Pages, type PagesOptions } from './pages.ts'
import { reader } from './read-message.ts'
import type { Wire } from './screen.ts'
import type { ScreenEvents } from './screens.ts'
import type { StaffGuard } from './staff-guard.ts'
import type { StaffWires } from './staff-wires.ts'
import { serveSocket } from './wire.ts'

/** A workplace or two. */
export const TAG_PAGES_MAX = 8

const readAction = reader(TagToolAction)
const write = (message: TagToolMessage): string => JSON.stringify(message)

export interface TagPagesOptions extends Pick<PagesOptions, 'clock' | 'schedule'> {
  readonly tool: TagToolPort
}

/** The last page to leave gives the pad back. */
export class TagPages extends Pages {
  readonly #tool: TagToolPort
  readonly #callers: WeakMap<Wire, Caller>

  constructor({ tool, ...options }: TagPagesOptions) {
    const callers = new WeakMap<Wire, Caller>()
    super({
      ...options,
      max: TAG_PAGES_MAX,
      write: () => write({ type: 'view', view: tool.view() }),
      onView: (listener) => tool.onView(listener),
      receive: (text, wire) => {
        const action = readAction(text)
        if (action === null) return false
        const caller = callers.get(wire)
        const allowed = caller?.may(TAG_ACTION_ROLES[action.type]) === true
        if (allowed) tool.act(action)
        // Not what was scanned or pasted: it may be a patron's card.
        caller?.record(
          `tags.${action.type}`,
          action.type === 'work' ? action.work : '',
          allowed ? 'done' : 'role',
        )
        return true
      },
      onEmpty: () => tool.act({ type: 'work', work: 'off' }),
    })
    this.#tool = tool
    this.#callers = callers
  }

  joinAs(wire: Wire, caller: Caller): ScreenEvents | null {
    this.#callers.set(wire, caller)
    return this.join(wire)
  }

  csv(): Readable {
    return Readable.from(this.#tool.csv())
  }
}

export function serveTags(app: FastifyInstance, guard: StaffGuard, wires: StaffWires, pages: TagPages): void {
  app.get(TAGS_CSV_PATH, async (request, reply) => {
    if ((await guard.asker(request, reply, ROUTE_ROLES.tags)) === null) return reply
    return reply
      .header('content-disposition', 'attachment; filename="tags.csv"')
      .type('text/csv; charset=utf-8')
      .send(pages.csv())
  })
  serveSocket(app, TAGS_SOCKET_PATH, guard, (wire, { address, cookie }) =>
    wires.join(wire, guard.caller(cookie, address), ROUTE_ROLES.tags, (own, caller) =>
      pages.joinAs(own, caller),
    ),
  )
}
