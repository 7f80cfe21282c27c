/** Somebody else's client: a bare socket, bytes as text. */
import { connect, type Socket } from 'node:net'
import { checksum } from '../protocol/checksum.ts'

/** The text with its trailer, as a client with error detection sends it. */
export function sealed(text: string, sequence: number): string {
  const covered = `${text}AY${sequence}AZ`
  return covered + checksum(Buffer.from(covered))
}

export class RawClient {
  readonly #socket: Socket
  #heard = ''
  #ended = false
  #wake: () => void = () => undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setEncoding('utf8')
    socket.on('data', (text) => {
      this.#heard += text
      this.#wake()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.#ended = true
      this.#wake()
    })
  }

  /** Rejects when nobody listens there. */
  static open(port: number): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('error', reject)
      socket.once('connect', () => resolve(new RawClient(socket)))
    })
  }

  write(text: string): void {
    this.#socket.write(text)
  }
  /** The next message, without its end of line. Rejects when the connection ends before one is whole. */
  async next(): Promise<string> {
    for (;;) {
      const end = this.#heard.search(/[\r\n]/)
      if (end >= 0) {
        const message = this.#heard.slice(0, end)
        this.#heard = this.#heard.slice(end + 1)
        if (message !== '') return message
      } else if (this.#ended) throw new Error(`closed after '${this.#heard}'`)
      else await this.#change()
    }
  }
  ask(message: string): Promise<string> {
    this.write(`${message}\r`)
    return this.next()
  }
  /** Everything that came before the server closed. */
  async untilClosed(): Promise<string> {
    while (!this.#ended) await this.#change()
    return this.#heard
  }
  close(): void {
    this.#socket.destroy()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve
    })
  }
}
