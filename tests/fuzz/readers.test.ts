/** Pads of 3M's protocol and card readers: whatever arrives is read, or dropped; a good frame after the noise is still found. */

import { KeyReader, typedUid } from '@lectern/device-agent/devices/card/hid-keyboard/codec'
import { readStates, readUid } from '@lectern/device-agent/devices/card/pc-sc/codec'
import * as commands from '@lectern/device-agent/devices/rfid/three-m-810/codec'
import {
  buildFrame,
  FRAME_MAX_BYTES,
  FrameParser,
  START,
} from '@lectern/device-agent/devices/rfid/three-m-810/frame'
import { describe, expect, it } from 'vitest'
import vectors from '../../device-agent/fixtures/rfid-vectors.json' with { type: 'json' }
import { Random } from '../support/random.ts'

/** Cases for each codec; a red run names its seed. */
const CASES = 20_000

const noise = (random: Random, most: number): Uint8Array =>
  Uint8Array.from({ length: random.below(most) }, () => random.below(256))

/** A good example with a byte changed, and perhaps cut; or plain noise. */
function spoilt(random: Random, good: Uint8Array): Uint8Array {
  if (random.chance(0.25)) return noise(random, 80)
  const bytes = good.slice(0, random.chance(0.3) ? random.below(good.length + 1) : good.length)
  if (bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256)
  return bytes
}

function forEachCase(good: readonly Uint8Array[], take: (bytes: Uint8Array) => void): void {
  for (let seed = 1; seed <= CASES; seed++) {
    const random = new Random(seed)
    try {
      take(spoilt(random, random.pick(good)))
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error })
    }
  }
}

const frames = vectors.threeM.map((frame) =>
  Uint8Array.from(frame.split(' ').map((pair) => Number.parseInt(pair, 16))),
)
const shapes = Object.values(commands).flatMap((one) =>
  typeof one === 'object' && 'request' in one ? [one.request, one.reply] : [],
)

describe(`over ${CASES} cases of malformed bytes`, () => {
  it('frames of a 3M pad never throw, and a good one after the noise is found', () => {
    const wanted = buildFrame({ start: START.command, command: 0x11, data: Uint8Array.of(7, 7, 7) })
    // A length that noise pretends is waited for, so as much has to follow.
    const after = Uint8Array.of(...wanted, ...new Uint8Array(FRAME_MAX_BYTES), ...wanted)
    let cases = 0
    forEachCase(frames, (bytes) => {
      const parser = new FrameParser()
      parser.push(bytes)
      if (cases++ % 100 === 0) expect(parser.push(after).some(({ command }) => command === 0x11)).toBe(true)
    })
  })

  it('requests and replies of a 3M pad decode to something or to nothing', () => {
    expect(shapes.length).toBeGreaterThan(20)
    const bodies = frames.map((frame) => frame.slice(4, -2))
    forEachCase(bodies, (bytes) => {
      for (const shape of shapes) commands.decode<unknown>(shape, bytes)
    })
  })

  it('the PC/SC service’s lists and cards’ answers are read or refused', () => {
    forEachCase([new Uint8Array(2_944), Uint8Array.of(4, 1, 2, 3, 0x90, 0)], (bytes) => {
      readStates(bytes)
      const uid = readUid(bytes)
      if (uid !== null) expect(uid.length).toBeLessThanOrEqual(10)
    })
  })

  it('a reader that types gives digits and letters or nothing', () => {
    const keys = new KeyReader()
    forEachCase(
      [Uint8Array.of(0, 0, 0x1e, 0, 0, 0, 0, 0), Uint8Array.of(0, 0, 0x28, 0, 0, 0, 0, 0)],
      (bytes) => {
        const typed = keys.push(bytes)
        if (typed === null) return
        expect(typed).toMatch(/^[0-9A-Z]{1,40}$/)
        typedUid(typed)
      },
    )
  })
})
