/**
 * What every byte stream has in common, whatever carries it: writes in order and bounded, data that waits for its
 * listener, and one end.
 */
import { type ByteStream, TransportError } from './transport.ts'

/** Bytes handed to `write` and not yet taken by the system; more is refused. A receipt with a picture is 200 kB. */
export const WRITE_QUEUE_LIMIT_BYTES = 4 * 1024 * 1024
/** Bytes that arrive before the driver listens; the oldest are dropped, as a port's own buffer does. */
export const EARLY_DATA_LIMIT_BYTES = 64 * 1024

/** What carries the bytes. */
export interface Wire {
  /** Resolves when the system has taken all bytes. */
  send(bytes: Uint8Array): Promise<void>
  /** Lets go of the port; called once. */
  shut(): Promise<void>
}

/** Any thrown value as a `TransportError` that keeps its cause. */
export function transportError(what: string, cause: unknown): TransportError {
  if (cause instanceof TransportError) return cause
  const why = cause instanceof Error ? cause.message : String(cause)
  return new TransportError(`${what}: ${why}`, null, cause)
}

export class StreamShell implements ByteStream {
  readonly notes: string[]
  readonly #wire: Wire
  readonly #endListeners: ((error: TransportError | null) => void)[] = []
  readonly #waiting = new Set<(error: TransportError) => void>()
  #queue: Promise<unknown> = Promise.resolve()
  #queuedBytes = 0
  #dataListener: ((chunk: Uint8Array) => void) | null = null
  #early: Uint8Array[] = []
  #earlyBytes = 0
  #ended: { readonly error: TransportError | null } | null = null
  #shut: Promise<void> | null = null

  constructor(wire: Wire, notes: readonly string[] = []) {
    this.#wire = wire
    this.notes = [...notes]
  }

  write(bytes: Uint8Array): Promise<void> {
    if (this.#ended !== null) return Promise.reject(new TransportError('the stream has ended'))
    if (this.#queuedBytes + bytes.length > WRITE_QUEUE_LIMIT_BYTES) {
      return Promise.reject(
        new TransportError(`more than ${WRITE_QUEUE_LIMIT_BYTES} bytes wait to be written`),
      )
    }
    this.#queuedBytes += bytes.length
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject)
      this.#queue = this.#queue.then(async () => {
        try {
          if (this.#ended === null) await this.#wire.send(bytes)
          resolve()
        } catch (cause) {
          const error = transportError('write failed', cause)
          reject(error)
          this.fail(error)
        } finally {
          this.#waiting.delete(reject)
          this.#queuedBytes -= bytes.length
        }
      })
    })
  }

  onData(listener: (chunk: Uint8Array) => void): void {
    this.#dataListener = listener
    for (const chunk of this.#early.splice(0)) listener(chunk)
    this.#earlyBytes = 0
  }

  onEnd(listener: (error: TransportError | null) => void): void {
    const ended = this.#ended
    if (ended === null) this.#endListeners.push(listener)
    else queueMicrotask(() => listener(ended.error))
  }

  close(): Promise<void> {
    this.#end(null)
    this.#shut ??= this.#wire.shut()
    return this.#shut
  }

  /** The wire brought bytes. */
  receive(chunk: Uint8Array): void {
    if (this.#ended !== null) return
    if (this.#dataListener !== null) {
      this.#dataListener(chunk)
      return
    }
    this.#early.push(chunk)
    this.#earlyBytes += chunk.length
    while (this.#earlyBytes > EARLY_DATA_LIMIT_BYTES) this.#earlyBytes -= this.#early.shift()?.length ?? 0
  }

  /** The wire ended by itself. */
  fail(error: TransportError): void {
    this.#end(error)
    this.#shut ??= this.#wire.shut()
    // The end is told already; that an ended port also fails to close adds nothing.
    this.#shut.catch(() => {})
  }

  #end(error: TransportError | null): void {
    if (this.#ended !== null) return
    this.#ended = { error }
    this.#early = []
    for (const reject of this.#waiting) reject(error ?? new TransportError('the stream was closed'))
    this.#waiting.clear()
    for (const listener of this.#endListeners.splice(0)) listener(error)
  }
}
