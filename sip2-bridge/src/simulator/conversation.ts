/** One client's connection: requests in their order, answers after their latency and with their faults. */
import type { Socket } from 'node:net'
import type { Clock } from '../connection/clock.ts'
import { Framer } from '../protocol/codec.ts'
import { type Faults, NOISE, withBadChecksum, withCrInNote } from './faults.ts'
import type { Reply } from './talk.ts'

/** Requests of one client that wait for their answer; a client that sends more is cut off. */
export const WAITING_MAX = 64

export interface ConversationOptions {
  readonly clock: Clock
  readonly faults: () => Faults
  /** Carries a request out; undefined where there is no answer to it. Throws when it cannot be kept. */
  readonly carryOut: (frame: Buffer) => Reply | undefined
  /**
   * - `receipt`: a request is carried out as it arrives, whether or not its answer will reach anybody
   * - `answer`: after the latency, and never when the client has gone meanwhile
   */
  readonly executeAt: 'receipt' | 'answer'
  /** An answer with a bad checksum was sent. */
  readonly onBadChecksum: () => void
}

export class Conversation {
  readonly #socket: Socket
  readonly #options: ConversationOptions
  readonly #waiting: (() => Reply | undefined)[] = []
  #timer: unknown = null

  constructor(socket: Socket, options: ConversationOptions) {
    this.#socket = socket
    this.#options = options
    const framer = new Framer()
    socket.on('data', (chunk: Buffer) => {
      for (const frame of framer.push(chunk)) if (socket.writable) this.#take(frame)
    })
    socket.on('close', () => {
      this.#waiting.length = 0
      options.clock.clearTimeout(this.#timer)
    })
  }

  #take(frame: Buffer): void {
    if (this.#waiting.length >= WAITING_MAX) return void this.#socket.destroy()
    const { carryOut, executeAt } = this.#options
    if (executeAt === 'answer') this.#waiting.push(() => carryOut(frame))
    else {
      const reply = carryOut(frame)
      if (reply === undefined) return
      this.#waiting.push(() => reply)
    }
    if (this.#waiting.length === 1) this.#waitForNext()
  }

  #waitForNext(): void {
    const { clock, faults } = this.#options
    const { latencyMilliseconds } = faults()
    if (latencyMilliseconds === 0) this.#answerNext()
    else this.#timer = clock.setTimeout(() => this.#answerNext(), latencyMilliseconds)
  }

  #answerNext(): void {
    const [next] = this.#waiting
    if (next === undefined || this.#socket.destroyed) return
    const reply = next()
    if (reply !== undefined) this.#send(reply)
    this.#waiting.shift()
    if (this.#waiting.length > 0) this.#waitForNext()
  }

  #send({ bytes, hangUp }: Reply): void {
    const { duplicate, mode, noise, split } = this.#options.faults()
    const socket = this.#socket
    if (mode === 'silent') return
    if (mode === 'dieBeforeAnswer' || mode === 'down') return void socket.destroy()
    const sent = this.#damaged(bytes)
    if (mode === 'dieMidAnswer') return void socket.end(sent.subarray(0, sent.length >> 1))
    if (noise) socket.write(NOISE)
    for (let copy = 0; copy < (duplicate ? 2 : 1); copy++) {
      if (split) for (const byte of sent) socket.write(Buffer.of(byte))
      else socket.write(sent)
    }
    if (hangUp) socket.end()
  }

  #damaged(bytes: Buffer): Buffer {
    const { badChecksums, crInNote } = this.#options.faults()
    if (badChecksums > 0) {
      this.#options.onBadChecksum()
      return withBadChecksum(bytes)
    }
    return crInNote ? withCrInNote(bytes) : bytes
  }
}
