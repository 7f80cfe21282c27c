/** One client's connection: requests in their order, answers after their latency and with their faults. */
import type { Socket } from 'node:net'
import type { Clock } from '../connection/clock.ts'
import { Framer } from '../protocol/codec.ts'
import {
  cutAnywhere,
  garbage,
  inSegments,
  NOISE,
  withBadChecksum,
  withCrInNote,
  withWrongSequence,
} from './damage.ts'
import { Fate, type FaultBox } from './fault-box.ts'
import type { Reply } from './talk.ts'
import { withoutTrailer } from './write.ts'

/** Requests of one client that wait for their answer; a client that sends more is cut off. */
export const WAITING_MAX = 64

export interface ConversationOptions {
  readonly clock: Clock
  readonly box: FaultBox
  /** Carries a request out; undefined where there is no answer to it. Throws when it cannot be kept. */
  readonly carryOut: (frame: Buffer, fate: Fate) => Reply | undefined
  /**
   * - `receipt`: a request is carried out as it arrives, whether or not its answer will reach anybody
   * - `answer`: after the latency, and never when the client has gone meanwhile
   */
  readonly executeAt: 'receipt' | 'answer'
  /** Answers leave in segments of so many bytes. */
  readonly segmentBytes: number | null
  /** Bytes that leave. */
  readonly onSent: (bytes: Buffer) => void
}

interface Waiting {
  readonly fate: Fate
  readonly reply: () => Reply | undefined
}

export class Conversation {
  readonly #socket: Socket
  readonly #options: ConversationOptions
  readonly #framer = new Framer()
  readonly #waiting: Waiting[] = []
  /** Answers that come with the next one. */
  #late: Buffer[] = []
  #unread: Buffer[] = []
  #deaf = false
  #timer: unknown = null

  constructor(socket: Socket, options: ConversationOptions) {
    this.#socket = socket
    this.#options = options
    socket.on('data', (chunk: Buffer) => this.#heard(chunk))
    const forget = options.box.onChange(() => this.#readOn())
    socket.on('close', () => {
      this.#waiting.length = 0
      this.#unread = []
      options.clock.clearTimeout(this.#timer)
      forget()
    })
  }

  #heard(chunk: Buffer): void {
    const { mode } = this.#options.box.faults
    if (mode === 'halfOpen') this.#deaf = true
    if (this.#deaf) return
    if (mode === 'hang') {
      this.#socket.pause()
      this.#unread.push(chunk)
      return
    }
    for (const frame of this.#framer.push(chunk)) if (this.#socket.writable) this.#take(frame)
  }
  #readOn(): void {
    if (this.#unread.length === 0 || this.#options.box.faults.mode === 'hang') return
    for (const chunk of this.#unread.splice(0)) this.#heard(chunk)
    this.#socket.resume()
  }

  #take(frame: Buffer): void {
    if (this.#waiting.length >= WAITING_MAX) return void this.#socket.destroy()
    const { box, carryOut, executeAt } = this.#options
    const fate = new Fate(box)
    if (executeAt === 'answer') this.#waiting.push({ fate, reply: () => carryOut(frame, fate) })
    else {
      const reply = carryOut(frame, fate)
      if (reply === undefined) return
      this.#waiting.push({ fate, reply: () => reply })
    }
    if (this.#waiting.length === 1) this.#waitForNext()
  }

  #waitForNext(): void {
    const [next] = this.#waiting
    if (next === undefined) return
    const { jitterMilliseconds, latencyMilliseconds } = next.fate.faults
    const wait = latencyMilliseconds + (jitterMilliseconds > 0 ? next.fate.below(jitterMilliseconds + 1) : 0)
    if (wait === 0 && !next.fate.faults.joined) this.#answerNext()
    else this.#timer = this.#options.clock.setTimeout(() => this.#answerNext(), wait)
  }

  #answerNext(): void {
    const [next] = this.#waiting
    if (next === undefined || this.#socket.destroyed) return
    const together = next.fate.faults.joined ? [...this.#waiting] : [next]
    const sent: Buffer[] = []
    let hangUp = false
    for (const { fate, reply } of together) {
      const made = reply()
      if (made === undefined) continue
      const bytes = this.#toSend(made, fate)
      if (bytes === null) return
      sent.push(...bytes)
      hangUp ||= made.hangUp
    }
    this.#write(sent, next.fate, () => {
      this.#waiting.splice(0, together.length)
      if (hangUp) this.#socket.end()
      this.#waitForNext()
    })
  }

  /** Null where the connection ends instead. */
  #toSend({ bytes }: Reply, fate: Fate): readonly Buffer[] | null {
    const { duplicate, garbageLines, mode, noise } = fate.faults
    if (mode === 'silent' || fate.hit('drop')) return []
    if (mode === 'dieBeforeAnswer' || mode === 'down') {
      this.#socket.destroy()
      return null
    }
    if (bytes.length === 0) return []
    const damaged = damagedBy(bytes, fate)
    if (mode === 'dieMidAnswer') {
      this.#send(damaged.subarray(0, damaged.length >> 1))
      this.#socket.end()
      return null
    }
    const before = [
      ...this.#late.splice(0),
      ...(noise ? [NOISE] : []),
      ...Array.from({ length: garbageLines }, () => garbage((end) => fate.below(end))),
    ]
    const copies = duplicate ? [damaged, damaged] : [damaged]
    if (!fate.hit('late')) return [...before, ...copies]
    this.#late = copies
    return before
  }

  #write(parts: readonly Buffer[], fate: Fate, done: () => void): void {
    const { dripMilliseconds, joined } = fate.faults
    if (dripMilliseconds > 0) return this.#drip([...Buffer.concat(parts)], dripMilliseconds, done)
    const whole = joined ? [Buffer.concat(parts)] : parts
    for (const part of whole) for (const piece of this.#pieces(part, fate)) this.#send(piece)
    done()
  }
  #drip(bytes: readonly number[], milliseconds: number, done: () => void, at = 0): void {
    const byte = bytes[at]
    if (byte === undefined) return done()
    this.#send(Buffer.of(byte))
    this.#timer = this.#options.clock.setTimeout(
      () => this.#drip(bytes, milliseconds, done, at + 1),
      milliseconds,
    )
  }
  #pieces(bytes: Buffer, fate: Fate): readonly Buffer[] {
    const { cuts, split } = fate.faults
    const { segmentBytes } = this.#options
    if (split) return inSegments(bytes, 1)
    if (cuts > 0) return cutAnywhere(bytes, cuts, (end) => fate.below(end))
    return segmentBytes === null ? [bytes] : inSegments(bytes, segmentBytes)
  }
  #send(bytes: Buffer): void {
    if (bytes.length === 0 || this.#socket.destroyed) return
    this.#options.onSent(bytes)
    this.#socket.write(bytes)
  }
}

function damagedBy(bytes: Buffer, fate: Fate): Buffer {
  if (fate.hit('badChecksums')) return withBadChecksum(bytes)
  if (fate.hit('noChecksum')) return withoutTrailer(bytes)
  if (fate.hit('wrongSequence')) return withWrongSequence(bytes)
  return fate.faults.crInNote ? withCrInNote(bytes) : bytes
}
