/** One listening port: lets devices in, holds them until their driver takes them, and refuses whom nobody expects. */
import { createServer, type Server, type Socket } from 'node:net'
import type { StreamShell } from './stream-shell.ts'
import { transportError } from './stream-shell.ts'
import { KEEP_ALIVE_MILLISECONDS, socketStream } from './tcp.ts'
import { TransportError } from './transport.ts'

/** True where these first bytes are this device's, false where they are another's, null while it cannot be told. */
export type Recognise = (bytes: Uint8Array) => boolean | null

/** One device that is expected at the door. */
export interface Client {
  /** Only from this address; null: from any. */
  readonly from: string | null
  readonly recognise: Recognise | null
  /** Its driver waits for it. */
  take: ((stream: StreamShell) => void) | null
  /** Its connection now. */
  live: StreamShell | null
}

interface Guest {
  readonly stream: StreamShell
  readonly address: string
  bytes: Uint8Array
  readonly timer: NodeJS.Timeout
}

/** A device that connects while its driver pauses is held so long; longer than any pause between two opens. */
export const GUEST_WAIT_MILLISECONDS = 10_000
/** Connections that wait at once; a further one is cut. */
export const GUESTS_MAX = 32
/** First bytes by which a device is looked for, at most. */
const RECOGNISE_MAX_BYTES = 4_096

export class Door {
  readonly name: string
  readonly clients = new Set<Client>()
  readonly #host: string
  readonly #port: number
  readonly #guests = new Set<Guest>()
  #server: Server | null = null
  #listening: Promise<void> | null = null

  constructor({ host, port }: { readonly host: string; readonly port: number }) {
    this.#host = host
    this.#port = port
    this.name = `${host}:${port}`
  }

  /** Rejects with TransportError where the port cannot be had; the next call tries again. */
  listen(): Promise<void> {
    this.#listening ??= new Promise((resolve, reject) => {
      const server = createServer((socket) => this.#enter(socket))
      this.#server = server
      server.once('listening', () => resolve())
      server.once('error', (error) => {
        this.#listening = null
        this.#server = null
        reject(transportError(`cannot listen at ${this.name}`, error))
      })
      server.listen(this.#port, this.#host)
    })
    return this.#listening
  }

  /** Hands waiting guests to those who expect them. */
  serve(): void {
    for (const guest of [...this.#guests]) this.#place(guest)
  }

  shut(): Promise<void> {
    for (const guest of [...this.#guests]) this.#refuse(guest)
    const server = this.#server
    this.#server = null
    this.#listening = null
    return new Promise((resolve) => (server === null ? resolve() : server.close(() => resolve())))
  }

  #enter(socket: Socket): void {
    socket.setNoDelay(true)
    socket.setKeepAlive(true, KEEP_ALIVE_MILLISECONDS)
    const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
    if (this.#guests.size >= GUESTS_MAX) return void socket.destroy()
    const stream = socketStream(socket, `${address} at ${this.name}`)
    const guest: Guest = {
      stream,
      address,
      bytes: new Uint8Array(0),
      timer: setTimeout(() => this.#refuse(guest), GUEST_WAIT_MILLISECONDS),
    }
    this.#guests.add(guest)
    stream.onEnd(() => this.#forget(guest))
    // Seen by the door only until a driver listens; what came before is kept for it.
    socket.on('data', (chunk: Uint8Array) => {
      if (!this.#guests.has(guest)) return
      guest.bytes = Buffer.concat([guest.bytes, chunk])
      this.#place(guest)
    })
    this.#place(guest)
  }

  #place(guest: Guest): void {
    const client = this.#owner(guest)
    if (client === null) {
      if (guest.bytes.length > RECOGNISE_MAX_BYTES) this.#refuse(guest)
      return
    }
    // A device that was switched off did not say goodbye on its old connection.
    if (client.live !== null) client.live.fail(new TransportError('the device connected anew'))
    if (client.take === null) return
    this.#forget(guest)
    client.live = guest.stream
    guest.stream.onEnd(() => {
      if (client.live === guest.stream) client.live = null
    })
    client.take(guest.stream)
    client.take = null
  }

  #owner(guest: Guest): Client | null {
    const expected = [...this.clients]
    const byAddress = expected.find(({ from }) => from === guest.address)
    if (byAddress !== undefined) return byAddress
    const unbound = expected.filter(({ from }) => from === null)
    const known = unbound.find(({ recognise }) => recognise?.(guest.bytes) === true)
    if (known !== undefined) return known
    // Whoever takes anybody keeps whom it has.
    return unbound.find(({ recognise, live }) => recognise === null && live === null) ?? null
  }

  #forget(guest: Guest): void {
    clearTimeout(guest.timer)
    this.#guests.delete(guest)
  }

  #refuse(guest: Guest): void {
    this.#forget(guest)
    void guest.stream.close()
  }
}
