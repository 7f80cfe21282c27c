/** An emulator behind a TCP port of this machine. */
import { createServer, type Server, type Socket } from 'node:net'
import type { Accept, EmulatorHost, WireLink } from './emulator-host.ts'

/** `port` 0 or none: any free one, kept over `unplug` and `plug`. */
export async function hostOnTcp(
  accept: Accept,
  { port = 0, host = '127.0.0.1' }: { readonly port?: number; readonly host?: string } = {},
): Promise<EmulatorHost> {
  const tcp = new TcpHost(accept, host)
  await tcp.listen(port)
  return tcp
}

class TcpHost implements EmulatorHost {
  readonly #accept: Accept
  readonly #host: string
  readonly #sockets = new Set<Socket>()
  #port = 0
  #server: Server | null = null

  constructor(accept: Accept, host: string) {
    this.#accept = accept
    this.#host = host
  }
  get url(): string {
    return `tcp://${this.#host.includes(':') ? `[${this.#host}]` : this.#host}:${this.#port}`
  }
  get plugged(): boolean {
    return this.#server !== null
  }
  plug(): Promise<void> {
    return this.#server === null ? this.listen(this.#port) : Promise.resolve()
  }
  unplug(): Promise<void> {
    const server = this.#server
    this.#server = null
    if (server === null) return Promise.resolve()
    return new Promise((resolve) => {
      server.close(() => resolve())
      for (const socket of this.#sockets) socket.destroy()
    })
  }
  close(): Promise<void> {
    return this.unplug()
  }

  listen(port: number): Promise<void> {
    const server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      this.#accept(socketLink(socket))
    })
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, this.#host, () => {
        const address = server.address()
        if (address !== null && typeof address === 'object') this.#port = address.port
        this.#server = server
        resolve()
      })
    })
  }
}

/** One connection of a socket server, as an emulator sees it. */
export function socketLink(socket: Socket): WireLink {
  // A reset by the driver's side is an ordinary end; 'close' follows.
  socket.on('error', () => {})
  return {
    send: (bytes) => {
      if (!socket.destroyed) socket.write(bytes)
    },
    onData: (listener) => {
      socket.on('data', listener)
    },
    onClose: (listener) => {
      socket.on('close', () => listener())
    },
    cut: () => {
      socket.destroy()
    },
  }
}
