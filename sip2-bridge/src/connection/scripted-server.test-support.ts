import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { checksum } from '../protocol/checksum.ts'
import { Framer } from '../protocol/codec.ts'

export const STATUS = '98YYYYNN10000320261006    1200002.00AOM|BXYYYYYYYYYYYYYYYY|'

/** What the server does with a frame: an answer to seal and send, or null for none. `times`: how often its code came. */
export type Script = (frame: string, times: number, socket: Socket) => string | null

/** With the request's sequence number and a right checksum. */
export function sealed(text: string, request: string): string {
  const sequence = /AY(\d)AZ[0-9A-F]{4}$/.exec(request)?.[1]
  if (sequence === undefined) return `${text}\r`
  const covered = `${text}AY${sequence}AZ`
  return `${covered}${checksum(Buffer.from(covered))}\r`
}

/** Logs anybody in and is on-line, unless the script says otherwise. */
export const willing: Script = (frame) => {
  if (frame.startsWith('93')) return '941'
  return frame.startsWith('99') ? STATUS : null
}

export interface ServerOptions {
  readonly tls?: TlsOptions
  /** What it does when somebody comes. */
  readonly greet?: (socket: Socket) => void
}

export class ScriptedServer {
  readonly frames: string[] = []
  connections = 0
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  #watchers: (() => boolean)[] = []

  constructor(script: Script, { tls, greet }: ServerOptions = {}) {
    const serve = (socket: Socket) => {
      this.#serve(socket, script)
      greet?.(socket)
    }
    this.#server = tls === undefined ? createServer(serve) : createTlsServer(tls, serve)
  }
  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return (this.#server.address() as AddressInfo).port
  }
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }
  /** Ends all connections; whoever comes again is let in. */
  hangUp(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
  /** Nobody new comes in. */
  refuse(): void {
    this.#server.close()
  }
  codes(): readonly string[] {
    return this.frames.map((frame) => frame.slice(0, 2))
  }
  /** Resolves when the code has come so often. */
  received(code: string, times: number): Promise<void> {
    return this.#until(() => this.codes().filter((one) => one === code).length >= times)
  }
  connected(times: number): Promise<void> {
    return this.#until(() => this.connections >= times)
  }

  #until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const isDone = () => {
        const done = condition()
        if (done) resolve()
        return done
      }
      if (!isDone()) this.#watchers.push(isDone)
    })
  }
  #serve(socket: Socket, script: Script): void {
    const framer = new Framer()
    this.#sockets.add(socket)
    this.connections++
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      for (const frame of framer.push(chunk).map(String)) {
        this.frames.push(frame)
        const times = this.codes().filter((code) => code === frame.slice(0, 2)).length
        const answer = script(frame, times, socket)
        if (answer !== null) socket.write(sealed(answer, frame))
      }
      this.#tell()
    })
    this.#tell()
  }
  #tell(): void {
    this.#watchers = this.#watchers.filter((isDone) => !isDone())
  }
}
