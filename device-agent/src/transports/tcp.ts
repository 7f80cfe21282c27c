/** A TCP connection as a byte stream. */
import { connect, type Socket } from 'node:net'
import { StreamShell, transportError } from './stream-shell.ts'
import { type ByteStream, OPEN_TIMEOUT_MILLISECONDS, TransportError } from './transport.ts'
import type { TcpPlace } from './url.ts'

/** Silence after which the system begins to ask whether the other end still lives. */
export const KEEP_ALIVE_MILLISECONDS = 10_000

export function openTcp(place: TcpPlace): Promise<ByteStream> {
  const name = `${place.host}:${place.port}`
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: place.host,
      port: place.port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MILLISECONDS,
      // A host with a dead IPv6 address must not eat the whole time to open.
      autoSelectFamily: true,
    })
    const refused = (error: Error): void => {
      socket.destroy()
      reject(transportError(`cannot connect to ${name}`, error))
    }
    socket.setTimeout(OPEN_TIMEOUT_MILLISECONDS, () => refused(new Error('no answer')))
    socket.once('error', refused)
    socket.once('connect', () => {
      socket.setTimeout(0)
      socket.off('error', refused)
      resolve(socketStream(socket, name))
    })
  })
}

/** A connected socket as a byte stream; `name` says whose in its errors. */
export function socketStream(socket: Socket, name: string): StreamShell {
  const stream = new StreamShell({
    send: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (error) => (error ? reject(error) : resolve()))
      }),
    shut: () =>
      new Promise((resolve) => {
        if (socket.closed) return resolve()
        socket.once('close', () => resolve())
        socket.destroy()
      }),
  })
  socket.on('data', (chunk: Uint8Array) => stream.receive(chunk))
  socket.on('error', (error) => stream.fail(transportError(`connection to ${name} failed`, error)))
  socket.on('close', () => stream.fail(new TransportError(`${name} closed the connection`)))
  return stream
}
