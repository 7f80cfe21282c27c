import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type Charset, Framer } from '../protocol/codec.ts'
import type { Clock } from './clock.ts'
import type { TlsOptions } from './contract.ts'
import { Exchange, type ExchangeOptions, type Outcome } from './exchange.ts'
import { Rejoiner } from './rejoin.ts'

/** One socket to the server, from connect to close. One exchange at a time. */
export interface Wire {
  /** Resolves in any case; `failed` after a time-out or when the socket ends. */
  exchange(
    options: Omit<ExchangeOptions, 'send' | 'charset' | 'count'>,
    timeoutMilliseconds: number,
  ): Promise<Outcome>
  close(): void
}

export interface WireOptions {
  readonly host: string
  readonly port: number
  readonly tls: TlsOptions | undefined
  readonly charset: Charset
  readonly clock: Clock
  readonly connectTimeoutMilliseconds: number
  readonly onClosed: (reason: string) => void
  readonly count: (counter: string) => void
}

/** Half-open sockets are found by the system after this long at the latest. */
const TCP_KEEP_ALIVE_MILLISECONDS = 15_000

/** Rejects with a reason for people when the server cannot be reached. */
export function openWire(options: WireOptions): Promise<Wire> {
  const { clock, tls } = options
  return new Promise((resolve, reject) => {
    const socket = tls === undefined ? connect(options.port, options.host) : secureSocket(options, tls)
    const timer = clock.setTimeout(
      () => socket.destroy(new Error('no connection in time')),
      options.connectTimeoutMilliseconds,
    )
    const refused = (error: Error) => {
      clock.clearTimeout(timer)
      reject(error)
    }
    socket.once('error', refused)
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
      clock.clearTimeout(timer)
      socket.setNoDelay(true)
      socket.setKeepAlive(true, TCP_KEEP_ALIVE_MILLISECONDS)
      socket.off('error', refused)
      resolve(wireOn(socket, options))
    })
  })
}

function secureSocket({ host, port }: WireOptions, { ca, serverName }: TlsOptions): Socket {
  return connectTls({
    host,
    port,
    ...(ca === undefined ? {} : { ca }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  })
}

function wireOn(socket: Socket, { clock, charset, count, onClosed }: WireOptions): Wire {
  const framer = new Framer()
  const rejoiner = new Rejoiner()
  let current: Exchange | null = null
  let reason = 'the server closed the connection'
  socket.on('data', (chunk: Buffer) => {
    const droppedBefore = framer.dropped
    for (const line of framer.lines(chunk)) {
      const result = rejoiner.take(line, charset)
      if (result === null) continue
      if (current === null) count('strayAnswer')
      else current.take(result)
    }
    for (let dropped = droppedBefore; dropped < framer.dropped; dropped++) count('tooLong')
  })
  socket.on('error', (error) => {
    reason = error.message
  })
  socket.on('close', () => {
    current?.fail(reason)
    onClosed(reason)
  })
  return {
    async exchange(wanted, timeoutMilliseconds) {
      if (socket.destroyed) return { failed: reason, written: false }
      const exchange = new Exchange({ ...wanted, charset, count, send: (bytes) => void socket.write(bytes) })
      current = exchange
      const timer = clock.setTimeout(() => exchange.fail('no answer in time'), timeoutMilliseconds)
      const outcome = await exchange.outcome
      clock.clearTimeout(timer)
      current = null
      return outcome
    },
    close: () => {
      reason = 'closed by us'
      socket.destroy()
    },
  }
}
