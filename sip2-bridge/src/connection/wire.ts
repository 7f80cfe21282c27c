/** One socket to the server, from connect to close: prompts, frames, one exchange at a time. */
import type { Socket } from 'node:net'
import { type Charset, Framer, type Message } from '../protocol/codec.ts'
import type { Clock } from './clock.ts'
import type { ConnectionOptions, TelnetOptions, TlsOptions } from './contract.ts'
import { Exchange, type ExchangeOptions, type Outcome } from './exchange.ts'
import { answerPrompts, type PromptPort } from './prompts.ts'
import { isTlsRecord, reasonFor } from './reasons.ts'
import { Rejoiner } from './rejoin.ts'
import { openSocket } from './socket.ts'
import { TelnetFilter, telnetBytes } from './telnet.ts'

export interface WireOptions {
  readonly host: string
  readonly port: number
  readonly tls?: TlsOptions | undefined
  readonly telnet?: TelnetOptions | undefined
  readonly charset: Charset
  readonly terminator: 'CR' | 'CRLF'
  readonly clock: Clock
  readonly onAnswered?: ConnectionOptions['onAnswered']
  readonly onClosed: (reason: string) => void
  readonly count: (counter: string) => void
}

/** What one exchange needs beside what its wire knows. */
export type Asked = Omit<ExchangeOptions, 'send' | 'charset' | 'terminator' | 'count' | 'previous'>

/** Rejects with a reason for people when the server cannot be reached, PromptError when it is not let in. */
export async function openWire(options: WireOptions, abort: AbortSignal): Promise<Wire> {
  const socket = await openSocket(options, abort)
  const wire = new Wire(socket, options)
  const giveUp = () => wire.close()
  abort.addEventListener('abort', giveUp)
  try {
    if (options.telnet !== undefined) await wire.passPrompts(options.telnet)
    return wire
  } catch (error) {
    wire.close()
    throw error
  } finally {
    abort.removeEventListener('abort', giveUp)
  }
}

export class Wire implements PromptPort {
  readonly #socket: Socket
  readonly #options: WireOptions
  readonly #framer = new Framer()
  readonly #rejoiner = new Rejoiner()
  readonly #telnet: TelnetFilter | null
  #current: Exchange | null = null
  #previous: Message | null = null
  /** Whether anything came since the current exchange began. */
  #heard = false
  #reason = 'the server closed the connection'
  onText: PromptPort['onText'] = null
  onEnd: PromptPort['onEnd'] = null

  constructor(socket: Socket, options: WireOptions) {
    this.#socket = socket
    this.#options = options
    this.#telnet = options.telnet === undefined ? null : new TelnetFilter()
    socket.on('data', (chunk: Buffer) => this.#receive(chunk))
    socket.on('error', (error) => {
      this.#reason = reasonFor(error, false)
    })
    socket.on('close', () => {
      this.#current?.fail(this.#reason, this.#heard ? 'cut' : 'closed')
      this.onEnd?.(this.#reason)
      options.onClosed(this.#reason)
    })
  }

  async passPrompts(telnet: TelnetOptions): Promise<void> {
    this.#take(await answerPrompts(telnet, this, this.#options.clock))
  }

  send(line: string): void {
    this.#write(Buffer.from(`${line}${this.#options.terminator === 'CRLF' ? '\r\n' : '\r'}`))
  }

  /** Resolves in any case; `failed` after a time-out or when the socket ends. */
  async exchange(asked: Asked, timeoutMilliseconds: number): Promise<Outcome> {
    const { charset, clock, count, onAnswered, terminator } = this.#options
    if (this.#socket.destroyed) return { failed: this.#reason, how: 'closed', written: false }
    this.#heard = false
    const asking = clock.now()
    const exchange = new Exchange({
      ...asked,
      charset,
      terminator,
      count,
      previous: this.#previous,
      send: (bytes) => this.#write(bytes),
    })
    this.#current = exchange
    const timer = clock.setTimeout(() => exchange.expire(), timeoutMilliseconds)
    const outcome = await exchange.outcome
    clock.clearTimeout(timer)
    this.#current = null
    if ('answer' in outcome) {
      this.#previous = outcome.answer
      onAnswered?.(asked.expect, clock.now() - asking)
    }
    return outcome
  }

  close(): void {
    this.#reason = 'closed by us'
    this.#socket.destroy()
  }

  #write(bytes: Buffer): void {
    this.#socket.write(this.#telnet === null ? bytes : telnetBytes(bytes))
  }

  #receive(chunk: Buffer): void {
    let bytes = chunk
    if (this.#telnet !== null) {
      const { text, answer } = this.#telnet.take(chunk)
      if (answer.length > 0) this.#socket.write(answer)
      bytes = text
    } else if (!this.#heard && this.#options.tls === undefined && isTlsRecord(chunk)) {
      this.#heard = true
      this.#reason = 'the server speaks TLS on this port'
      this.#socket.destroy()
      return
    }
    if (bytes.length === 0) return
    this.#heard = true
    if (this.onText === null) this.#take(bytes)
    else this.onText(bytes)
  }

  #take(bytes: Buffer): void {
    const { charset, count } = this.#options
    const droppedBefore = this.#framer.dropped
    for (const line of this.#framer.lines(bytes)) {
      const result = this.#rejoiner.take(line, charset)
      if (result === null) continue
      if (this.#current === null) count('strayAnswer')
      else this.#current.take(result)
    }
    for (let dropped = droppedBefore; dropped < this.#framer.dropped; dropped++) count('tooLong')
  }
}
