/** A socket to the server, plain or with TLS, open and trusted. */
import { connect, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Clock } from './clock.ts'
import type { TlsOptions } from './contract.ts'
import { reasonFor } from './reasons.ts'

export const CONNECT_TIMEOUT_MILLISECONDS = 3_000
/** Half-open sockets are found by the system after this long at the latest. */
const TCP_KEEP_ALIVE_MILLISECONDS = 15_000

export interface SocketOptions {
  readonly host: string
  readonly port: number
  readonly tls?: TlsOptions | undefined
  readonly clock: Clock
}

/** Rejects with a reason for people. `abort` ends the attempt, and what came of it. */
export function openSocket(options: SocketOptions, abort: AbortSignal): Promise<Socket> {
  const { clock, tls } = options
  return new Promise((resolve, reject) => {
    let connected = false
    const socket = tls === undefined ? connect(options.port, options.host) : secureSocket(options, tls)
    const late = () => {
      const handshake = connected && tls !== undefined
      socket.destroy(
        new Error(
          handshake
            ? 'the TLS handshake did not end in time: does the server speak TLS on this port?'
            : 'no connection in time',
        ),
      )
    }
    const timer = clock.setTimeout(late, CONNECT_TIMEOUT_MILLISECONDS)
    const giveUp = () => socket.destroy(new Error('stopped'))
    const failed = (error: Error) => {
      clock.clearTimeout(timer)
      abort.removeEventListener('abort', giveUp)
      reject(new Error(reasonFor(error, connected && tls !== undefined), { cause: error }))
    }
    abort.addEventListener('abort', giveUp)
    socket.once('error', failed)
    socket.once('connect', () => {
      connected = true
    })
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
      const distrust = tls === undefined ? null : unlikePinned(socket as TLSSocket, tls)
      if (distrust !== null) return void socket.destroy(new Error(distrust))
      clock.clearTimeout(timer)
      abort.removeEventListener('abort', giveUp)
      socket.setNoDelay(true)
      socket.setKeepAlive(true, TCP_KEEP_ALIVE_MILLISECONDS)
      socket.off('error', failed)
      resolve(socket)
    })
  })
}

function secureSocket(
  { host, port }: SocketOptions,
  { ca, client, fingerprint, serverName }: TlsOptions,
): Socket {
  return connectTls({
    host,
    port,
    ...(ca === undefined ? {} : { ca }),
    ...(serverName === undefined ? {} : { servername: serverName }),
    ...(client === undefined ? {} : client),
    // A pinned certificate is known by itself; nothing is said before it was compared.
    ...(fingerprint !== undefined && ca === undefined ? { rejectUnauthorized: false } : {}),
  })
}

const digitsOf = (fingerprint: string): string => fingerprint.replaceAll(':', '').toUpperCase()

/** The reason not to speak with this server, or null. */
function unlikePinned(socket: TLSSocket, { fingerprint }: TlsOptions): string | null {
  if (fingerprint === undefined) return null
  const shown = socket.getPeerX509Certificate()?.fingerprint256 ?? ''
  if (digitsOf(shown) === digitsOf(fingerprint)) return null
  return `the certificate of the server is not the pinned one; its SHA-256 is ${shown}`
}
