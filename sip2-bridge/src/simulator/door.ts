/** The server's port: it can be shut, so that connections are refused, and opened again under the same number. */
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Clock } from '../connection/clock.ts'

/** Clients at a time. */
const CONNECTIONS_MAX = 64
/** While the port is shut somebody else may have taken it: it is tried again so often. */
const REOPEN_MILLISECONDS = 200

export interface TlsServerOptions {
  /** In PEM. */
  readonly key: string
  readonly cert: string
  /** Whoever has no certificate of this authority, in PEM, is not let in. */
  readonly clientCa?: string
}

export interface DoorOptions {
  readonly clock: Clock
  readonly host: string
  /** 0: the system chooses, once. */
  readonly port: number
  /** Left out for plain TCP. */
  readonly tls?: TlsServerOptions | undefined
  readonly enter: (socket: Socket) => void
}

export class Door {
  readonly #options: DoorOptions
  readonly #sockets = new Set<Socket>()
  #server: Server | null = null
  #wanted = false
  #settling: Promise<void> | null = null
  #wake: () => void = () => undefined
  #port: number

  constructor(options: DoorOptions) {
    this.#options = options
    this.#port = options.port
  }

  get port(): number {
    return this.#port
  }

  /** For the first time. Rejects when the port is taken. */
  open(): Promise<void> {
    this.#wanted = true
    return this.#listen()
  }

  /** Resolves when it is open, or shut in the meantime. */
  reopen(): Promise<void> {
    this.#wanted = true
    return this.#settle()
  }

  /** Refuses and cuts at once; resolves when everybody is out. */
  shut(): Promise<void> {
    this.#wanted = false
    this.#wake()
    return this.#settle()
  }

  /** Until the port is as wanted, whatever is wanted meanwhile: one change after the other. */
  #settle(): Promise<void> {
    if (this.#settling === null && !this.#isToChange()) return Promise.resolve()
    this.#settling ??= this.#change()
    return this.#settling
  }

  #isToChange(): boolean {
    return this.#wanted !== (this.#server !== null)
  }

  async #change(): Promise<void> {
    while (this.#isToChange()) {
      if (this.#server !== null) await this.#close(this.#server)
      else await this.#listen().catch(() => this.#pause())
    }
    // In the same breath as the last look, so that no wish falls between.
    this.#settling = null
  }

  async #listen(): Promise<void> {
    const server = this.#create()
    server.maxConnections = CONNECTIONS_MAX
    await listen(server, this.#port, this.#options.host)
    this.#server = server
    const address = server.address()
    if (typeof address === 'object' && address !== null) this.#port = address.port
  }

  #create(): Server {
    const { tls } = this.#options
    if (tls === undefined) return createServer((socket) => this.#enter(socket))
    const { cert, clientCa, key } = tls
    const guarded =
      clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: true }
    return createTlsServer({ key, cert, ...guarded }, (socket) => this.#enter(socket))
  }

  async #close(server: Server): Promise<void> {
    const gone = [...this.#sockets].map((socket) => new Promise((done) => socket.once('close', done)))
    const closed = new Promise((done) => server.close(done))
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all([...gone, closed])
    this.#server = null
  }

  async #pause(): Promise<void> {
    const { clock } = this.#options
    let timer: unknown
    await new Promise<void>((done) => {
      this.#wake = done
      timer = clock.setTimeout(done, REOPEN_MILLISECONDS)
    })
    clock.clearTimeout(timer)
  }

  #enter(socket: Socket): void {
    socket.on('error', () => socket.destroy())
    if (!this.#wanted) return void socket.destroy()
    this.#sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('close', () => this.#sockets.delete(socket))
    this.#options.enter(socket)
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
