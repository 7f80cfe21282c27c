import { cleanBarcode } from '@lectern/device-agent/contract/barcode-text'
import { decodeBuffer } from '@lectern/device-agent/devices/gate/feig-gate/records'
import { PrinterParser } from '@lectern/device-agent/devices/printer/esc-pos/codec'
import { PrintHead } from '@lectern/device-agent/devices/printer/esc-pos/print-head'
import {
  INVENTORY,
  READ_BLOCKS,
  SOFTWARE_VERSION,
  SYSTEM_INFORMATION,
} from '@lectern/device-agent/devices/rfid/feig-iso-host/codec'
import { ReportReader } from '@lectern/device-agent/devices/scanner/hid-pos/codec'
import { LineReader } from '@lectern/device-agent/devices/scanner/serial-lines/codec'
import { buildFrame, FrameParser } from '@lectern/device-agent/devices/shared/feig/frame'
import { decodeTag } from '@lectern/device-agent/tags/decode-tag'
import { type Chip, encodeTag } from '@lectern/device-agent/tags/encode-tag'
import { decodeExtensions } from '@lectern/device-agent/tags/extension-blocks'
import type { TagFacts } from '@lectern/device-agent/tags/facts'
import { readTag } from '@lectern/device-agent/tags/read-tag'
import { describe, expect, it } from 'vitest'
import { Random } from '../support/random.ts'

/** Cases for each codec; a red run names its seed. */
const CASES = 100_000

const noise = (random: Random, most: number): Uint8Array =>
  Uint8Array.from({ length: random.below(most) }, () => random.below(256))

/** A good example with some bytes changed, dropped or doubled; or plain noise. */
function mutated(random: Random, good: Uint8Array): Uint8Array {
  if (random.chance(0.25)) return noise(random, 80)
  const bytes = [...good]
  for (let changes = random.below(4); changes > 0; changes--) {
    const at = random.below(bytes.length + 1)
    const kind = random.below(3)
    if (kind === 0) bytes[at] = random.below(256)
    else if (kind === 1) bytes.splice(at, 1)
    else bytes.splice(at, 0, random.below(256))
  }
  return Uint8Array.from(bytes)
}

function forEachCase(good: readonly Uint8Array[], take: (bytes: Uint8Array) => void): void {
  for (let seed = 1; seed <= CASES; seed++) {
    const random = new Random(seed)
    try {
      take(mutated(random, random.pick(good)))
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error })
    }
  }
}

/** What was read is told by the writer to be fine or not to fit, and nothing else. */
function rewrite(facts: TagFacts, chip: Chip): void {
  try {
    expect(readTag(encodeTag('iso28560-3', facts, chip).memory).facts?.id).toBe(facts.id)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
}

const ascii = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))

describe(`over ${CASES} cases of malformed bytes`, () => {
  it('records of a gate never throw, and never name more than was there', () => {
    const serial = [0x03, 0x00, 0x08, 0xe0, 0x04, 0x01, 0x08, 0x09, 0xb9, 0xcb, 0x12]
    const good = [
      Uint8Array.of(0x13, 0x00, 0x01, 0x00, 0x15, ...serial, 0x00, 0x01, 0x04, 0x11, 0x01, 0x01, 0x31, 0x01),
      Uint8Array.of(
        0xe1,
        0x13,
        0x00,
        0x01,
        0x00,
        0x22,
        ...serial,
        1,
        2,
        3,
        4,
        20,
        26,
        1,
        2,
        3,
        1,
        1,
        9,
        9,
        1,
        1,
        2,
        3,
        4,
        5,
        6,
      ),
    ]
    forEachCase(good, (bytes) => {
      const reply = decodeBuffer(bytes)
      if (reply === null) return
      const named = reply.records.reduce((sum, { raw }) => sum + raw.length / 2, 0)
      expect(named).toBeLessThanOrEqual(bytes.length)
    })
  })

  it('frames of an RFID reader never throw, and a good one after the noise is still found', () => {
    const good = [
      buildFrame({ address: 0, command: 0xb0, data: new Uint8Array(20) }, 'standard'),
      buildFrame({ address: 0, command: 0xb0, data: new Uint8Array(40) }, 'advanced'),
    ]
    const wanted = buildFrame({ address: 0, command: 0x65, data: Uint8Array.of(7, 7, 7) }, 'standard')
    // A length that noise pretends is waited for, so as much has to follow.
    const after = Uint8Array.of(...wanted, ...new Uint8Array(4_200), ...wanted)
    let found = 0
    forEachCase(good, (bytes) => {
      const parser = new FrameParser()
      parser.push(bytes)
      if (found++ % 100 === 0) expect(parser.push(after).some((frame) => frame.command === 0x65)).toBe(true)
    })
  })

  it('replies of an RFID reader decode to something or to nothing', () => {
    const replies = [
      Uint8Array.of(1, 3, 0, 1, 2, 3, 4, 5, 6, 7, 8),
      Uint8Array.of(2, 4, 0, 1, 2, 3, 4, 0, 5, 6, 7, 8),
      new Uint8Array(14),
    ]
    forEachCase(replies, (bytes) => {
      for (const command of [INVENTORY, READ_BLOCKS, SYSTEM_INFORMATION, SOFTWARE_VERSION])
        command.decode(bytes)
    })
  })

  it('tags say what they are, or that they cannot be read; what they say can be written again', () => {
    const facts = {
      id: '31173000001018',
      parts: 3,
      part: 2,
      usage: 1,
      owner: 'DE-526',
      more: { title: 'Emma', shelfLocation: 'F AUS', otherMediaFormat: '1' },
    }
    const chip = { memory: new Uint8Array(112), blockSize: 4, usable: 112, reversed: false }
    const good = [
      encodeTag('iso28560-3', facts, chip).memory,
      encodeTag('iso28560-3', facts, { ...chip, reversed: true }).memory,
      encodeTag('iso28560-2', facts, chip).memory,
      Uint8Array.fromHex('0B41155DD9945113944100000000FD32A484FF4F42504401500400000000F555'),
      ascii('31173000001018\0\0'),
    ]
    forEachCase(good, (bytes) => {
      expect(['item', 'patron', 'foreign', 'unreadable']).toContain(decodeTag(bytes).kind)
      decodeExtensions(bytes)
      const reading = readTag(bytes, { plainItem: /^\d{14}$/ })
      if (reading.confidence === 'proven' && reading.facts !== null) rewrite(reading.facts, chip)
    })
  })

  it('a scanner’s lines and reports give clean codes or none', () => {
    const lines = new LineReader()
    const reports = new ReportReader()
    const report = new Uint8Array(64)
    report.set([2, 14, 0x5d, 0x46, 0x30, ...ascii('30234000517861')])
    forEachCase([ascii(']F031173000001018\r\n'), report], (bytes) => {
      const codes = [...lines.push(bytes), reports.push(bytes)]
      for (const code of codes) if (code !== null) expect(code.code).toMatch(/^[\u0020-\u007e]{1,80}$/)
      cleanBarcode(String.fromCharCode(...bytes))
    })
  })

  it('a printer’s answers, and the bytes to it, are read to the end', () => {
    const answers = new PrinterParser()
    const good = [Uint8Array.of(0x12, 0x14, 0, 0, 0x0f, 0x37, 0x22, 0x30, 0x30, 0x30, 0x31, 0)]
    forEachCase(good, (bytes) => {
      for (const said of answers.push(bytes)) expect(['status', 'auto', 'confirmed']).toContain(said.kind)
    })
    forEachCase([Uint8Array.of(0x1b, 0x40, 0x41, 0x0a, 0x1d, 0x56, 0x42, 0)], (bytes) => {
      new PrintHead().push(bytes)
    })
  })
})
