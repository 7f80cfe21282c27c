/** Bytes from one socket to another and back, unchanged, whatever they are. */
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Direction } from '../../transcript/transcript.ts'
import type { Target, TlsFiles } from '../wire/target.ts'

export interface Pair {
  /** Resolves when both sides are closed; with a reason where the server was not reached or a side failed. */
  readonly done: Promise<string | null>
  destroy(): void
}

export interface PassOptions {
  readonly target: Target
  readonly tls: TlsFiles | null
  /** Looks on; is told of each piece as it passes. */
  readonly tap: (direction: Direction, chunk: Buffer) => void
}

const CONNECT_MILLISECONDS = 10_000

/**
 * `pipe` holds the faster side back and hands an end on, so that a side that has ended still hears the other out;
 * `client` must allow half-open connections.
 */
export function pass(client: Socket, { target, tls, tap }: PassOptions): Pair {
  const server = serverSocket(target, tls)
  let reason: string | null = null
  const timer = setTimeout(() => server.destroy(new Error('no connection in time')), CONNECT_MILLISECONDS)
  const fail = (side: string, other: Socket) => (error: Error) => {
    reason ??= `${side}: ${error.message}`
    other.destroy()
  }
  client.setNoDelay(true)
  server.setNoDelay(true)
  client.on('error', fail('client', server))
  server.on('error', fail('server', client))
  const closed = (socket: Socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const both = Promise.all([closed(client), closed(server)])
  server.once(tls === null ? 'connect' : 'secureConnect', () => {
    clearTimeout(timer)
    client.pipe(server)
    server.pipe(client)
    client.on('data', (chunk: Buffer) => tap('toServer', chunk))
    server.on('data', (chunk: Buffer) => tap('toClient', chunk))
  })
  return {
    done: both.then(() => {
      clearTimeout(timer)
      return reason
    }),
    destroy: () => {
      client.destroy()
      server.destroy()
    },
  }
}

function serverSocket(target: Target, tls: TlsFiles | null): Socket {
  const socket = connect({ ...target, allowHalfOpen: true })
  if (tls === null) return socket
  // Only over a socket of its own does TLS stay open when the other side has ended.
  const { host } = target
  const secure = connectTls({ socket, host, ...tls, ...(isIP(host) === 0 && { servername: host }) })
  socket.on('error', (error) => secure.destroy(error))
  return secure
}
