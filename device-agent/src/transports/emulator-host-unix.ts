/** An emulator behind a socket of the file system, as services of this machine are. */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Accept, EmulatorHost } from './emulator-host.ts'
import { socketLink } from './emulator-host-tcp.ts'

export async function hostOnUnix(accept: Accept): Promise<EmulatorHost> {
  const host = new UnixHost(accept, await mkdtemp(join(tmpdir(), 'lectern-socket-')))
  await host.plug()
  return host
}

class UnixHost implements EmulatorHost {
  readonly url: string
  readonly #accept: Accept
  readonly #folder: string
  readonly #path: string
  readonly #sockets = new Set<Socket>()
  #server: Server | null = null

  constructor(accept: Accept, folder: string) {
    this.#accept = accept
    this.#folder = folder
    this.#path = join(folder, 'socket')
    this.url = `unix://${this.#path}`
  }
  get plugged(): boolean {
    return this.#server !== null
  }
  plug(): Promise<void> {
    if (this.#server !== null) return Promise.resolve()
    const server = createServer((socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket))
      this.#accept(socketLink(socket))
    })
    this.#server = server
    return new Promise((resolve, reject) => {
      server.once('error', reject)
      server.listen(this.#path, () => resolve())
    })
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
  async close(): Promise<void> {
    await this.unplug()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
