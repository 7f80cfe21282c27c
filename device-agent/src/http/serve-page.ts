/**
 * A page, with a token of its own where it has a guard. It is given to a navigation only (Fetch Metadata Request Headers, W3C): a script on the
 * patron's screen cannot ask for it.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { PageGuard } from './guard.ts'

export interface OwnPage {
  /** Ends with a slash. */
  readonly path: string
  readonly file: string
  /** Null where the page itself holds nothing and gives nothing. */
  readonly guard: PageGuard | null
  /** Folder of the built pages. */
  readonly uiFolder: string
  /** Instead of the policy of every other page. */
  readonly policy?: string
  /** It is drawn inside another page of ours, as its policy allows. */
  readonly framed?: boolean
}

export function servePage(app: FastifyInstance, page: OwnPage): void {
  const { file, framed = false, guard, path, policy, uiFolder } = page
  const use = framed ? 'iframe' : 'document'
  app.get(path.slice(0, -1), (_request, reply) => reply.redirect(path))
  app.get(path, async (request, reply) => {
    const purpose = request.headers['sec-fetch-dest']
    if (purpose !== undefined && purpose !== use) return reply.code(403).send({ error: 'open it as a page' })
    const text = await readFile(join(uiFolder, file)).catch(() => null)
    if (text === null) return reply.code(503).type('text/plain').send('This page is not built.')
    if (guard !== null) void reply.header('set-cookie', guard.setCookie)
    if (policy !== undefined) void reply.header('content-security-policy', policy)
    void reply.header('cache-control', 'no-store')
    return reply.type('text/html; charset=utf-8').send(text)
  })
}
