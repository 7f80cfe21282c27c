/**
 * The console: one page for all kiosks. It asks nothing of this agent but where the broker is; what it shows comes from
 * there. Its policy lets it reach that one broker and nothing else.
 */
import type { FastifyInstance } from 'fastify'
import { CONSOLE_BROKER_PATH, CONSOLE_PATH, type ConsoleBroker } from '../contract/console.ts'
import type { Guarded, PageGuard } from './guard.ts'
import { policyOf } from './headers.ts'
import { servePage } from './serve-page.ts'

export const CONSOLE_GUARDED: Guarded = { name: 'lectern-console', path: CONSOLE_PATH }

const NO_BROKER: ConsoleBroker = { url: '', base: 'lectern', site: '', signIn: true }

export interface ConsoleRoutes {
  /** Null where no broker is known. */
  readonly broker: ConsoleBroker | null
  readonly guard: PageGuard
  /** Folder of the built pages. */
  readonly uiFolder: string
}

export function serveConsole(app: FastifyInstance, { broker, guard, uiFolder }: ConsoleRoutes): void {
  const policy = policyOf({ connect: broker === null ? [] : [originOf(broker.url)] })
  servePage(app, { path: CONSOLE_PATH, file: 'console.html', guard, uiFolder, policy })
  app.get(CONSOLE_BROKER_PATH, async (request, reply) => {
    if (!guard.tokenAllowed(request.headers.cookie))
      return reply.code(403).send({ error: 'open the page first' })
    return reply.header('cache-control', 'no-store').send(broker ?? NO_BROKER)
  })
}

/** Without the path: browsers do not hold a socket to one. The settings' pattern lets nothing else through. */
const originOf = (url: string): string => /^wss?:\/\/[^/]+/.exec(url)?.[0] ?? ''
