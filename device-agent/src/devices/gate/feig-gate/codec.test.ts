import { describe, expect, it } from 'vitest'
import { tagUid } from '../../../tags/tag.ts'
import { buildFrame, FrameParser } from '../../shared/feig/frame.ts'
import {
  BUFFER_INFO,
  CLEAR_BUFFER,
  decodeSetOutput,
  GET_TIMER,
  PEOPLE_COUNTER,
  READ_BUFFER,
  SET_OUTPUT,
} from './codec.ts'
import { decodeBuffer } from './records.ts'

const bytes = (hex: string) =>
  Uint8Array.from(
    hex
      .trim()
      .split(/\s+/)
      .map((pair) => Number.parseInt(pair, 16)),
  )
const hex = (frame: Uint8Array) =>
  [...frame].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ')
const ask = (id: number, data: Uint8Array, framing: 'standard' | 'advanced') =>
  hex(buildFrame({ address: 0xff, command: id, data }, framing))
const decoded = (text: string) => {
  const reply = decodeBuffer(bytes(text))
  if (reply === null) throw new Error('no reply')
  return reply
}
const [SERIAL, BLOCK] = ['03 00 08 E0 04 01 08 09 B9 CB 12', '00 01 04 11 01 01 31']

describe('requests', () => {
  it.each([
    [
      'read buffer',
      READ_BUFFER.id,
      READ_BUFFER.encode({ sets: 255 }),
      '07 FF 22 00 FF 7D 7C',
      '02 00 09 FF 22 00 FF 79 69',
    ],
    ['clear buffer', CLEAR_BUFFER.id, CLEAR_BUFFER.encode(null), '05 FF 32 DF ED', '02 00 07 FF 32 54 47'],
  ] as const)('%s, in both forms', (_name, id, data, standard, advanced) => {
    expect(ask(id, data, 'standard')).toBe(standard)
    expect(ask(id, data, 'advanced')).toBe(advanced)
  })
  it('buffer info, in the standard form', () => {
    expect(ask(BUFFER_INFO.id, BUFFER_INFO.encode(null), 'standard')).toBe('05 FF 31 44 DF')
  })
  it('an output is on for tenths of a second, and its pulse is read back by the same table', () => {
    const data = SET_OUTPUT.encode([
      { output: 0x81, milliseconds: 1_450 },
      { output: 2, milliseconds: 300 },
    ])
    expect(hex(data)).toBe('01 02 81 01 00 0F 02 01 00 03')
    expect(decodeSetOutput(data)).toEqual([
      { output: 0x81, milliseconds: 1_500 },
      { output: 2, milliseconds: 300 },
    ])
    expect(decodeSetOutput(data.subarray(0, 9))).toBeNull()
  })
})

describe('replies', () => {
  it('a record of serial, block and antenna, as a whole frame', () => {
    const frame = bytes(
      '02 00 20 00 22 00 13 00 01 00 15 03 00 08 E0 04 01 08 09 B9 CB 12 00 01 04 11 01 01 31 01 44 7D',
    )
    const [found] = new FrameParser().push(frame)
    expect(found).toMatchObject({ command: 0x22 })
    expect(decodeBuffer(found?.data.subarray(1) ?? new Uint8Array(0))).toMatchObject({
      missing: 0,
      records: [
        {
          uid: tagUid('E004010809B9CB12'),
          memory: bytes('31 01 01 11'),
          antennas: [1],
          rest: '',
          unreadable: false,
        },
      ],
    })
  })
  it('blocks that begin with their first byte are taken as they are', () => {
    expect(decoded(`0B 00 01 00 14 ${SERIAL} ${BLOCK}`).records[0]?.memory).toEqual(bytes('11 01 01 31'))
  })
  it('time, a date that is skipped, and antennas as bits', () => {
    const { records } = decoded(`71 00 01 00 17 ${SERIAL} 0D 1E 75 30 14 1A 0B 19 00 05`)
    expect(records[0]).toMatchObject({
      time: { hour: 13, minute: 30, milliseconds: 30_000 },
      antennas: [1, 3],
      rest: '',
    })
  })
  it('antennas one by one with their strength, inputs, and the MAC at the end', () => {
    const { records } = decoded(`81 13 00 01 00 1A ${SERIAL} 02 01 31 04 2F 09 01 AA BB CC 00 11 22`)
    expect(records[0]).toMatchObject({
      antennas: [1, 4],
      inputs: 9,
      mac: 'AA:BB:CC:00:11:22',
      rest: '',
    })
  })
  it('a part that is not known is kept as it is, and the next record is found by its length', () => {
    const { records } = decoded(
      `81 42 00 02 00 15 ${SERIAL} 7F 02 AA BB CC 00 11 22 00 15 ${SERIAL} 7F 01 AA BB CC 00 11 22`,
    )
    expect(records.map(({ rest, mac }) => [rest, mac])).toEqual([
      ['7F02', 'AA:BB:CC:00:11:22'],
      ['7F01', 'AA:BB:CC:00:11:22'],
    ])
  })
  it('a tag of another kind is named, but not by a UID', () => {
    const { records } = decoded('01 00 01 00 09 84 00 04 E2 00 34 12')
    expect(records[0]).toMatchObject({ uid: null, named: true })
  })
  it('what cannot be cut into parts is something the gate saw all the same', () => {
    expect(decoded('01 00 02 00 05 03 00 08 00 0D 03 00 08 E0 04 01 08 09 B9 CB 12').records).toMatchObject([
      { unreadable: true, raw: '0005030008' },
      { unreadable: false, uid: 'E004010809B9CB12' },
    ])
    expect(decoded('01 00 03 FF FF 03')).toMatchObject({
      missing: 2,
      records: [{ unreadable: true, raw: 'FFFF03' }],
    })
  })
  it('nothing is an empty buffer, and half a head makes no sense', () => {
    expect(decodeBuffer(new Uint8Array(0))).toEqual({ records: [], missing: 0 })
    expect(decodeBuffer(bytes('81 00'))).toBeNull()
  })
  it('the timer and the people counter', () => {
    expect(GET_TIMER.decode(bytes('17 3B EA 5F'))).toEqual({ hour: 23, minute: 59, milliseconds: 59_999 })
    expect(PEOPLE_COUNTER.decode(bytes('00 01 00 02 80 00 00 00'))).toEqual({
      into: 65_538,
      out: 2_147_483_648,
    })
    expect(PEOPLE_COUNTER.decode(bytes('00 01 00 02'))).toBeNull()
  })
})
