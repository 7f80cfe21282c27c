/** What can be made to go wrong with the demo library's server, while it runs. */

/**
 * - `up`: answers after `latencyMilliseconds`
 * - `down`: connections are cut and refused
 * - `dieMidAnswer`: carries requests out, sends half the answer and closes
 * - `dieBeforeAnswer`: carries requests out and closes without a word
 * - `silent`: carries requests out and never answers
 */
export type FaultMode = 'up' | 'down' | 'dieMidAnswer' | 'dieBeforeAnswer' | 'silent'

export interface Faults {
  readonly mode: FaultMode
  readonly latencyMilliseconds: number
  /** Answers leave in segments of one byte. */
  readonly split: boolean
  /** Every answer is sent twice. */
  readonly duplicate: boolean
  /** So many of the next answers carry a wrong checksum. */
  readonly badChecksums: number
  /** A patron's note holds a CR, which cuts the message (Koha bug 40675). */
  readonly crInNote: boolean
}

export const NO_FAULTS: Faults = {
  mode: 'up',
  latencyMilliseconds: 0,
  split: false,
  duplicate: false,
  badChecksums: 0,
  crInNote: false,
}
