/** What can be made to go wrong with the demo library's server, while it runs. */
import { checksum } from '../protocol/checksum.ts'
import { CR_NOTE } from './words.ts'

/**
 * - `up`: answers after `latencyMilliseconds`
 * - `down`: connections are cut, the port is closed
 * - `dieMidAnswer`: carries requests out, sends half the answer and closes
 * - `dieBeforeAnswer`: carries requests out and closes without a word
 * - `silent`: carries requests out and never answers
 */
export type FaultMode = 'up' | 'down' | 'dieMidAnswer' | 'dieBeforeAnswer' | 'silent'

export interface Faults {
  readonly mode: FaultMode
  /** Before each answer. */
  readonly latencyMilliseconds: number
  /** Answers leave in segments of one byte. */
  readonly split: boolean
  /** Every answer is sent twice. */
  readonly duplicate: boolean
  /** A line of plain text comes before every answer (edge-sip2 writes its exceptions so). */
  readonly noise: boolean
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
  noise: false,
  badChecksums: 0,
  crInNote: false,
}

export const NOISE = Buffer.from('Problems handling the request\r\n', 'latin1')

/** Where the four digits of the checksum begin, or -1 where the message has none. */
const digitsAt = (text: string): number => {
  const trailer = /AZ[0-9A-F]{4}[\r\n]*$/.exec(text)
  return trailer === null ? -1 : trailer.index + 2
}

/** With a checksum that does not fit. */
export function withBadChecksum(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1')
  const at = digitsAt(text)
  if (at < 0) return bytes
  const wrong = text.startsWith('0000', at) ? '0001' : '0000'
  return Buffer.from(text.slice(0, at) + wrong + text.slice(at + 4), 'latin1')
}

/** With a CR in the patron's note, under a checksum that covers it: a message that a careless server cuts in two. */
export function withCrInNote(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1').replace(CR_NOTE, CR_NOTE.replace('~CR~', '\r'))
  const at = digitsAt(text)
  if (at < 0) return Buffer.from(text, 'latin1')
  const covered = Buffer.from(text.slice(0, at), 'latin1')
  return Buffer.concat([covered, Buffer.from(checksum(covered) + text.slice(at + 4), 'latin1')])
}
