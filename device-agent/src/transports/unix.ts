/** A socket of the file system as a byte stream: how services of the same machine are spoken to. */
import { connect } from 'node:net'
import { transportError } from './stream-shell.ts'
import { socketStream } from './tcp.ts'
import type { ByteStream } from './transport.ts'
import type { UnixPlace } from './url.ts'

export function openUnix({ path }: UnixPlace): Promise<ByteStream> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path })
    const refused = (error: Error): void => {
      socket.destroy()
      reject(transportError(`cannot connect to ${path}`, error))
    }
    socket.once('error', refused)
    socket.once('connect', () => {
      socket.off('error', refused)
      resolve(socketStream(socket, path))
    })
  })
}
