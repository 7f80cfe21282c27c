/** The server's port: it can be shut, so that connections are refused, and opened again under the same number. */
import { createServer, type Server, type Socket } from 'node:net'
import type { Clock } from '../connection/clock.ts'

/** Clients at a time. */
const CONNECTIONS_MAX = 64
/** While the port is shut somebody else may have taken it: it is tried again so often. */
const REOPEN_MILLISECONDS = 200

export interface DoorOptions {
  readonly clock: Clock
  readonly host: string
  /** 0: the system chooses, once. */
  readonly port: number
  readonly enter: (socket: Socket) => void
}

export class Door {
  readonly #options: DoorOptions
  readonly #sockets = new Set<Socket>()
  #server: Server | null = null
  #wanted = false
  #port: number

  constructor(options: DoorOptions) {
    this.#options = options
    this.#port = options.port
  }

  get port(): number {
    return this.#port
  }

  /** Rejects when the port is taken. */
  async open(): Promise<void> {
    this.#wanted = true
    if (this.#server !== null) return
    const server = createServer((socket) => this.#enter(socket))
    server.maxConnections = CONNECTIONS_MAX
    await listen(server, this.#port, this.#options.host)
    // Meanwhile it may have been shut, or opened by another call.
    if (!this.#wanted || this.#server !== null) return void server.close()
    this.#server = server
    const address = server.address()
    if (typeof address === 'object' && address !== null) this.#port = address.port
  }

  /** Resolves when it is open, or shut in the meantime. */
  async reopen(): Promise<void> {
    this.#wanted = true
    while (this.#wanted && this.#server === null) {
      try {
        await this.open()
      } catch {
        await new Promise<void>((done) => this.#options.clock.setTimeout(done, REOPEN_MILLISECONDS))
      }
    }
  }

  /** Refuses from now on; resolves when everybody is out. */
  shut(): Promise<void> {
    this.#wanted = false
    const server = this.#server
    this.#server = null
    for (const socket of this.#sockets) socket.destroy()
    return new Promise((done) => (server === null ? done() : server.close(() => done())))
  }

  #enter(socket: Socket): void {
    this.#sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
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
