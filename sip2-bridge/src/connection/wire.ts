import { connect, type Socket } from 'node:net'
import { type Charset, Framer } from '../protocol/codec.ts'
import type { Clock } from './clock.ts'
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
  const { clock, host, port } = options
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: TCP_KEEP_ALIVE_MILLISECONDS,
    })
    const timer = clock.setTimeout(
      () => socket.destroy(new Error('no connection in time')),
      options.connectTimeoutMilliseconds,
    )
    const refused = (error: Error) => {
      clock.clearTimeout(timer)
      reject(error)
    }
    socket.once('error', refused)
    socket.once('connect', () => {
      clock.clearTimeout(timer)
      socket.off('error', refused)
      resolve(wireOn(socket, options))
    })
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
      if (socket.destroyed) return { failed: reason }
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
