/** One command at a time to the reader, and its answer. */
import { type ErrorCode, LecternError } from '../../../contract/errors.ts'
import type { Clock } from '../../../runtime/clock.ts'
import type { ByteStream } from '../../../transports/transport.ts'
import type { Session } from '../../supervised.ts'
import { type Command, STATUS } from './codec.ts'
import { buildFrame, type Frame, FrameParser, type Framing } from './frame.ts'

/** A reader may take seconds where it is set so (CFG1, TR-RESPONSE-TIME); beyond this it is lost. */
export const COMMAND_TIMEOUT_MILLISECONDS = 3_000

/** `reply` is null where the status is not ok, or the data make no sense. `isoError`: the tag's own error byte. */
export interface Answer<Reply> {
  readonly status: number
  readonly reply: Reply | null
  readonly isoError: number | null
}

/** Statuses that no repeat mends: the reader itself must be set right. */
const FATAL: Readonly<Record<number, ErrorCode>> = {
  [STATUS.notInThisMode]: 'RFID_READER_MODE',
  [STATUS.loginNeeded]: 'RFID_READER_LOGIN',
  [STATUS.loginWrong]: 'RFID_READER_LOGIN',
  [STATUS.unknownCommand]: 'RFID_READER_FAULT',
  [STATUS.lengthError]: 'RFID_READER_FAULT',
}

export interface LinkOptions {
  readonly stream: ByteStream
  readonly session: Session
  readonly clock: Clock
  readonly framing: Framing
  readonly busAddress: number
}

export class FeigLink {
  readonly #options: LinkOptions
  readonly #parser: FrameParser
  #waiting: ((frame: Frame) => void) | null = null

  constructor(options: LinkOptions) {
    this.#options = options
    this.#parser = new FrameParser((fault) => options.session.count(fault))
    options.stream.onData((chunk) => {
      for (const frame of this.#parser.push(chunk)) {
        if (this.#waiting === null) options.session.count('strayFrame')
        else this.#waiting(frame)
      }
    })
  }

  /** Rejects with LecternError `RFID_AWAY` when no answer comes, or with the code of a fatal status. */
  async ask<Request, Reply>(command: Command<Request, Reply>, request: Request): Promise<Answer<Reply>> {
    const { stream, session, framing, busAddress } = this.#options
    session.signal.throwIfAborted()
    this.#parser.reset()
    const frame = buildFrame(
      { address: busAddress, command: command.id, data: command.encode(request) },
      framing,
    )
    const [{ data }] = await Promise.all([this.#next(command.id), stream.write(frame)])
    const status = data[0] ?? STATUS.dataFalse
    const fatal = FATAL[status]
    if (fatal !== undefined) throw new LecternError(fatal, `${command.name}: status ${hex(status)}`)
    const good = status === STATUS.ok || status === STATUS.moreData || status === STATUS.bufferOverflow
    return {
      status,
      reply: good ? command.decode(data.subarray(1)) : null,
      isoError: status === STATUS.isoError ? (data[1] ?? 0) : null,
    }
  }

  #next(command: number): Promise<Frame> {
    const { clock, session } = this.#options
    const { promise, resolve, reject } = Promise.withResolvers<Frame>()
    const timer = clock.setTimeout(
      () => reject(new LecternError('RFID_AWAY', 'no answer in time')),
      COMMAND_TIMEOUT_MILLISECONDS,
    )
    const ended = () => reject(session.signal.reason)
    session.signal.addEventListener('abort', ended, { once: true })
    this.#waiting = (frame) => {
      if (frame.command === command) resolve(frame)
      else session.count('strayFrame')
    }
    return promise.finally(() => {
      this.#waiting = null
      clock.clearTimeout(timer)
      session.signal.removeEventListener('abort', ended)
    })
  }
}

export const hex = (byte: number): string => `${byte.toString(16).toUpperCase().padStart(2, '0')}h`
