/**
 * The broker inside the kiosk (Aedes, MQTT 3.1.1): for one kiosk out of the box. The kiosk alone tells; whoever else is
 * let in listens, and orders where it gave a name and a password. Nothing is kept over a restart: the kiosk tells its
 * state at each connection.
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Server as HttpServer, IncomingMessage } from 'node:http'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { Aedes, type AuthenticateError, type Client } from 'aedes'
import { createWebSocketStream, WebSocketServer } from 'ws'
import type { EmbeddedBrokerSettings } from '../../config/mqtt-settings.ts'
import type { Clock } from '../../runtime/clock.ts'
import { INCOMING_MAX_BYTES } from './line-options.ts'
import { isUser } from './users-file.ts'
import { wholeReads } from './whole-reads.ts'

/** Of others; the kiosk's own comes on top. */
export const CONNECTIONS_MAX = 64
/** Connections of which nobody knows yet whose they are. */
const STRANGERS_MAX = 16
/** Others may send `INCOMING_MAX_BYTES` in so long. */
export const BUDGET_MILLISECONDS = 10_000
/** A wrong password is answered only so late. */
export const REFUSAL_MILLISECONDS = 1_000
/** Messages that wait for a client that does not listen. */
const QUEUE_MAX = 200
const CONNECT_MILLISECONDS = 5_000
const NOT_AUTHORISED = 5

export interface EmbeddedBrokerOptions {
  readonly settings: EmbeddedBrokerSettings
  /** '{base}/{site}/{kiosk}'. */
  readonly prefix: string
  /** Topics outside that the kiosk tells (`own`), and that whoever is let in may tell it (`heard`). */
  readonly outside?: { readonly own: string; readonly heard: string }
  /** Of the kiosk's own pages. */
  readonly httpPort: number
  readonly clock: Clock
}

export class EmbeddedBroker {
  /** What the kiosk's own line connects with; new with each start. */
  readonly login = {
    username: `kiosk-${randomBytes(8).toString('hex')}`,
    password: randomBytes(24).toString('hex'),
  }
  readonly #options: EmbeddedBrokerOptions
  readonly #own = new WeakSet<Client>()
  readonly #named = new WeakSet<Client>()
  readonly #others = new Set<Client>()
  readonly #sockets = new Set<Socket>()
  #aedes: Aedes | null = null
  #servers: (Server | HttpServer)[] = []

  constructor(options: EmbeddedBrokerOptions) {
    this.#options = options
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.#options.settings.port}`
  }

  /** Nothing happens where it listens. Rejects where a port cannot be had; then it may be tried again. */
  async listen(): Promise<void> {
    if (this.#aedes !== null) return
    const { listenBeyondLoopback, port, webSocketPort } = this.#options.settings
    const host = listenBeyondLoopback ? '0.0.0.0' : '127.0.0.1'
    const aedes = await this.#create()
    this.#aedes = aedes
    try {
      await this.#serve(
        createServer((socket) => this.#handle(socket, socket)),
        port,
        host,
      )
      if (webSocketPort !== undefined) await this.#serve(this.#webSockets(), webSocketPort, host)
    } catch (error) {
      await this.close()
      throw error
    }
  }

  async close(): Promise<void> {
    const aedes = this.#aedes
    this.#aedes = null
    const servers = this.#servers
    this.#servers = []
    if (aedes !== null) await new Promise<void>((resolve) => aedes.close(resolve))
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))))
  }

  async #serve(server: Server | HttpServer, port: number, host: string): Promise<void> {
    this.#servers.push(server)
    server.maxConnections = CONNECTIONS_MAX + STRANGERS_MAX
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      socket.on('error', () => socket.destroy())
    })
    server.listen(port, host)
    await once(server, 'listening')
  }

  #webSockets(): HttpServer {
    const http = createHttpServer((_request, response) => void response.writeHead(426).end())
    const sockets = new WebSocketServer({
      server: http,
      maxPayload: INCOMING_MAX_BYTES,
      handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
      verifyClient: ({ origin }: { readonly origin: string | undefined }) => this.#mayConnect(origin),
    })
    sockets.on('connection', (socket, request) => {
      const stream = createWebSocketStream(socket)
      stream.on('error', () => socket.terminate())
      this.#handle(stream, request.socket, request)
    })
    return http
  }

  /** A page of somebody else's, open in a browser on this machine, is not let in. */
  #mayConnect(origin: string | undefined): boolean {
    const { httpPort, settings } = this.#options
    const own = ['127.0.0.1', 'localhost'].map((host) => `http://${host}:${httpPort}`)
    return origin === undefined || own.includes(origin) || settings.origins.includes(origin)
  }

  #handle(stream: Socket | Duplex, socket: Socket, request?: IncomingMessage): void {
    const aedes = this.#aedes
    if (aedes === null) {
      socket.destroy()
      return
    }
    const { clock } = this.#options
    let sent = 0
    let since = clock.now()
    const admit = (bytes: number): boolean => {
      if (clock.now() - since >= BUDGET_MILLISECONDS) {
        since = clock.now()
        sent = 0
      }
      sent += bytes
      return sent <= INCOMING_MAX_BYTES || this.#own.has(client)
    }
    const whole = wholeReads(stream, admit)
    const client = request === undefined ? aedes.handle(whole) : aedes.handle(whole, request)
  }

  #create(): Promise<Aedes> {
    const { outside, prefix } = this.#options
    return Aedes.createBroker({
      queueLimit: QUEUE_MAX,
      connectTimeout: CONNECT_MILLISECONDS,
      authenticate: (client, user, password, done) =>
        void this.#authenticate(client, user, password?.toString()).then((allowed) =>
          allowed ? done(null, true) : done(notAuthorised(), false),
        ),
      authorizePublish: (client, { retain, topic }, done) => {
        const ofKiosk = topic.startsWith(`${prefix}/`) || topic === outside?.own
        const own = client !== null && this.#own.has(client) && ofKiosk
        const order = client !== null && this.#named.has(client) && !retain && isOrder(prefix, topic)
        done(own || order || topic === outside?.heard ? null : new Error('not authorised'))
      },
    })
  }

  async #authenticate(
    client: Client,
    user: string | undefined,
    password: string | undefined,
  ): Promise<boolean> {
    const { clock, settings } = this.#options
    if (user === this.login.username && password === this.login.password) {
      this.#own.add(client)
      return true
    }
    if (this.#others.size >= CONNECTIONS_MAX) return false
    this.#others.add(client)
    client.conn.once('close', () => this.#others.delete(client))
    if (settings.usersFile === undefined) return user === undefined
    const known = await isUser(settings.usersFile, user ?? '', password ?? '').catch(() => false)
    if (known) this.#named.add(client)
    else await new Promise<void>((resolve) => clock.setTimeout(resolve, REFUSAL_MILLISECONDS))
    return known
  }
}

const isOrder = (prefix: string, topic: string): boolean =>
  topic.startsWith(`${prefix}/cmd/`) && !topic.includes('/', `${prefix}/cmd/`.length)

const notAuthorised = (): AuthenticateError =>
  Object.assign(new Error('not authorised'), { returnCode: NOT_AUTHORISED })
