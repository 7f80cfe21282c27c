import type { Charset, Fields, Message } from '../protocol/codec.ts'
import type { AnswerName, RequestName } from '../protocol/pairs.ts'
import type { Clock } from './clock.ts'

/** A server whose certificate does not hold is not spoken to. */
export interface TlsOptions {
  /** Certificates to trust, in PEM, where the library has its own authority; otherwise those of Node are. */
  readonly ca?: string | undefined
  /** The name the certificate must bear, where it is not the host's. */
  readonly serverName?: string | undefined
}

export interface ConnectionOptions {
  readonly host: string
  readonly port: number
  /** Left out for plain TCP. */
  readonly tls?: TlsOptions | undefined
  /** Left out where the server wants no login message. */
  readonly login?: { readonly user: string; readonly password: string; readonly location: string } | undefined
  readonly charset: Charset
  readonly terminator: 'CR' | 'CRLF'
  readonly errorDetection: boolean
  /** How long to wait for one answer, in milliseconds. */
  readonly timeoutMilliseconds: number
  readonly clock?: Clock
  /** 0 to just under 1, for the jitter of the back-off. */
  readonly random?: () => number
}

export type ConnectionState = 'connecting' | 'ready' | 'refused' | 'away' | 'stopped'

export interface ConnectionStatus {
  readonly state: ConnectionState
  readonly detail: string
  /** The newest 98, or null before the first. */
  readonly server: Fields<'acsStatus'> | null
  /** Damaged, late and stray frames since the start, by name. */
  readonly counters: Readonly<Record<string, number>>
}

export interface Connection {
  readonly status: ConnectionStatus
  onStatus(listener: (status: ConnectionStatus) => void): () => void
  start(): void
  stop(): Promise<void>
  /**
   * Rejects with IlsError: `notSent` while away or when the queue is full, `unknownOutcome` when the answer is lost,
   * `invalid` for what SIP2 cannot carry. Requests that change nothing are asked once more on a new connection.
   */
  request<N extends RequestName>(
    name: N,
    fields: Fields<N>,
    isAbout?: (message: Message) => boolean,
  ): Promise<Message<AnswerName<N>>>
}
