import { type Charset, type FaultKind, Framer, type MessageName, parseMessage } from '../../protocol/codec.ts'
import { MESSAGES } from '../../protocol/messages.ts'
import { ANSWER } from '../../protocol/pairs.ts'
import type { Direction } from '../../transcript/transcript.ts'
import { inWords } from '../explain.ts'
import { percentile } from '../percentile.ts'

/** Round trips remembered; of a longer run the newest. */
const ROUND_TRIPS_MAX = 100_000
/** Requests of one connection that wait for their answer. */
const PENDING_MAX = 10_000

const FAULT: Readonly<Record<FaultKind, string>> = {
  empty: 'empty lines',
  notAMessage: 'lines that are no SIP2 message',
  unknownMessage: 'messages that 2.00 does not have',
  badChecksum: 'checksums that do not fit',
  tooLong: 'lines too long for a message',
}

export class Statistics {
  connections = 0
  readonly #kinds = new Map<string, number>()
  readonly #faults = new Map<string, number>()
  readonly #roundTrips: number[] = []
  #roundTripsSeen = 0

  kind(name: MessageName): void {
    increase(this.#kinds, `${MESSAGES[name].code} ${inWords(name)}`)
  }
  fault(what: string): void {
    increase(this.#faults, what)
  }
  roundTrip(milliseconds: number): void {
    this.#roundTrips[this.#roundTripsSeen++ % ROUND_TRIPS_MAX] = milliseconds
  }

  summary(): readonly string[] {
    const sorted = this.#roundTrips.toSorted((a, b) => a - b)
    const times = [50, 95, 99].map((p) => `p${p} ${percentile(sorted, p).toFixed(1)} ms`).join(', ')
    return [
      `${this.connections} connections`,
      ...list('Messages', this.#kinds),
      sorted.length === 0 ? 'No answer came.' : `Round trips: ${times} (${this.#roundTripsSeen} answers)`,
      ...(this.#faults.size === 0 ? ['No faults.'] : list('Faults', this.#faults)),
    ]
  }
}

const increase = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1)
const list = (title: string, counts: ReadonlyMap<string, number>): readonly string[] => [
  `${title}:`,
  ...[...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`),
]

interface Pending {
  readonly answer: MessageName | null
  readonly sequence: number | null
  readonly at: number
}

export interface WatchOptions {
  readonly charset: Charset
  /** Monotonic milliseconds. */
  readonly now: () => number
  readonly statistics: Statistics
  readonly seen: (direction: Direction, frame: Buffer, milliseconds: number | null) => void
}

/** Reads along on one connection: which message answers which, how long it took, and what went wrong. */
export class Watch {
  readonly #options: WatchOptions
  readonly #framers = { toServer: new Framer(), toClient: new Framer() }
  readonly #pending: Pending[] = []
  #last = ''

  constructor(options: WatchOptions) {
    this.#options = options
  }

  passed(direction: Direction, chunk: Uint8Array): void {
    const framer = this.#framers[direction]
    const before = framer.dropped
    for (const frame of framer.push(chunk)) this.#frame(direction, frame)
    for (let dropped = before; dropped < framer.dropped; dropped++)
      this.#options.statistics.fault(FAULT.tooLong)
  }

  closed(): void {
    for (const _ of this.#pending) this.#options.statistics.fault('requests without an answer')
  }

  #frame(direction: Direction, frame: Buffer): void {
    const { charset, statistics, seen } = this.#options
    const result = parseMessage(frame, charset)
    if (!result.ok) statistics.fault(FAULT[result.fault])
    else statistics.kind(result.message.name)
    if (direction === 'toServer') {
      if (result.ok) this.#asked(result.message.name, result.message.sequence, frame)
      seen(direction, frame, null)
    } else
      seen(direction, frame, result.ok ? this.#answered(result.message.name, result.message.sequence) : null)
  }

  #asked(name: MessageName, sequence: number | null, frame: Buffer): void {
    const { statistics, now } = this.#options
    const text = frame.toString('latin1')
    if (sequence !== null && text === this.#last) statistics.fault('requests sent again')
    this.#last = text
    const answers: Readonly<Partial<Record<MessageName, MessageName>>> = ANSWER
    if (this.#pending.length < PENDING_MAX)
      this.#pending.push({ answer: answers[name] ?? null, sequence, at: now() })
  }

  /** Milliseconds since its request; null for what nobody asked for. */
  #answered(name: MessageName, sequence: number | null): number | null {
    const { statistics, now } = this.#options
    const [first] = this.#pending
    const fits =
      first !== undefined && (first.answer === null || first.answer === name || name === 'requestScResend')
    if (name === 'requestScResend') statistics.fault('requests asked for again (96)')
    if (!fits) {
      statistics.fault('answers that nobody asked for')
      return null
    }
    this.#pending.shift()
    if (first.sequence !== null && sequence !== null && first.sequence !== sequence)
      statistics.fault('answers with another sequence number')
    const milliseconds = now() - first.at
    statistics.roundTrip(milliseconds)
    return milliseconds
  }
}
