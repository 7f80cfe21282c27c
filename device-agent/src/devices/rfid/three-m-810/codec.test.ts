import { describe, expect, it } from 'vitest'
import vectors from '../../../../fixtures/rfid-vectors.json' with { type: 'json' }
import { tagUid } from '../../../tags/tag.ts'
import {
  CHECK_EAS,
  CONTROL_EAS,
  type Command,
  decode,
  encode,
  GET_AFI,
  GET_DSFID,
  INVENTORY,
  OPEN,
  PROBE,
  READ_BLOCKS,
  TAG_INFO,
  VERSION,
  WRITE_AFI,
  WRITE_BLOCKS,
  WRITE_DSFID,
} from './codec.ts'
import { buildFrame, type Frame, FrameParser, START } from './frame.ts'

const bytes = (hex: string) => Uint8Array.from(hex.split(' ').map((pair) => Number.parseInt(pair, 16)))
const hex = (frame: Uint8Array) =>
  [...frame].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ')
const parse = (frame: string): Frame => {
  const [found] = new FrameParser().push(bytes(frame))
  if (found === undefined) throw new Error(`no frame in ${frame}`)
  return found
}
const uid = tagUid('E007000001234567')
const tagIt = tagUid('0000000001234567')
const nxp = tagUid('E004000001234567')

describe('frames', () => {
  it.each(vectors.threeM)('%s is read and written to the byte', (published) => {
    expect(hex(buildFrame(parse(published)))).toBe(published)
  })

  it('are found in noise, split anywhere, several in one', () => {
    const stream = Uint8Array.of(
      0x00,
      0xd6,
      0xff,
      ...bytes('D6 00 03 11 64 20'),
      ...bytes('D6 00 04 CC 02 D4 84'),
    )
    for (let cut = 0; cut <= stream.length; cut++) {
      const parser = new FrameParser()
      const found = [stream.subarray(0, cut), stream.subarray(cut)].flatMap((chunk) => [
        ...parser.push(chunk),
      ])
      expect(
        found.map(({ command }) => command),
        `cut at ${cut}`,
      ).toEqual([0x11, 0xcc])
    }
  })

  it('with one wrong byte are no frames, and counted', () => {
    const good = bytes('D6 00 0D 0A 00 E0 07 00 00 01 23 45 67 DA 48 5C')
    for (let at = 3; at < good.length; at++) {
      const faults: string[] = []
      const torn = good.slice()
      torn[at] = (torn[at] ?? 0) ^ 0x10
      expect(new FrameParser((fault) => faults.push(fault)).push(torn)).toEqual([])
      expect(faults[0]).toBe('badCrc')
    }
  })

  it('hold no more than they may', () => {
    expect(() => buildFrame({ start: START.command, command: 4, data: new Uint8Array(4_096) })).toThrow(
      RangeError,
    )
  })
})

/** Command, request and its frame, reply and its frame: as published, or built from the published rows. */
const row = <Request, Reply>(
  command: Command<Request, Reply>,
  request: Request,
  asked: string,
  reply: Reply,
  told: string,
) => ({
  name: command.name,
  asked,
  told,
  build: () =>
    hex(buildFrame({ start: command.start, command: command.id, data: encode(command.request, request) })),
  answer: () =>
    hex(
      buildFrame({
        start: command.start,
        command: command.id,
        data: Uint8Array.of(0, ...encode(command.reply, reply)),
      }),
    ),
  understood: () => [
    decode(command.request, parse(asked).data),
    decode(command.reply, parse(told).data.subarray(1)),
  ],
  meant: [request, reply],
  short: () => decode(command.reply, parse(told).data.subarray(1, -2)),
})

const ROWS = [
  row(
    PROBE,
    {},
    'D5 00 05 04 00 11 8C 66',
    { major: 5, minor: 0, build: 2 },
    'D5 00 09 04 00 11 0A 05 00 02 72 50',
  ),
  row(VERSION, {}, 'D6 00 03 11 64 20', { major: 3, minor: 2, build: 6 }, 'D6 00 08 11 00 0A 03 02 06 35 17'),
  row(
    INVENTORY,
    {},
    'D6 00 05 FE 00 05 FA 40',
    [tagUid('0000000000AD6302'), tagUid('E0070000006000AE')],
    'D6 00 17 FE 00 00 05 02 00 00 00 00 00 AD 63 02 E0 07 00 00 00 60 00 AE 9B A5',
  ),
  row(
    READ_BLOCKS,
    { uid: tagIt, first: 0, count: 2 },
    'D6 00 0D 02 00 00 00 00 01 23 45 67 00 02 2D EF',
    { uid: tagIt, first: 0, blockSize: 4, memory: bytes('00 11 22 33 00 11 22 33'), locked: [] },
    'D6 00 19 02 00 00 00 00 00 01 23 45 67 02 00 00 00 11 22 33 01 00 00 11 22 33 1B 56',
  ),
  row(
    WRITE_BLOCKS,
    { uid: tagIt, first: 0, blockSize: 4, memory: bytes('12 34 AB CD 55 66 77 88') },
    'D6 00 16 04 00 00 00 00 01 23 45 67 00 02 00 12 34 AB CD 55 66 77 88 5E 79',
    { uid: tagIt, block: Uint8Array.of(1) },
    'D6 00 0D 04 00 00 00 00 00 01 23 45 67 01 E1 BF',
  ),
  row(
    GET_AFI,
    { uid },
    'D6 00 0B 0A E0 07 00 00 01 23 45 67 11 CB',
    { uid, value: 0xda },
    'D6 00 0D 0A 00 E0 07 00 00 01 23 45 67 DA 48 5C',
  ),
]

describe.each(ROWS)('$name', ({ asked, told, build, answer, understood, meant, short }) => {
  it('is the published bytes, both ways', () => {
    expect([build(), answer()]).toEqual([asked, told])
    expect(understood()).toEqual(meant)
  })
  it('makes no sense of too few bytes', () => {
    expect(short()).toBeNull()
  })
})

describe('commands', () => {
  it('without a published reply are the published bytes', () => {
    const ask = <Request, Reply>({ start, id, request }: Command<Request, Reply>, asked: Request) =>
      hex(buildFrame({ start, command: id, data: encode(request, asked) }))
    expect(ask(OPEN, {})).toBe('D6 00 0C 13 04 01 00 02 00 03 00 04 00 AA F2')
    expect(ask(WRITE_AFI, { uid, value: 0xd7 })).toBe('D6 00 0C 09 E0 07 00 00 01 23 45 67 D7 F4 F7')
    expect(ask(CHECK_EAS, { uid: nxp })).toBe('D6 00 0B 03 E0 04 00 00 01 23 45 67 0B 95')
    expect(ask(CONTROL_EAS, { uid: nxp, value: 1 })).toBe('D6 00 0C 0C E0 04 00 00 01 23 45 67 01 55 49')
  })

  it('tell as much of a tag as it knows', () => {
    const published = bytes('E0 07 C1 00 01 23 45 67 02 DA')
    const first = { uid: tagUid('E007C10001234567'), dsfid: null, afi: 0xda, memory: null }
    expect(decode(TAG_INFO.reply, published)).toEqual(first)
    expect(encode(TAG_INFO.reply, first)).toEqual(published)
    expect(decode(TAG_INFO.reply, bytes('00 00 00 00 01 23 45 67 00'))).toEqual({
      uid: tagIt,
      dsfid: null,
      afi: null,
      memory: null,
    })
    expect(decode(TAG_INFO.reply, bytes('E0 04 00 00 01 23 45 67 0F 3E 07 03 1B 01 00'))).toEqual({
      uid: nxp,
      dsfid: 0x3e,
      afi: 0x07,
      memory: { blockSize: 4, blocks: 28 },
    })
  })

  it('read blocks of 8 bytes, and none that carry an error or another number', () => {
    const of = (first: string, second: string) =>
      decode(READ_BLOCKS.reply, bytes(`00 00 00 00 01 23 45 67 02 ${first} ${second}`))
    const data = '00 11 22 33 44 55 66 77'
    expect(of(`05 01 ${data}`, `06 00 ${data}`)).toEqual({
      uid: tagIt,
      first: 5,
      blockSize: 8,
      memory: bytes(`${data} ${data}`),
      locked: [0],
    })
    expect(of(`05 00 ${data}`, `06 15 ${data}`)).toBeNull()
    expect(of(`05 00 ${data}`, `07 00 ${data}`)).toBeNull()
    expect(decode(READ_BLOCKS.reply, bytes('00 00 00 00 01 23 45 67 00'))).toBeNull()
  })

  it('bear a write that does not name its last block', () => {
    expect(decode(WRITE_BLOCKS.reply, bytes('00 00 00 00 01 23 45 67'))).toEqual({
      uid: tagIt,
      block: new Uint8Array(0),
    })
  })

  it('know no command that locks', () => {
    const all = [
      INVENTORY,
      READ_BLOCKS,
      WRITE_BLOCKS,
      GET_AFI,
      WRITE_AFI,
      CHECK_EAS,
      CONTROL_EAS,
      GET_DSFID,
      WRITE_DSFID,
      TAG_INFO,
      VERSION,
      OPEN,
    ]
    expect(all.map(({ id }) => id).filter((id) => [0x06, 0x07, 0x08, 0x0e].includes(id))).toEqual([])
  })
})
