/**
 * The commands to a gate's reader, each declared once, for the driver and the emulator alike. While the reader runs by
 * itself it answers these and refuses the tag commands (FEIG H90202, 10.1).
 */
import { type Command, SOFTWARE_VERSION, STATUS } from '../../shared/feig/command.ts'
import { type BufferReply, decodeBuffer, decodeTime, type TimeOfDay } from './records.ts'

export { type Command, SOFTWARE_VERSION, STATUS }

const NOTHING = new Uint8Array(0)
const done = (): true => true

/**
 * Says again what is first in the buffer until that is cleared. Where it holds less than was asked for it sends what
 * there is, with an error for a status (H90202, 11.4); so data may come with each of these.
 */
export const READ_BUFFER: Command<{ readonly sets: number }, BufferReply> = {
  id: 0x22,
  name: 'read buffer',
  clause: '[0x22]',
  encode: ({ sets }) => Uint8Array.of(sets >> 8, sets & 0xff),
  decode: decodeBuffer,
  dataWith: [STATUS.rfError, STATUS.rfWarning, STATUS.noData, STATUS.bufferEmpty],
  retrySafe: true,
  quick: true,
}

/** Forgets what was read last; in Notification Mode the acknowledgement (H90202 11.6; H71011, CFG49). */
export const CLEAR_BUFFER: Command<null, true> = {
  id: 0x32,
  name: 'clear data buffer',
  clause: '[0x32]',
  encode: () => NOTHING,
  decode: done,
  dataWith: [STATUS.noData, STATUS.bufferEmpty],
  // What was read before it was cleared: a second clear without a read between finds nothing.
  retrySafe: false,
  quick: true,
}

export interface BufferInfo {
  readonly size: number
  readonly used: number
}

export const BUFFER_INFO: Command<null, BufferInfo> = {
  id: 0x31,
  name: 'read data buffer info',
  clause: '[0x31]',
  encode: () => NOTHING,
  decode: (data) => (data.length < 6 ? null : { size: word(data, 0), used: word(data, 4) }),
  dataWith: [STATUS.rfWarning, STATUS.bufferEmpty],
  retrySafe: true,
}

/** Levels of the inputs, a bit each, input 1 lowest (H40801, 5.12). */
export const GET_INPUT: Command<null, { readonly inputs: number }> = {
  id: 0x74,
  name: 'get input',
  clause: '[0x74]',
  encode: () => NOTHING,
  decode: (data) => (data.length < 1 ? null : { inputs: data[0] ?? 0 }),
  retrySafe: true,
  quick: true,
}

export const GET_TIMER: Command<null, TimeOfDay> = {
  id: 0x86,
  name: 'get system timer',
  clause: '[0x86]',
  encode: () => NOTHING,
  decode: (data) => (data.length < 4 ? null : decodeTime(data)),
  retrySafe: true,
  quick: true,
}

export interface OutputPulse {
  /** OUT-NR: kind and number of the output, as the reader's manual counts them. */
  readonly output: number
  readonly milliseconds: number
}

/** OUT-S: on for OUT-TIME; the states of [0x71] (H60301, 5.8). */
const OUTPUT_ON = 0x01
const OUTPUT_TIME_UNIT_MILLISECONDS = 100
const OUTPUT_TIME_MAX = 0xffff

/** MODE 01, OUT-N, then for each OUT-NR, OUT-S, OUT-TIME in tenths of a second (H90701, 9.9). */
export const SET_OUTPUT: Command<readonly OutputPulse[], true> = {
  id: 0x72,
  name: 'set output',
  clause: '[0x72]',
  encode: (pulses) =>
    Uint8Array.of(
      0x01,
      pulses.length,
      ...pulses.flatMap(({ output, milliseconds }) => {
        const time = Math.min(OUTPUT_TIME_MAX, Math.ceil(milliseconds / OUTPUT_TIME_UNIT_MILLISECONDS))
        return [output, OUTPUT_ON, time >> 8, time & 0xff]
      }),
    ),
  decode: done,
  retrySafe: true,
  quick: true,
}

/** The pulses of a request; null where it is none. */
export function decodeSetOutput(data: Uint8Array): readonly OutputPulse[] | null {
  const PULSE_BYTES = 4
  const count = data[1] ?? 0
  if (data[0] !== 0x01 || data.length !== 2 + count * PULSE_BYTES) return null
  return Array.from({ length: count }, (_, index) => {
    const at = 2 + index * PULSE_BYTES
    return { output: data[at] ?? 0, milliseconds: word(data, at + 2) * OUTPUT_TIME_UNIT_MILLISECONDS }
  })
}

export interface PeopleCount {
  readonly into: number
  readonly out: number
}

/**
 * The people counter ID ISC.ANT.GPC, through the reader. That it counts in and out apart for each aisle, and keeps its
 * counts through a power cut, is published (manual of ID ISC.ANT1520/680, 4.1); the bytes are not. This layout, in and
 * out as four bytes each, highest first, is a guess until a real one was seen: so the setting is off unless chosen.
 */
export const PEOPLE_COUNTER: Command<null, PeopleCount> = {
  id: 0x77,
  name: 'get people counter',
  clause: '[0x77]',
  encode: () => NOTHING,
  decode: (data) =>
    data.length === 8
      ? { into: word(data, 0) * 0x1_0000 + word(data, 2), out: word(data, 4) * 0x1_0000 + word(data, 6) }
      : null,
  retrySafe: true,
}

const word = (data: Uint8Array, at: number): number => ((data[at] ?? 0) << 8) | (data[at + 1] ?? 0)
