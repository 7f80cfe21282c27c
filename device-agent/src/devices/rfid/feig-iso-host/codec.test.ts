import { describe, expect, it } from 'vitest'
import vectors from '../../../../fixtures/rfid-vectors.json' with { type: 'json' }
import { tagUid } from '../../../tags/tag.ts'
import { buildFrame, type Frame, FrameParser } from '../../shared/feig/frame.ts'
import {
  INVENTORY,
  READ_BLOCKS,
  READ_SECURED_BLOCKS,
  RF_RESET,
  SOFTWARE_VERSION,
  SYSTEM_INFORMATION,
  WRITE_AFI,
  WRITE_BLOCKS,
  WRITE_DSFID,
} from './codec.ts'
import { EAS_ALARM, WRITE_EAS } from './nxp-codec.ts'

const bytes = (hex: string) => Uint8Array.from(hex.split(' ').map((pair) => Number.parseInt(pair, 16)))
const hex = (frame: Uint8Array) =>
  [...frame].map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ')
const UID = tagUid('E004010809B9CB12')
const parse = (frame: string): Frame => {
  const [found] = new FrameParser().push(bytes(frame))
  if (found === undefined) throw new Error(`no frame in ${frame}`)
  return found
}
const ask = (id: number, data: Uint8Array, framing: 'standard' | 'advanced' = 'standard') =>
  hex(buildFrame({ address: 0xff, command: id, data }, framing))

describe('frames', () => {
  it.each(vectors.feig)('%s is read and written to the byte', (published) => {
    const frame = parse(published)
    expect(hex(buildFrame(frame, published.startsWith('02 ') ? 'advanced' : 'standard'))).toBe(published)
  })

  it('are found in noise, split anywhere, several in one', () => {
    const noise = Uint8Array.of(0x00, 0x01, 0xff, 0x03)
    const stream = Uint8Array.of(...noise, ...bytes('06 00 B0 00 D5 72'), ...bytes('02 00 08 00 B0 01 19 CE'))
    for (let cut = 1; cut < stream.length; cut++) {
      const parser = new FrameParser()
      const late = Uint8Array.of(...new Uint8Array(260), ...bytes('06 00 B0 00 D5 72'))
      const found = [stream.subarray(0, cut), stream.subarray(cut), late].flatMap((chunk) => [
        ...parser.push(chunk),
      ])
      expect(
        found.map((frame) => frame.command),
        `cut at ${cut}`,
      ).toContain(0xb0)
    }
  })

  it('with one wrong byte are no frames', () => {
    const good = bytes('0D 00 65 00 03 03 00 44 53 0D 30 33 09')
    for (let at = 1; at < good.length; at++) {
      const torn = good.slice()
      torn[at] = (torn[at] ?? 0) ^ 0x10
      expect(new FrameParser().push(torn)).toEqual([])
    }
  })

  it('do not take more than they can hold', () => {
    expect(() => buildFrame({ address: 0, command: 1, data: new Uint8Array(251) }, 'standard')).toThrow(
      RangeError,
    )
  })
})

describe('commands', () => {
  it('are the published bytes', () => {
    expect(ask(SOFTWARE_VERSION.id, SOFTWARE_VERSION.encode(null))).toBe('05 FF 65 E5 CB')
    expect(ask(RF_RESET.id, RF_RESET.encode(null), 'advanced')).toBe('02 00 07 FF 69 02 AB')
    expect(ask(INVENTORY.id, INVENTORY.encode({ more: false }))).toBe('07 FF B0 01 00 1C 56')
    expect(ask(INVENTORY.id, INVENTORY.encode({ more: true }))).toBe('07 FF B0 01 80 14 D2')
    expect(ask(READ_BLOCKS.id, READ_BLOCKS.encode({ uid: UID, first: 0, count: 9 }))).toBe(
      '11 FF B0 23 01 E0 04 01 08 09 B9 CB 12 00 09 A1 93',
    )
    expect(ask(WRITE_AFI.id, WRITE_AFI.encode({ uid: UID, afi: 0xc2 }))).toBe(
      '10 FF B0 27 01 E0 04 01 08 09 B9 CB 12 C2 4F D5',
    )
    expect(ask(SYSTEM_INFORMATION.id, SYSTEM_INFORMATION.encode({ uid: UID }))).toBe(
      '0F FF B0 2B 01 E0 04 01 08 09 B9 CB 12 6F 6C',
    )
    expect(ask(WRITE_DSFID.id, WRITE_DSFID.encode({ uid: UID, dsfid: 0x3e }))).toBe(
      '10 FF B0 29 01 E0 04 01 08 09 B9 CB 12 3E 71 A1',
    )
    expect(ask(WRITE_EAS.id, WRITE_EAS.encode({ uid: UID, on: true }))).toBe(
      '10 FF B1 04 A2 01 E0 04 01 08 09 B9 CB 12 82 74',
    )
    expect(ask(WRITE_EAS.id, WRITE_EAS.encode({ uid: UID, on: false }), 'advanced')).toBe(
      '02 00 12 FF B1 04 A3 01 E0 04 01 08 09 B9 CB 12 83 B7',
    )
    expect(ask(EAS_ALARM.id, EAS_ALARM.encode({ uid: null }))).toBe('08 FF B1 04 A5 00 73 13')
    expect(ask(EAS_ALARM.id, EAS_ALARM.encode({ uid: null }), 'advanced')).toBe(
      '02 00 0A FF B1 04 A5 00 B6 64',
    )
    const memory = bytes('11 01 01 31 30 30 30 36')
    expect(ask(WRITE_BLOCKS.id, WRITE_BLOCKS.encode({ uid: UID, first: 0, blockSize: 4, memory }))).toBe(
      '1A FF B0 24 01 E0 04 01 08 09 B9 CB 12 00 02 04 31 01 01 11 36 30 30 30 1C AB',
    )
  })

  it('understand the published replies', () => {
    const reply = (frame: string) => parse(frame).data.subarray(1)
    expect(SOFTWARE_VERSION.decode(reply('0D 00 65 00 03 03 00 44 53 0D 30 33 09'))).toEqual({
      revision: 0x0303,
      type: 0x53,
    })
    expect(
      INVENTORY.decode(
        reply('1B 00 B0 00 02 03 3E E0 04 01 08 09 B9 CB 12 03 00 E0 04 01 50 A0 5F 02 B7 98 FC'),
      ),
    ).toEqual([
      { uid: UID, dsfid: 0x3e },
      { uid: 'E0040150A05F02B7', dsfid: 0 },
    ])
    expect(READ_BLOCKS.decode(reply('12 00 B0 00 02 04 00 31 01 01 11 00 30 30 30 30 6B 1C'))).toEqual({
      blockSize: 4,
      memory: bytes('11 01 01 31 30 30 30 30'),
    })
    expect(READ_SECURED_BLOCKS.decode(bytes('02 04 01 31 01 01 11 00 30 30 30 30'))).toEqual({
      blockSize: 4,
      memory: bytes('11 01 01 31 30 30 30 30'),
      locked: [0],
    })
    expect(
      SYSTEM_INFORMATION.decode(reply('13 00 B0 00 3E E0 04 01 08 09 B9 CB 12 07 03 4F 01 94 86')),
    ).toEqual({
      uid: UID,
      dsfid: 0x3e,
      afi: 0x07,
      blockSize: 4,
      blocks: 80,
    })
  })

  it.each([INVENTORY, READ_BLOCKS, READ_SECURED_BLOCKS, SYSTEM_INFORMATION, SOFTWARE_VERSION])(
    '$name makes no sense of too few bytes',
    (command) => {
      expect(command.decode(new Uint8Array(0))).toBeNull()
    },
  )
})
