import type { Charset, Fields, Message, MessageName } from '../protocol/codec.ts'
import type { AnswerName, RequestName } from '../protocol/pairs.ts'
import type { Clock } from './clock.ts'

/** A server whose certificate does not hold is not spoken to. */
export interface TlsOptions {
  /** Certificates to trust, in PEM, where the library has its own authority; otherwise those of Node are. */
  readonly ca?: string | undefined
  /** The name the certificate must bear, where it is not the host's. */
  readonly serverName?: string | undefined
  /**
   * SHA-256 of the server's certificate (DER), 64 hex digits with or without colons. The certificate is then known by
   * itself, whoever signed it and whatever its name and dates; with `ca`, it must hold as well.
   */
  readonly fingerprint?: string | undefined
  /** Our own certificate and its key, in PEM, where the server asks for one. */
  readonly client?: { readonly cert: string; readonly key: string } | undefined
}

/** Something the server says before SIP2 begins, and what it wants to hear. */
export interface PromptStep {
  /** A regular expression, in letters of either case, found anywhere in what came since the step before. */
  readonly expect: string
  /** One line, without its end; left out where the server is only waited for. */
  readonly send?: string | undefined
}

/** A login as on a terminal, before SIP2 and beside its login message (93). */
export interface TelnetOptions {
  readonly steps: readonly PromptStep[]
  /** For each step; `PROMPT_TIMEOUT_MILLISECONDS` where left out. */
  readonly stepTimeoutMilliseconds?: number | undefined
}

/** What of a conversation differs from server to server. Everything has a default. */
export interface ConversationOptions {
  /** `required`: an answer without a checksum to a request with one is damaged. `optional` where left out: it is taken. */
  readonly checksums?: 'required' | 'optional' | undefined
  /** Connections at a time; 1 where left out: strictly one request after the other. */
  readonly connectionsMax?: number | undefined
  /** Idle for so long, 99 is sent; `KEEP_ALIVE_SECONDS` where left out. */
  readonly keepAliveSeconds?: number | undefined
  /** A request for a resend (97) brings the last answer again; true where left out. */
  readonly resends?: boolean | undefined
  /** Requests that this server never answers, or answers by closing. */
  readonly silentAbout?: readonly RequestName[] | undefined
  /** Closes the connection where it should say that it does not know a patron or an item. */
  readonly closesOnUnknown?: boolean | undefined
  /** How often longer than usual the answer to a request may take. */
  readonly patience?: Readonly<Partial<Record<RequestName, number>>> | undefined
}

export interface ConnectionOptions extends ConversationOptions {
  readonly host: string
  readonly port: number
  /** Left out for plain TCP. */
  readonly tls?: TlsOptions | undefined
  /** Left out where the server speaks SIP2 from the first byte. */
  readonly telnet?: TelnetOptions | undefined
  /** Left out where the server wants no login message. */
  readonly login?: { readonly user: string; readonly password: string; readonly location: string } | undefined
  readonly charset: Charset
  readonly terminator: 'CR' | 'CRLF'
  readonly errorDetection: boolean
  /**
   * How long to wait for one answer, in milliseconds. Wins over what the server says of itself (98), which counts where
   * this is left out.
   */
  readonly timeoutMilliseconds?: number | undefined
  /** Resends of either kind (96, 97) for one request; wins over what the server says of itself (98). */
  readonly retriesMax?: number | undefined
  /** Unanswered for so long, the server counts as away; `SILENCE_MILLISECONDS` where left out. */
  readonly silenceMilliseconds?: number | undefined
  /** Told with each answer, and how long it took from the request's first byte, in milliseconds. */
  readonly onAnswered?: ((answer: MessageName, milliseconds: number) => void) | undefined
  readonly clock?: Clock
  /** 0 to just under 1, for the jitter of the back-off. */
  readonly random?: () => number
}

export type ConnectionState = 'connecting' | 'ready' | 'refused' | 'away' | 'stopped'

/** What the kiosk says of itself to the server (SIP2 2.00, SC status: status code 0, 1, 2). */
export type TerminalStatus = 'ok' | 'outOfPaper' | 'shuttingDown'

export interface ConnectionStatus {
  readonly state: ConnectionState
  /** For staff and installers: what is wrong and where to look. No patron data, no secret. */
  readonly detail: string
  /** The newest 98, or null before the first. */
  readonly server: Fields<'acsStatus'> | null
  /** What went wrong since the start, by name: damaged, late and stray frames, silences, closed connections. */
  readonly counters: Readonly<Record<string, number>>
}

export interface Connection {
  readonly status: ConnectionStatus
  onStatus(listener: (status: ConnectionStatus) => void): () => void
  start(): void
  stop(): Promise<void>
  /** Told to the server now, if it is there and nothing else is asked, and with every status from then on. */
  tell(terminal: TerminalStatus): void
  /** One status to the server and back. Rejects as `request` does. */
  check(): Promise<void>
  /**
   * Rejects with IlsError.
   * - `notSent`: away, or the queue is full
   * - `noAnswer`: a request that changes nothing was not answered in time; one whose connection broke was asked once more
   * - `unknownOutcome`: any other request whose answer is lost
   * - `closedInstead`, `refusedBySupport`: as `closesOnUnknown` and `silentAbout` foretell; the server counts as well
   * - `invalid`: SIP2 cannot carry it
   *
   * Requests about the same patron or item, and all that change something, are sent in their order, each after the
   * answer to the one before. Others may overtake where `connectionsMax` is above 1.
   */
  request<N extends RequestName>(
    name: N,
    fields: Fields<N>,
    isAbout?: (message: Message) => boolean,
  ): Promise<Message<AnswerName<N>>>
}
