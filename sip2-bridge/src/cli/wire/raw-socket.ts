/**
 * One socket to a server, as raw as it comes: nothing is repeated, checked or hidden, so that a tool sees what a server
 * truly does.
 */
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls, type PeerCertificate, TLSSocket } from 'node:tls'
import type { Clock } from '../../connection/clock.ts'
import { Framer, type Line } from '../../protocol/codec.ts'
import type { Target, TlsFiles } from './target.ts'

export type Heard =
  | { readonly kind: 'frame'; readonly frame: Buffer; readonly gap: Buffer; readonly milliseconds: number }
  /** `unfinished`: what came without an end of line. */
  | { readonly kind: 'silence'; readonly unfinished: Buffer }
  | { readonly kind: 'closed'; readonly reason: string; readonly unfinished: Buffer }

export interface OpenOptions {
  readonly tls: TlsFiles | null
  /** Goes on although the certificate does not hold, to see whose it is. */
  readonly anyCertificate?: boolean
  readonly timeoutMilliseconds: number
  readonly clock: Clock
}

export interface TlsFacts {
  readonly protocol: string
  readonly certificate: PeerCertificate
  /** Null where the chain is trusted and the name fits. */
  readonly distrust: string | null
}

/** Frames that wait to be read; of a server that sends more without being asked the rest is dropped. */
const FRAMES_MAX = 1_000
/** What is kept of a line without an end. */
const UNFINISHED_MAX_BYTES = 1_024

export class RawSocket {
  readonly tls: TlsFacts | null
  readonly #socket: Socket
  readonly #clock: Clock
  readonly #framer = new Framer()
  readonly #lines: Line[] = []
  #unfinished: Buffer = Buffer.alloc(0)
  #closed: string | null = null
  #wake: () => void = () => undefined
  /** Everything that came, in bytes. */
  received = 0

  /** Rejects with the system's error, or 'no connection in time'. */
  static open(target: Target, options: OpenOptions): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const socket = socketTo(target, options)
      const { clock } = options
      const timer = clock.setTimeout(
        () => socket.destroy(new Error('no connection in time')),
        options.timeoutMilliseconds,
      )
      const refused = (error: Error) => {
        clock.clearTimeout(timer)
        reject(error)
      }
      socket.once('error', refused)
      socket.once('close', () => refused(new Error('the server closed the connection at once')))
      socket.once(options.tls === null ? 'connect' : 'secureConnect', () => {
        clock.clearTimeout(timer)
        socket.removeAllListeners('error').removeAllListeners('close')
        resolve(new RawSocket(socket, clock))
      })
    })
  }

  private constructor(socket: Socket, clock: Clock) {
    this.#socket = socket
    this.#clock = clock
    this.tls = socket instanceof TLSSocket ? factsOf(socket) : null
    socket.setNoDelay(true)
    let reason = 'the server closed the connection'
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('error', (error) => {
      reason = error.message
    })
    // A server that ends its side has nothing more to say.
    socket.on('end', () => this.#close(reason))
    socket.on('close', () => this.#close(reason))
  }

  get closed(): boolean {
    return this.#closed !== null
  }

  write(bytes: Uint8Array): void {
    if (!this.#socket.destroyed) this.#socket.write(bytes)
  }

  /** The next frame; `silence` after the time-out. Never rejects. */
  async next(timeoutMilliseconds: number): Promise<Heard> {
    const begun = this.#clock.now()
    const until = begun + timeoutMilliseconds
    for (;;) {
      const line = this.#lines.shift()
      if (line !== undefined) return { kind: 'frame', ...line, milliseconds: this.#clock.now() - begun }
      const unfinished = this.#unfinished
      if (this.#closed !== null) return { kind: 'closed', reason: this.#closed, unfinished }
      const left = until - this.#clock.now()
      if (left <= 0) return { kind: 'silence', unfinished }
      await this.#change(left)
    }
  }

  /** Forgets what has come and was not read; how many frames that were. */
  drain(): number {
    return this.#lines.splice(0).length
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    this.received += chunk.length
    for (const line of this.#framer.lines(chunk)) if (this.#lines.length < FRAMES_MAX) this.#lines.push(line)
    const end = Math.max(chunk.lastIndexOf('\r'), chunk.lastIndexOf('\n'))
    const rest = end < 0 ? Buffer.concat([this.#unfinished, chunk]) : chunk.subarray(end + 1)
    this.#unfinished = rest.subarray(0, UNFINISHED_MAX_BYTES)
    this.#wake()
  }

  #close(reason: string): void {
    this.#closed ??= reason
    this.#wake()
  }

  #change(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#clock.setTimeout(resolve, milliseconds)
      this.#wake = () => {
        this.#clock.clearTimeout(timer)
        resolve()
      }
    })
  }
}

function socketTo({ host, port }: Target, { tls, anyCertificate }: OpenOptions): Socket {
  if (tls === null) return connect(port, host)
  return connectTls({
    host,
    port,
    ...tls,
    rejectUnauthorized: anyCertificate !== true,
    ...(isIP(host) === 0 && { servername: host }),
  })
}

function factsOf(socket: TLSSocket): TlsFacts {
  const { authorizationError } = socket
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    certificate: socket.getPeerCertificate(),
    distrust: socket.authorized ? null : String(authorizationError ?? 'not trusted'),
  }
}
