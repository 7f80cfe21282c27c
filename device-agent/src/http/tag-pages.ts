/** The tag pages of staff: each sees the same view and may act. The results are a file to download. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { TAGS_CSV_PATH, TAGS_SOCKET_PATH, TagToolAction, type TagToolMessage } from '../contract/tag-tool.ts'
import type { TagToolPort } from '../flows/tag-tool/port.ts'
import type { Guard } from './guard.ts'
import { Pages, type PagesOptions } from './pages.ts'
import { reader } from './read-message.ts'
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

  constructor({ tool, ...options }: TagPagesOptions) {
    super({
      ...options,
      max: TAG_PAGES_MAX,
      write: () => write({ type: 'view', view: tool.view() }),
      onView: (listener) => tool.onView(listener),
      receive: (text) => {
        const action = readAction(text)
        if (action !== null) tool.act(action)
        return action !== null
      },
      onEmpty: () => tool.act({ type: 'work', work: 'off' }),
    })
    this.#tool = tool
  }

  csv(): Readable {
    return Readable.from(this.#tool.csv())
  }
}

/** `guard` is that of the staff's pages: they are given its token. */
export function serveTags(app: FastifyInstance, guard: Guard, pages: TagPages): void {
  app.get(TAGS_CSV_PATH, async (request, reply) => {
    if (!guard.tokenAllowed(request.headers.cookie))
      return reply.code(403).send({ error: 'open the staff page first' })
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', 'attachment; filename="tags.csv"')
      .type('text/csv; charset=utf-8')
      .send(pages.csv())
  })
  serveSocket(app, TAGS_SOCKET_PATH, guard, (wire) => pages.join(wire))
}
