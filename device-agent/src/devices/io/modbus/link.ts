/** One request at a time to the module, and its reply. */
import type { Clock } from '../../../runtime/clock.ts'
import type { ByteStream } from '../../../transports/transport.ts'
import type { Session } from '../../supervised.ts'
import { encodeRequest, type Framing, type Reply, type Request } from './codec.ts'
import { ReplyFinder } from './frame.ts'

/** Silence before a frame on a serial line above 19200 baud (MODBUS over Serial Line V1.02, section 2.5.1.1). */
const QUIET_MILLISECONDS = 1.75
/** Below: the time of so many characters of 11 bits. */
const QUIET_CHARACTERS = 3.5
const QUIET_FIXED_ABOVE_BAUD = 19_200
const CHARACTER_BITS = 11
const TRANSACTION_MAX = 0xffff

export interface LinkOptions {
  readonly stream: ByteStream
  readonly session: Session
  readonly clock: Clock
  readonly framing: Framing
  readonly unit: number
  readonly timeoutMilliseconds: number
  /** Silence before a request. */
  readonly quietMilliseconds: number
}

/** Zero where frames need none. `baud` is null behind a serial server. */
export function quietMilliseconds(framing: Framing, baud: number | null): number {
  if (framing === 'tcp') return 0
  if (baud === null || baud > QUIET_FIXED_ABOVE_BAUD) return QUIET_MILLISECONDS
  return (QUIET_CHARACTERS * CHARACTER_BITS * 1_000) / baud
}

export class ModbusLink {
  readonly #options: LinkOptions
  #waiting: ((chunk: Uint8Array) => void) | null = null
  #transaction = 0
  #quietSince: number

  constructor(options: LinkOptions) {
    this.#options = options
    this.#quietSince = options.clock.now()
    options.stream.onData((chunk) => {
      this.#quietSince = options.clock.now()
      if (this.#waiting === null) options.session.count('strayBytes')
      else this.#waiting(chunk)
    })
  }

  /** Null where no whole reply came in time: whether a write was carried out is then not known. */
  async ask(request: Request): Promise<Reply | null> {
    const { stream, session, clock, framing, unit, quietMilliseconds: quiet } = this.#options
    await this.#wait(this.#quietSince + quiet - clock.now())
    this.#transaction = this.#transaction >= TRANSACTION_MAX ? 1 : this.#transaction + 1
    const transaction = this.#transaction
    const finder = new ReplyFinder({ request, framing, unit, transaction })
    const [reply] = await Promise.all([
      this.#next(finder),
      stream.write(encodeRequest(request, { framing, unit, transaction })),
    ])
    if (reply === null) session.count(finder.unread > 0 ? 'badFrame' : 'noAnswer')
    return reply
  }

  #next(finder: ReplyFinder): Promise<Reply | null> {
    const { clock, session, timeoutMilliseconds } = this.#options
    const { promise, resolve, reject } = Promise.withResolvers<Reply | null>()
    const timer = clock.setTimeout(() => resolve(null), timeoutMilliseconds)
    const ended = () => reject(session.signal.reason)
    session.signal.addEventListener('abort', ended, { once: true })
    this.#waiting = (chunk) => {
      const found = finder.push(chunk)
      if (found === null) return
      if (found.skipped > 0) session.count('strayBytes')
      resolve(found.reply)
    }
    return promise.finally(() => {
      this.#waiting = null
      clock.clearTimeout(timer)
      session.signal.removeEventListener('abort', ended)
    })
  }

  #wait(milliseconds: number): Promise<void> {
    const { clock, session } = this.#options
    session.signal.throwIfAborted()
    if (milliseconds <= 0) return Promise.resolve()
    return new Promise((resolve, reject) => {
      const timer = clock.setTimeout(() => {
        session.signal.removeEventListener('abort', ended)
        resolve()
      }, Math.ceil(milliseconds))
      const ended = () => {
        clock.clearTimeout(timer)
        reject(session.signal.reason)
      }
      session.signal.addEventListener('abort', ended, { once: true })
    })
  }
}
