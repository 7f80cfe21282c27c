/** One command at a time to the pad, and its answer. */
import { LecternError } from '../../../contract/errors.ts'
import type { Clock } from '../../../runtime/clock.ts'
import type { ByteStream } from '../../../transports/transport.ts'
import type { Session } from '../../supervised.ts'
import { type Command, decode, ERROR, encode } from './codec.ts'
import { buildFrame, type Frame, FrameParser } from './frame.ts'

/** A pad that has not answered by then is lost. */
export const COMMAND_TIMEOUT_MILLISECONDS = 3_000

/** The rest of an answer that has begun comes within this after its last byte, or it is damaged. */
export const HALF_FRAME_MILLISECONDS = 500

/** `reply` is null where `error` is not 0, or the data make no sense. */
export interface Answer<Reply> {
  readonly error: number
  readonly reply: Reply | null
}

/** What tells the answer. */
type Asked = Pick<Command<unknown, unknown>, 'start' | 'id' | 'name'>

export interface LinkOptions {
  readonly stream: ByteStream
  readonly session: Session
  readonly clock: Clock
}

export class ThreeMLink {
  readonly #options: LinkOptions
  readonly #parser: FrameParser
  #waiting: ((frame: Frame) => void) | null = null
  #begun: () => void = () => undefined

  constructor(options: LinkOptions) {
    this.#options = options
    this.#parser = new FrameParser((fault) => options.session.count(fault))
    options.stream.onData((chunk) => {
      this.#begun()
      for (const frame of this.#parser.push(chunk)) {
        if (this.#waiting === null) options.session.count('strayFrame')
        else this.#waiting(frame)
      }
    })
  }

  /** Rejects with LecternError `RFID_AWAY` when no answer comes in time. */
  async ask<Request, Reply>(
    command: Command<Request, Reply>,
    request: Request,
    timeoutMilliseconds = COMMAND_TIMEOUT_MILLISECONDS,
  ): Promise<Answer<Reply>> {
    const { stream, session } = this.#options
    session.signal.throwIfAborted()
    this.#parser.reset()
    const { start, id } = command
    const frame = buildFrame({ start, command: id, data: encode(command.request, request) })
    const [{ data }] = await Promise.all([this.#next(command, timeoutMilliseconds), stream.write(frame)])
    const error = data[0] ?? ERROR.notImplemented
    return { error, reply: error === ERROR.none ? decode(command.reply, data.subarray(1)) : null }
  }

  #next({ start, id, name }: Asked, timeoutMilliseconds: number): Promise<Frame> {
    const { clock, session } = this.#options
    const { promise, resolve, reject } = Promise.withResolvers<Frame>()
    const end = clock.now() + timeoutMilliseconds
    const giveUp = () => reject(new LecternError('RFID_AWAY', `${name}: no answer in time`))
    let timer = clock.setTimeout(giveUp, timeoutMilliseconds)
    this.#begun = () => {
      clock.clearTimeout(timer)
      timer = clock.setTimeout(giveUp, Math.min(HALF_FRAME_MILLISECONDS, end - clock.now()))
    }
    const ended = () => reject(session.signal.reason)
    session.signal.addEventListener('abort', ended, { once: true })
    this.#waiting = (frame) => {
      if (frame.start === start && frame.command === id) resolve(frame)
      else session.count('strayFrame')
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
