/** What can be made to go wrong with the demo library's server, while it runs. */

/**
 * - `up`: answers after `latencyMilliseconds`
 * - `down`: connections are cut, the port is closed
 * - `dieMidAnswer`: carries requests out, sends half the answer and closes
 * - `dieBeforeAnswer`: carries requests out and closes without a word
 * - `silent`: carries requests out and does not answer them
 * - `hang`: does not read; what was sent is read and carried out when it is up again
 * - `halfOpen`: a connection that says something now is kept open and never heard again, also when it is up again
 */
export const FAULT_MODES = [
  'up',
  'down',
  'dieMidAnswer',
  'dieBeforeAnswer',
  'silent',
  'hang',
  'halfOpen',
] as const
export type FaultMode = (typeof FAULT_MODES)[number]

export interface Faults {
  readonly mode: FaultMode
  /** Before each answer. */
  readonly latencyMilliseconds: number
  /** Up to so much more before each answer, by chance. */
  readonly jitterMilliseconds: number
  /** Between one byte of an answer and the next. */
  readonly dripMilliseconds: number
  /** Answers leave in segments of one byte. */
  readonly split: boolean
  /** Answers are cut at so many places, by chance. */
  readonly cuts: number
  /** Answers that are due together leave in one segment. */
  readonly joined: boolean
  /** Every answer is sent twice. */
  readonly duplicate: boolean
  /** A line of plain text comes before every answer (edge-sip2 writes its exceptions so). */
  readonly noise: boolean
  /** So many lines of random bytes come before every answer. */
  readonly garbageLines: number
  /** A patron's note holds a CR, which cuts the message (Koha bug 40675). */
  readonly crInNote: boolean
  /** A request about an item that the library does not have ends the connection. */
  readonly closeUnknownItem: boolean
  /** The server's dates are off by so much. */
  readonly clockOffMilliseconds: number
  /** So many of the next answers are carried out and not sent. */
  readonly drop: number
  /** So many of the next answers come only with the answer to the request after. */
  readonly late: number
  /** So many of the next answers carry a wrong checksum. */
  readonly badChecksums: number
  /** So many of the next answers carry neither sequence nor checksum. */
  readonly noChecksum: number
  /** So many of the next answers carry another sequence number, under a checksum that fits. */
  readonly wrongSequence: number
  /** So many of the next requests are answered with 96 and not carried out. */
  readonly askAgain: number
  /** So many of the next requests are answered with 98, which nobody asked for, and not carried out. */
  readonly statusInstead: number
  /** How probable it is, from 0 to 1, that a request meets one of the faults above. */
  readonly chaos: number
  /** Chance begins anew from here: the same seed, the same faults. */
  readonly seed: number
}

export const NO_FAULTS: Faults = {
  mode: 'up',
  latencyMilliseconds: 0,
  jitterMilliseconds: 0,
  dripMilliseconds: 0,
  split: false,
  cuts: 0,
  joined: false,
  duplicate: false,
  noise: false,
  garbageLines: 0,
  crInNote: false,
  closeUnknownItem: false,
  clockOffMilliseconds: 0,
  drop: 0,
  late: 0,
  badChecksums: 0,
  noChecksum: 0,
  wrongSequence: 0,
  askAgain: 0,
  statusInstead: 0,
  chaos: 0,
  seed: 1,
}

/** Faults that are used up, one a request. */
export type CountedFault =
  | 'drop'
  | 'late'
  | 'badChecksums'
  | 'noChecksum'
  | 'wrongSequence'
  | 'askAgain'
  | 'statusInstead'

/** What one request may meet where there is chaos. */
export const CHAOS: readonly Partial<Faults>[] = [
  { mode: 'dieMidAnswer' },
  { mode: 'dieBeforeAnswer' },
  { drop: 1 },
  { late: 1 },
  { badChecksums: 1 },
  { noChecksum: 1 },
  { wrongSequence: 1 },
  { askAgain: 1 },
  { statusInstead: 1 },
  { duplicate: true },
  { noise: true },
  { garbageLines: 3 },
  { cuts: 5 },
  { dripMilliseconds: 1 },
  { latencyMilliseconds: 1_500 },
]
