/**
 * The life of every device, in one loop: open, work, fail, back off, reopen. A driver brings `work`; the loop
 * brings status, counters and the way back.
 */
import { type ErrorCode, LecternError } from '../contract/errors.ts'
import type { Clock, TimerHandle } from '../runtime/clock.ts'
import { Signal, type Unsubscribe } from '../runtime/emitter.ts'
import { type ByteStream, type Transport, TransportError } from '../transports/transport.ts'
import type { Device, DeviceKind, DeviceState, DeviceStatus } from './device.ts'

/** Pauses before the next try to open, one after the other; then `BACK_OFF_LIMIT_MILLISECONDS` each time. */
export const BACK_OFF_MILLISECONDS: readonly number[] = [250, 500, 1_000, 2_000]
export const BACK_OFF_LIMIT_MILLISECONDS = 5_000
/** A pause is stretched by up to this share, at random, so that devices on one bus do not return in step. */
export const BACK_OFF_JITTER_SHARE = 0.2

/** One opened port, as the driver's `work` sees it. */
export interface Session {
  /** Aborted when the stream has ended or the device is stopped; the reason is an Error. */
  readonly signal: AbortSignal
  /** The device said how it is. `ready` and `reduced` also start the back-off anew. */
  report(state: 'ready' | 'reduced' | 'fault', code?: ErrorCode | null, detail?: string): void
  /** Adds one to a counter, e.g. 'badCrc'. */
  count(counter: string): void
}

export interface Supervised<K extends DeviceKind> {
  readonly id: string
  readonly kind: K
  readonly transport: Transport
  readonly clock: Clock
  /** Says that the device is not there, e.g. `RFID_AWAY`. */
  readonly awayCode: ErrorCode
  /**
   * Works on one opened port until it ends. Rejecting with `LecternError` means: connected, but cannot do its work
   * (state `fault` with its code; `awayCode` means `away`). Anything else thrown, or returning, means `away`.
   * Either way the port is closed and opened again after the back-off.
   */
  readonly work: (stream: ByteStream, session: Session) => Promise<void>
  /** Called when a session is over, before the status tells so: forget what only held while connected. */
  readonly ended?: () => void
  /** 0 to just under 1; `Math.random` where left out. */
  readonly random?: () => number
}

export interface SupervisedDevice<K extends DeviceKind> extends Device {
  readonly kind: K
}

export function superviseDevice<K extends DeviceKind>(options: Supervised<K>): SupervisedDevice<K> {
  return new Supervisor(options)
}

class Supervisor<K extends DeviceKind> implements SupervisedDevice<K> {
  readonly id: string
  readonly kind: K
  readonly #options: Supervised<K>
  readonly #statusSignal = new Signal<DeviceStatus>()
  readonly #counters = new Map<string, number>()
  #state: DeviceState = 'starting'
  #code: ErrorCode | null = null
  #detail = ''
  #since: number
  #failures = 0
  #stopping = new AbortController()
  #loop: Promise<void> | null = null

  constructor(options: Supervised<K>) {
    this.#options = options
    this.id = options.id
    this.kind = options.kind
    this.#since = options.clock.wall()
  }

  get status(): DeviceStatus {
    return {
      id: this.id,
      kind: this.kind,
      state: this.#state,
      code: this.#code,
      detail: this.#detail,
      since: this.#since,
      counters: Object.fromEntries(this.#counters),
    }
  }
  onStatus(listener: (status: DeviceStatus) => void): Unsubscribe {
    return this.#statusSignal.listen(listener)
  }
  start(): void {
    if (this.#loop !== null) return
    this.#stopping = new AbortController()
    this.#loop = this.#run(this.#stopping.signal)
  }
  async stop(): Promise<void> {
    this.#stopping.abort(new TransportError('the device was stopped'))
    // First, so that a port which waits for its device is not waited for.
    const released = this.#options.transport.release?.()
    await this.#loop
    await released
    this.#loop = null
  }

  async #run(stopped: AbortSignal): Promise<void> {
    while (!stopped.aborted) {
      const error = await this.#once(stopped)
      if (stopped.aborted) return
      this.#tellFailure(error)
      await this.#pause(stopped)
    }
  }

  /** One port from open to close; resolves with what ended it. */
  async #once(stopped: AbortSignal): Promise<unknown> {
    let stream: ByteStream
    try {
      stream = await this.#options.transport.open()
    } catch (error) {
      return error
    }
    const over = new AbortController()
    const end = (reason: Error): void => over.abort(reason)
    const stop = (): void => end(new TransportError('the device was stopped'))
    stream.onEnd((error) => end(error ?? new TransportError('the port was closed')))
    stopped.addEventListener('abort', stop)
    if (stopped.aborted) stop()
    try {
      const ended = rejectOnAbort(over.signal)
      // The race keeps a driver that overlooks the end from hanging the loop.
      await Promise.race([ended, over.signal.aborted ? ended : this.#work(stream, over.signal)])
      return new TransportError('the driver gave up')
    } catch (error) {
      return error
    } finally {
      stopped.removeEventListener('abort', stop)
      end(new TransportError('the session is over'))
      await stream.close().catch(() => this.#count('closeFailed'))
      this.#options.ended?.()
    }
  }

  #work(stream: ByteStream, signal: AbortSignal): Promise<void> {
    return this.#options.work(stream, {
      signal,
      report: (state, code = null, detail = '') => {
        if (signal.aborted) return
        if (state !== 'fault') this.#failures = 0
        this.#set(state, code, [detail, ...stream.notes].filter((part) => part !== '').join('; '))
      },
      count: (counter) => this.#count(counter),
    })
  }

  #tellFailure(error: unknown): void {
    const detail = error instanceof LecternError ? error.detail : error instanceof Error ? error.message : ''
    const code = error instanceof LecternError || error instanceof TransportError ? error.code : null
    const fault = error instanceof LecternError && error.code !== this.#options.awayCode
    this.#set(fault ? 'fault' : 'away', code ?? this.#options.awayCode, detail)
  }

  #set(state: DeviceState, code: ErrorCode | null, detail: string): void {
    const moved = state !== this.#state || code !== this.#code
    if (!moved && detail === this.#detail) return
    if (moved) this.#since = this.#options.clock.wall()
    this.#state = state
    this.#code = code
    this.#detail = detail
    this.#statusSignal.tell(this.status)
  }

  #count(counter: string): void {
    this.#counters.set(counter, (this.#counters.get(counter) ?? 0) + 1)
  }

  #pause(stopped: AbortSignal): Promise<void> {
    const { clock, random = Math.random } = this.#options
    const base = BACK_OFF_MILLISECONDS[this.#failures] ?? BACK_OFF_LIMIT_MILLISECONDS
    this.#failures += 1
    return new Promise((resolve) => {
      let timer: TimerHandle = null
      const done = (): void => {
        clock.clearTimeout(timer)
        stopped.removeEventListener('abort', done)
        resolve()
      }
      timer = clock.setTimeout(done, base * (1 + BACK_OFF_JITTER_SHARE * random()))
      stopped.addEventListener('abort', done)
      if (stopped.aborted) done()
    })
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = (): void => reject(signal.reason)
    if (signal.aborted) fail()
    else signal.addEventListener('abort', fail, { once: true })
  })
}
