/** The agent's one HTTP server, on loopback: the screen's files, its socket, health and notices. */
import { access, readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import fastifyWebsocket from '@fastify/websocket'
import fastify, { type FastifyInstance } from 'fastify'
import { SOCKET_PATH } from '../contract/socket.ts'
import type { Health } from '../monitoring/health.ts'
import type { Log } from '../monitoring/log.ts'
import type { Notice } from '../monitoring/notices.ts'
import { DROP_GUARDED, type DropScreenPort, DropScreens, serveDrop } from './drop.ts'
import { type GateHoursPort, serveGates } from './gates.ts'
import { createGuard, type PageGuard } from './guard.ts'
import { cacheControl, SECURITY_HEADERS } from './headers.ts'
import type { KioskPort } from './kiosk-port.ts'
import { type MetricsPort, serveMetrics, timeRequests } from './metrics.ts'
import { type OfflinePort, serveOffline } from './offline.ts'
import { MESSAGE_MAX_BYTES } from './screen.ts'
import { Screens } from './screens.ts'
import { type StaffAreaOptions, serveStaff } from './staff.ts'
import { serveSocket } from './wire.ts'

export interface HttpOptions extends StaffAreaOptions {
  /** 0: the system chooses. */
  readonly port: number
  readonly kiosk: KioskPort
  readonly log: Log
  health(): Health
  notices(): readonly Notice[]
  /** Left out where nothing is ever stored. */
  readonly offline?: OfflinePort
  /** Left out on a kiosk without security gates. */
  readonly gates?: GateHoursPort
  /** Left out where no screen stands at a book drop: its page then does not exist. */
  readonly drop?: DropScreenPort
  /** A sample receipt with the settings in force; left out where receipts are not ready. */
  readonly receiptPreview?: ReceiptPreview
  /** For Prometheus; left out where the library does not want it. */
  readonly metrics?: MetricsPort
}

export interface ReceiptPreview {
  html(): Promise<string>
  png(): Promise<Uint8Array>
}

export interface Http {
  /** For `inject`. */
  readonly app: FastifyInstance
  /** Screens connected now. */
  screens(): number
  /** Resolves with the address to open: 'http://127.0.0.1:8480/'. Rejects where the port is taken. */
  listen(): Promise<string>
  /** Ends every socket and connection; safe to call twice. */
  close(): Promise<void>
}

const HOST = '127.0.0.1'
/** Nothing is uploaded. */
const BODY_MAX_BYTES = 1024
const REQUEST_TIMEOUT_MILLISECONDS = 10_000
/** A preview's page has its style inside; it runs nothing and loads nothing. */
const PREVIEW_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"

export async function createHttp(options: HttpOptions): Promise<Http> {
  const { clock, kiosk, log, port } = options
  const app = fastify({
    logger: false,
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
    forceCloseConnections: true,
  })
  const portNow = () => (app.server.address() as AddressInfo | null)?.port ?? port
  const guard = createGuard(portNow)
  const onError = (error: unknown): void => log.error('KIOSK_INTENT_FAILED', { detail: nameOf(error) })
  const screens = new Screens({ kiosk, clock, onError })
  const atDrop = options.drop === undefined ? null : new DropScreens({ drop: options.drop, clock })

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS)
    if (!guard.hostAllowed(request.headers.host)) return reply.code(403).send({ error: 'unknown host' })
  })
  app.setErrorHandler((error: unknown, _request, reply) => {
    const status = statusOf(error)
    if (status < 500) return void reply.code(status).send({ error: 'not understood' })
    log.error('HTTP_FAILED', { detail: nameOf(error) })
    void reply.code(status).send({ error: 'internal' })
  })
  if (options.metrics !== undefined) {
    timeRequests(app, options.metrics.http)
    serveMetrics(app, options.metrics)
  }
  // Before the sockets' own end, so that each is told why.
  app.addHook('preClose', async () => {
    screens.close()
    closeStaff()
    atDrop?.close()
  })
  await app.register(fastifyWebsocket, { options: { maxPayload: MESSAGE_MAX_BYTES } })
  await serveFiles(app, options.uiFolder, guard)
  serveSocket(app, SOCKET_PATH, guard, (wire) => screens.join(wire))
  app.get('/health', (_request, reply) => reply.header('cache-control', 'no-store').send(options.health()))
  app.get('/notices', (_request, reply) => reply.header('cache-control', 'no-store').send(options.notices()))
  if (options.offline !== undefined) serveOffline(app, guard, options.offline)
  if (options.gates !== undefined) serveGates(app, options.gates, () => clock.wall())
  if (options.receiptPreview !== undefined) servePreview(app, options.receiptPreview)
  if (atDrop !== null)
    serveDrop(app, { guard: createGuard(portNow, DROP_GUARDED), screens: atDrop, uiFolder: options.uiFolder })
  const closeStaff = serveStaff(app, { ...options, onError }, portNow)

  return {
    app,
    screens: () => screens.count,
    listen: async () => `${await app.listen({ host: HOST, port })}/`,
    close: () => app.close(),
  }
}

/** An error's kind only: its text may hold what a patron typed. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error)

/** What the server itself refuses (a body that is too long, or no JSON) says so; all else is our mistake. */
function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  return status >= 400 && status < 500 ? status : 500
}

async function serveFiles(app: FastifyInstance, folder: string, guard: PageGuard): Promise<void> {
  const built = await access(join(folder, 'index.html')).then(
    () => true,
    () => false,
  )
  if (!built) {
    app.get('/', (_request, reply) => reply.code(503).type('text/plain').send('The screen is not built.'))
    return
  }
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    // The one page is served below, with its cookie.
    allowedPath: (path) => !path.endsWith('.html'),
    setHeaders: (reply, path) => void reply.header('cache-control', cacheControl(path)),
  })
  app.get('/', async (_request, reply) => {
    void reply.headers({ 'set-cookie': guard.setCookie, 'cache-control': 'no-store' })
    return reply.type('text/html; charset=utf-8').send(await readFile(join(folder, 'index.html')))
  })
}

function servePreview(app: FastifyInstance, preview: ReceiptPreview): void {
  app.get('/receipt-preview.html', async (_request, reply) => {
    void reply.headers({ 'content-security-policy': PREVIEW_POLICY, 'cache-control': 'no-store' })
    return reply.type('text/html; charset=utf-8').send(await preview.html())
  })
  app.get('/receipt-preview.png', async (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .type('image/png')
      .send(Buffer.from(await preview.png())),
  )
}
