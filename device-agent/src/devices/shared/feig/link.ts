/** One command at a time to the reader, and its answer. */
import { type ErrorCode, LecternError } from '../../../contract/errors.ts'
import type { Clock, TimerHandle } from '../../../runtime/clock.ts'
import type { ByteStream } from '../../../transports/transport.ts'
import type { Session } from '../../supervised.ts'
import { type Command, QUICK_MILLISECONDS, STATUS } from './command.ts'
import { buildFrame, type Frame, FrameParser, type Framing } from './frame.ts'

/** A reader may take seconds where it is set so (CFG1, TR-RESPONSE-TIME); beyond this it is lost. */
export const COMMAND_TIMEOUT_MILLISECONDS = 3_000

/** `reply` is null where the status is not ok, or the data make no sense. `isoError`: the tag's own error byte. */
export interface Answer<Reply> {
  readonly status: number
  readonly reply: Reply | null
  readonly isoError: number | null
}

/** What staff are told, by the class of the device that the reader is built into. */
export interface LinkCodes {
  readonly away: ErrorCode
  readonly mode: ErrorCode
  readonly login: ErrorCode
  readonly fault: ErrorCode
}

/** Statuses that no repeat mends: the reader itself must be set right. */
const FATAL: Readonly<Record<number, keyof LinkCodes>> = {
  [STATUS.notInThisMode]: 'mode',
  [STATUS.loginNeeded]: 'login',
  [STATUS.loginWrong]: 'login',
  [STATUS.unknownCommand]: 'fault',
  [STATUS.lengthError]: 'fault',
}

/** Statuses that come with data, whatever was asked. */
const GOOD: readonly number[] = [STATUS.ok, STATUS.moreData, STATUS.bufferOverflow]
/** Bytes that wait so long for the rest of their frame are noise; a reader pauses 12 ms at most within one. */
export const HALF_FRAME_MILLISECONDS = 500
/** Of an answer that has begun the rest is there so long after its last byte, noise before it left out, or it is damaged. */
export const REST_MILLISECONDS = 600

export interface LinkOptions {
  readonly stream: ByteStream
  readonly session: Session
  readonly clock: Clock
  readonly framing: Framing
  readonly busAddress: number
  readonly codes: LinkCodes
  /** Told each frame that nobody asked for; counted as stray where left out. */
  readonly onFrame?: (frame: Frame) => void
}

export class FeigLink {
  readonly #options: LinkOptions
  readonly #parser: FrameParser
  #waiting: ((frame: Frame) => boolean) | null = null
  #half: TimerHandle = null
  /** An answer has begun: the rest of it comes soon, or it is damaged. */
  #begun: () => void = () => undefined

  constructor(options: LinkOptions) {
    this.#options = options
    this.#parser = new FrameParser((fault) => options.session.count(fault))
    options.stream.onData((chunk) => {
      this.#begun()
      this.#received(this.#parser.push(chunk))
    })
    options.session.signal.addEventListener('abort', () => options.clock.clearTimeout(this.#half), {
      once: true,
    })
  }

  #received(frames: readonly Frame[]): void {
    const { clock, session, onFrame } = this.#options
    if (frames.length > 0 || !this.#parser.waiting) {
      clock.clearTimeout(this.#half)
      this.#half = null
    }
    for (const frame of frames) {
      if (this.#waiting?.(frame) === true) continue
      if (onFrame === undefined) session.count('strayFrame')
      else onFrame(frame)
    }
    // Noise that looks like the head of a long frame must not swallow what follows.
    if (this.#half !== null || !this.#parser.waiting || session.signal.aborted) return
    this.#half = clock.setTimeout(() => {
      this.#half = null
      this.#received(this.#parser.giveUp())
    }, HALF_FRAME_MILLISECONDS)
  }

  /**
   * Rejects with LecternError: `codes.away` when no answer comes, or the code of a fatal status. `address`: of what sits
   * behind the reader on its own bus.
   */
  async ask<Request, Reply>(
    command: Command<Request, Reply>,
    request: Request,
    address = this.#options.busAddress,
  ): Promise<Answer<Reply>> {
    const { stream, session, framing, codes, onFrame } = this.#options
    session.signal.throwIfAborted()
    // Where the reader speaks by itself, half a frame may be the beginning of its next word.
    if (onFrame === undefined) this.#parser.reset()
    const frame = buildFrame({ address, command: command.id, data: command.encode(request) }, framing)
    const [{ data }] = await Promise.all([this.#next(command), stream.write(frame)])
    const status = data[0] ?? STATUS.dataFalse
    const fatal = FATAL[status]
    const unknown = status === STATUS.unknownCommand || status === STATUS.lengthError
    if (fatal !== undefined && !(command.optional && unknown))
      throw new LecternError(codes[fatal], `${command.name}: status ${hex(status)}`)
    const good = GOOD.includes(status) || command.dataWith?.includes(status) === true
    return {
      status,
      reply: good ? command.decode(data.subarray(1)) : null,
      isoError: status === STATUS.isoError ? (data[1] ?? 0) : null,
    }
  }

  #next({ id, quick }: Pick<Command<unknown, unknown>, 'id' | 'quick'>): Promise<Frame> {
    const { clock, session, codes } = this.#options
    const { promise, resolve, reject } = Promise.withResolvers<Frame>()
    const patience = quick === true ? QUICK_MILLISECONDS : COMMAND_TIMEOUT_MILLISECONDS
    const end = clock.now() + patience
    const giveUp = () => reject(new LecternError(codes.away, 'no answer in time'))
    let timer = clock.setTimeout(giveUp, patience)
    this.#begun = () => {
      clock.clearTimeout(timer)
      timer = clock.setTimeout(giveUp, Math.min(REST_MILLISECONDS, end - clock.now()))
    }
    const ended = () => reject(session.signal.reason)
    session.signal.addEventListener('abort', ended, { once: true })
    this.#waiting = (frame) => {
      if (frame.command !== id) return false
      resolve(frame)
      return true
    }
    return promise.finally(() => {
      this.#waiting = null
      this.#begun = () => undefined
      clock.clearTimeout(timer)
      session.signal.removeEventListener('abort', ended)
    })
  }
}

export const hex = (byte: number): string => `${byte.toString(16).toUpperCase().padStart(2, '0')}h`
