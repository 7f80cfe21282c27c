/** An emulator of a device that connects by itself, over and over, to a TCP port of this machine. */
import { connect, type Socket } from 'node:net'
import type { Accept, EmulatorHost } from './emulator-host.ts'
import { socketLink } from './emulator-host-tcp.ts'

/** Between two tries to connect. */
const TRY_AGAIN_MILLISECONDS = 20

/** Resolves at once; `url` is what the driver listens at. */
export async function callOverTcp(
  accept: Accept,
  { port, host = '127.0.0.1', from = '127.0.0.1' }: { port: number; host?: string; from?: string },
): Promise<EmulatorHost> {
  const caller = new TcpCaller(accept, port, host, from)
  await caller.plug()
  return caller
}

class TcpCaller implements EmulatorHost {
  readonly url: string
  readonly #accept: Accept
  readonly #where: { readonly port: number; readonly host: string; readonly localAddress: string }
  #socket: Socket | null = null
  #timer: NodeJS.Timeout | null = null
  plugged = false

  constructor(accept: Accept, port: number, host: string, from: string) {
    this.#accept = accept
    this.#where = { port, host, localAddress: from }
    this.url = `tcp-listen://${host}:${port}?from=${from}`
  }

  async plug(): Promise<void> {
    if (this.plugged) return
    this.plugged = true
    this.#call()
  }
  async unplug(): Promise<void> {
    this.plugged = false
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#socket?.destroy()
  }
  close(): Promise<void> {
    return this.unplug()
  }

  #call(): void {
    const socket = connect({ ...this.#where, noDelay: true })
    this.#socket = socket
    socket.once('connect', () => this.#accept(socketLink(socket)))
    // Refused while nobody listens; 'close' follows.
    socket.on('error', () => {})
    socket.once('close', () => {
      if (this.plugged && this.#socket === socket)
        this.#timer = setTimeout(() => this.#call(), TRY_AGAIN_MILLISECONDS)
    })
  }
}
