/** The two ways to a gate's reader: we ask it (Buffered Read Mode, and commands), or it tells us (Notification Mode). */
import { LecternError } from '../../../contract/errors.ts'
import type { Clock, TimerHandle } from '../../../runtime/clock.ts'
import type { ByteStream } from '../../../transports/transport.ts'
import type { ReaderVersion } from '../../shared/feig/command.ts'
import type { Frame } from '../../shared/feig/frame.ts'
import { FeigLink, hex, type LinkCodes } from '../../shared/feig/link.ts'
import type { Session } from '../../supervised.ts'
import type { Chores } from './chores.ts'
import { CLEAR_BUFFER, READ_BUFFER, SOFTWARE_VERSION, STATUS } from './codec.ts'
import type { Condition } from './condition.ts'
import { type BufferReply, decodeBuffer } from './records.ts'
import type { Teller } from './told.ts'

/** Records of one reply; with blocks of 36 bytes each it stays under 2 KiB, what such a reader can send. */
export const SETS_MAX = 24
/** Reads that may make no sense, one after the other, before the reader counts as faulty. */
const FAILED_READS_MAX = 5
/** What could not be written down is told again so much later. */
export const TELL_AGAIN_MILLISECONDS = 1_000
/** Between two looks at what else there is to do, where nothing is read. */
const COMMANDS_PAUSE_MILLISECONDS = 250
/** Messages that wait to be acknowledged; the reader waits for each. */
const UNACKNOWLEDGED_MAX = 64
/** Keep-alives that may fail to come. */
const KEEP_ALIVES_MISSED = 2.5

const CODES: LinkCodes = {
  away: 'GATE_AWAY',
  mode: 'GATE_READER_MODE',
  login: 'GATE_READER_LOGIN',
  fault: 'GATE_READER_FAULT',
}

export interface ChannelParts {
  readonly clock: Clock
  readonly busAddress: number
  readonly condition: Condition
  readonly teller: Teller
  readonly chores: Chores
}

export interface BufferedOptions extends ChannelParts {
  /** Null: commands only, the reader tells what it sees elsewhere. */
  readonly pollMilliseconds: number | null
}

export async function askReader(
  options: BufferedOptions,
  stream: ByteStream,
  session: Session,
): Promise<void> {
  const { clock, busAddress, chores, condition, pollMilliseconds } = options
  const link = new FeigLink({ stream, session, clock, framing: 'advanced', busAddress, codes: CODES })
  const reply = await versionOf(link)
  const detail = `reader type ${hex(reply.type)}, software ${hex(reply.revision)}`
  if (pollMilliseconds === null) session.report('ready', null, detail)
  else condition.begin(session, detail)
  chores.begin()
  const reader = new BufferReader(options, link, session)
  while (!session.signal.aborted) {
    await chores.run(link, session)
    // Where nothing is read, the reader is asked for a sign of life.
    if (pollMilliseconds === null) await versionOf(link)
    const left = pollMilliseconds === null ? 'empty' : await reader.read()
    const wait = left === 'kept' ? TELL_AGAIN_MILLISECONDS : (pollMilliseconds ?? COMMANDS_PAUSE_MILLISECONDS)
    // Ends early when there is something to switch.
    if (left !== 'more')
      await pause(clock, session, wait, (wake) => {
        chores.wake = wake
      })
  }
}

async function versionOf(link: FeigLink): Promise<ReaderVersion> {
  const { reply } = await link.ask(SOFTWARE_VERSION, null)
  if (reply === null) throw new LecternError('GATE_READER_FAULT', 'no sense in the software version')
  return reply
}

function pause(
  clock: Clock,
  { signal }: Session,
  milliseconds: number,
  onWake: (wake: () => void) => void = () => undefined,
): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clock.clearTimeout(timer)
      signal.removeEventListener('abort', done)
      onWake(() => undefined)
      resolve()
    }
    const timer: TimerHandle = clock.setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
    else onWake(done)
  })
}

class BufferReader {
  readonly #parts: ChannelParts
  readonly #link: FeigLink
  readonly #session: Session
  #failed = 0
  #foundEmpty = false

  constructor(parts: ChannelParts, link: FeigLink, session: Session) {
    this.#parts = parts
    this.#link = link
    this.#session = session
  }

  /** `more`: there may be more at once. `kept`: it is not safe here, and stays in the gate. */
  async read(): Promise<'more' | 'empty' | 'kept'> {
    const { teller, chores } = this.#parts
    const { status, reply } = await this.#link.ask(READ_BUFFER, { sets: SETS_MAX })
    if (reply === null) {
      this.#session.count('failedRead')
      if (++this.#failed < FAILED_READS_MAX) return 'empty'
      throw new LecternError('GATE_READER_FAULT', `${READ_BUFFER.name}: status ${hex(status)}`)
    }
    this.#failed = 0
    noteStatus(status, reply, this.#parts, this.#session)
    if (reply.records.length === 0) {
      // What was told before the connection and is not there any more, the gate has lost or forgotten.
      if (!this.#foundEmpty) teller.forgotten(null)
      this.#foundEmpty = true
      return 'empty'
    }
    const told = teller.tell(reply.records, this.#session, chores.timer)
    if (told === null) return 'kept'
    const cleared = await this.#link.ask(CLEAR_BUFFER, null)
    // Not cleared, it is read again, and known.
    if (cleared.reply === null) {
      this.#session.count('clearRefused')
      return 'empty'
    }
    teller.forgotten(told)
    return 'more'
  }
}

function noteStatus(
  status: number,
  { missing }: BufferReply,
  { condition }: ChannelParts,
  session: Session,
): void {
  if (status === STATUS.bufferOverflow) {
    session.count('overflow')
    condition.overflowed()
  }
  for (let lost = 0; lost < missing; lost++) session.count('missingRecord')
  const radio = status === STATUS.rfError || status === STATUS.rfWarning
  condition.set('GATE_MUTE', radio, radio ? `radio, status ${hex(status)}` : '')
}

export interface NotificationOptions extends ChannelParts {
  /** The reader waits for [0x32] after each message. */
  readonly acknowledge: boolean
  /** Null where it sends none. */
  readonly keepAliveMilliseconds: number | null
}

export async function hearReader(
  options: NotificationOptions,
  stream: ByteStream,
  session: Session,
): Promise<void> {
  const { clock, busAddress, condition, teller, chores, acknowledge, keepAliveMilliseconds } = options
  const waiting: BufferReply[] = []
  let arrived: () => void = () => undefined
  let silence: TimerHandle = null
  const signOfLife = () => {
    clock.clearTimeout(silence)
    if (keepAliveMilliseconds === null || session.signal.aborted) return
    silence = clock.setTimeout(
      () => condition.set('GATE_MUTE', true, 'no keep-alive'),
      keepAliveMilliseconds * KEEP_ALIVES_MISSED,
    )
  }
  const onFrame = ({ command, data }: Frame) => {
    signOfLife()
    const status = data[0] ?? STATUS.dataFalse
    const reply = command === READ_BUFFER.id ? decodeBuffer(data.subarray(1)) : null
    if (command !== READ_BUFFER.id) condition.set('GATE_MUTE', false)
    else if (reply === null) session.count('senselessMessage')
    else {
      noteStatus(status, reply, options, session)
      waiting.push(reply)
      arrived()
    }
  }
  let refused = 0
  /** What was acknowledged last: one that tells it over and over has not taken it. */
  let taken = ''
  // One whose acknowledgements were refused is well again only when one is taken: else it would come and go.
  if (!condition.refuses) condition.begin(session, 'connected to us')
  session.signal.addEventListener('abort', () => clock.clearTimeout(silence), { once: true })
  signOfLife()
  const link = new FeigLink({
    stream,
    session,
    clock,
    framing: 'advanced',
    busAddress,
    codes: CODES,
    onFrame,
  })
  while (!session.signal.aborted) {
    const [next] = waiting
    if (waiting.length > UNACKNOWLEDGED_MAX)
      throw new LecternError('GATE_READER_FAULT', 'it does not wait for its acknowledgements')
    if (next === undefined) {
      await new Promise<void>((resolve) => {
        arrived = resolve
        session.signal.addEventListener('abort', () => resolve(), { once: true })
      })
      continue
    }
    const told = teller.tell(next.records, session, chores.timer)
    if (told === null) {
      await pause(clock, session, TELL_AGAIN_MILLISECONDS)
      continue
    }
    waiting.shift()
    const records = told.join()
    if (acknowledge && (!(await isTaken(link, condition)) || records === taken)) {
      session.count('clearRefused')
      if (++refused < FAILED_READS_MAX) continue
      condition.refuses = true
      throw new LecternError('GATE_READER_FAULT', 'it refuses its acknowledgements')
    }
    refused = 0
    taken = records
    if (condition.refuses) condition.begin(session, 'connected to us')
    condition.refuses = false
    teller.forgotten(told)
  }
}

/** Whether the reader took our acknowledgement. */
async function isTaken(link: FeigLink, condition: Condition): Promise<boolean> {
  try {
    return (await link.ask(CLEAR_BUFFER, null)).reply !== null
  } catch (error) {
    condition.refuses = error instanceof LecternError
    throw error
  }
}
