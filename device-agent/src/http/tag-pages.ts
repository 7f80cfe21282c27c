/** The tag pages of staff: each sees the same view and may act. The results are a file to download. */
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { CLOSE_GOING_AWAY, CLOSE_RELOAD, CLOSE_TOO_MANY_SCREENS } from '../contract/socket.ts'
import { TAGS_CSV_PATH, TAGS_SOCKET_PATH, TagToolAction, type TagToolMessage } from '../contract/tag-tool.ts'
import type { TagToolPort } from '../flows/tag-tool/port.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Guard } from './guard.ts'
import { reader } from './read-message.ts'
import { Screen, type Wire } from './screen.ts'
import type { ScreenEvents } from './screens.ts'
import { passOn, wireOf } from './wire.ts'

/** A workplace or two. */
export const TAG_PAGES_MAX = 8

const readAction = reader(TagToolAction)

export interface TagPagesOptions {
  readonly tool: TagToolPort
  readonly clock: Clock
  /** Puts the sending off to the end of the tick, so that many changes are one message. */
  readonly schedule?: (send: () => void) => void
}

export class TagPages {
  readonly #options: TagPagesOptions
  readonly #schedule: (send: () => void) => void
  readonly #unsubscribe: () => void
  readonly #pages = new Set<Screen>()
  #scheduled = false
  #text: string | null = null

  constructor(options: TagPagesOptions) {
    this.#options = options
    this.#schedule = options.schedule ?? setImmediate
    this.#unsubscribe = options.tool.onView(() => this.#changed())
  }

  /** Null where there is no room; the wire is then closed. The last page to leave gives the pad back. */
  join(wire: Wire): ScreenEvents | null {
    if (this.#pages.size >= TAG_PAGES_MAX) {
      wire.close(CLOSE_TOO_MANY_SCREENS, 'too many pages')
      return null
    }
    const { tool, clock } = this.#options
    const leave = () => {
      page.gone()
      this.#pages.delete(page)
      if (this.#pages.size === 0) tool.act({ type: 'work', work: 'off' })
    }
    const page: Screen = new Screen({
      wire,
      clock,
      newest: () => this.#newest(),
      receive: (text) => {
        const action = readAction(text)
        if (action !== null) tool.act(action)
        return action !== null
      },
      onDead: leave,
    })
    this.#pages.add(page)
    page.show()
    return { received: (text) => page.received(text), ponged: () => page.ponged(), gone: leave }
  }

  csv(): Readable {
    return Readable.from(this.#options.tool.csv())
  }

  close(): void {
    this.#unsubscribe()
    for (const page of this.#pages) {
      page.close(CLOSE_GOING_AWAY, 'the agent stops')
      page.gone()
    }
    this.#pages.clear()
  }

  #changed(): void {
    this.#text = null
    if (this.#scheduled) return
    this.#scheduled = true
    this.#schedule(() => {
      this.#scheduled = false
      for (const page of this.#pages) page.show()
    })
  }

  #newest(): string {
    const message = (): TagToolMessage => ({ type: 'view', view: this.#options.tool.view() })
    this.#text ??= JSON.stringify(message())
    return this.#text
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
  app.get(
    TAGS_SOCKET_PATH,
    {
      websocket: true,
      preValidation: async (request, reply) => {
        const { origin, host } = request.headers
        if (!guard.originAllowed(origin, host)) await reply.code(403).send({ error: 'unknown origin' })
      },
    },
    (socket, request) => {
      // Without a listener, a socket's error would end the process; `close` follows each.
      socket.on('error', () => {})
      if (!guard.tokenAllowed(request.headers.cookie)) socket.close(CLOSE_RELOAD, 'load the page again')
      else passOn(socket, pages.join(wireOf(socket)))
    },
  )
}
