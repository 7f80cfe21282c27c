/** The screen at the book drop, on loopback like all else. It has a token of its own, so that nothing the patron's screen holds opens it. */
import type { FastifyInstance } from 'fastify'
import {
  DROP_PATH,
  DROP_SOCKET_PATH,
  DropScreenIntent,
  type DropScreenView,
  type DropWish,
} from '../contract/drop-screen.ts'
import type { Unsubscribe } from '../runtime/emitter.ts'
import type { Guarded, PageGuard } from './guard.ts'
import { Pages, type PagesOptions } from './pages.ts'
import { reader } from './read-message.ts'
import { servePage } from './serve-page.ts'
import { serveSocket } from './wire.ts'

export const DROP_GUARDED: Guarded = { name: 'lectern-drop', path: DROP_PATH }
/** A drop has one screen; a few more are staff looking on. */
export const DROP_SCREENS_MAX = 4

export interface DropScreenPort {
  view(): DropScreenView
  /** Told that `view()` has changed. */
  onView(listener: () => void): Unsubscribe
  wish(wish: DropWish): void
}

const readIntent = reader(DropScreenIntent)

export interface DropScreensOptions extends Pick<PagesOptions, 'clock' | 'schedule'> {
  readonly drop: DropScreenPort
}

export class DropScreens extends Pages {
  constructor({ drop, ...options }: DropScreensOptions) {
    super({
      ...options,
      max: DROP_SCREENS_MAX,
      write: () => JSON.stringify(drop.view()),
      onView: (listener) => drop.onView(listener),
      receive: (text) => {
        const intent = readIntent(text)
        if (intent !== null) drop.wish(intent.type)
        return intent !== null
      },
    })
  }
}

export interface DropRoutes {
  readonly guard: PageGuard
  readonly screens: DropScreens
  /** Folder of the built pages. */
  readonly uiFolder: string
}

export function serveDrop(app: FastifyInstance, { guard, screens, uiFolder }: DropRoutes): void {
  servePage(app, { path: DROP_PATH, file: 'drop.html', guard, uiFolder })
  serveSocket(app, DROP_SOCKET_PATH, guard, (wire) => screens.join(wire))
}
