import { afterEach, describe, expect, it } from 'vitest'
import type { RfidSettings } from '../../../config/settings.ts'
import { systemClock } from '../../../runtime/clock.ts'
import type { EmulatorHost } from '../../../transports/emulator-host.ts'
import { hostOnTcp } from '../../../transports/emulator-host-tcp.ts'
import { openTransport } from '../../../transports/open.ts'
import { blankTag } from '../chips.test-support.ts'
import type { TagStation } from '../contract.ts'
import { written } from '../station-suite.test-support.ts'
import { shelfTag } from '../virtual-tag.test-support.ts'
import type { VirtualTag } from '../virtual-tag.ts'
import { createFeigPad } from './driver.ts'
import { FeigEmulator } from './emulator.ts'
import type { Firmware } from './reader-commands.ts'
import { decodeTag } from '../../../tags/decode-tag.ts'
import { encodeTag, type WritableModel } from '../../../tags/encode-tag.ts'
import { readTag } from '../../../tags/read-tag.ts'
import { blankTag, CHIPS } from '../chips.test-support.ts'
import type { VirtualTag } from './virtual-tag.ts'

let emulator: FeigEmulator
let host: EmulatorHost
let pad: TagStation

async function station(
  tags: readonly VirtualTag[],
  { security = ['afi'], firmware }: { security?: RfidSettings['security']; firmware?: Firmware } = {},
): Promise<void> {
  emulator = new FeigEmulator({ airTime: 0, ...(firmware === undefined ? {} : { firmware }) })
  host = await hostOnTcp(emulator.accept)
  pad = createFeigPad({
    id: 'rfid',
    transport: openTransport(host.url),
    settings: {
      protocol: 'feig-iso-host',
      url: host.url,
      framing: 'advanced',
      busAddress: 255,
      pollMilliseconds: 20,
      security,
      afiSecured: 0x07,
      afiOnLoan: 0xc2,
    },
    clock: systemClock,
    random: () => 0,
  })
  emulator.place(...tags)
  const seen = new Promise<void>((resolve) => {
    const look = () => {
      const read = pad.field.filter(({ content }) => content.kind !== 'pending')
      if (read.length === tags.length) resolve()
    }
    pad.onField(look)
  })
  pad.start()
  await seen
}
afterEach(async () => {
  await pad.stop()
  await host.close()
})

describe('a whole tag on a FEIG reader', () => {
/** The item on a chip of this size. */
function written(tag: VirtualTag, id: string, model: WritableModel = 'iso28560-3'): Uint8Array {
  const facts = { id, parts: 1, part: 1, usage: 1, owner: 'DE-526', more: {} }
  const { memory, blockSize } = tag
  return encodeTag(model, facts, { memory, blockSize, usable: memory.length, reversed: false }).memory
}

describe('a whole tag', () => {
  it.each(Object.keys(CHIPS) as (keyof typeof CHIPS)[])(
    'of chip %s is written, read back and read',
    async (chip) => {
      const tag = blankTag(chip, 1)
      await station([tag])
      const memory = written(tag, '31173000001018')
      expect(await pad.writeImage(tag.uid, { memory, dsfid: 0x3e, afi: 0x07 })).toEqual({ ok: true })
      const image = await pad.readImage(tag.uid)
      expect(image).toMatchObject({ dsfid: 0x3e, afi: 0x07, blockSize: tag.blockSize, locked: [] })
      expect(image?.memory).toEqual(memory)
      expect(tag.memory).toEqual(memory)
      // What the pad says of it is read anew.
      await expect.poll(() => pad.field[0]?.content).toMatchObject({ kind: 'item', itemId: '31173000001018' })
    },
  )

  it('has only its changed blocks written, block 0 last', async () => {
    const tag = shelfTag(1)
    await station([tag])
    const memory = tag.memory.slice()
    memory[50] = 0x41
    memory[100] = 0x42
    const order: number[] = []
    emulator.onCommand = (command, sub) => {
      if (command === 0xb0 && sub === 0x24) order.push(1)
    }
    expect(await pad.writeImage(tag.uid, { memory })).toEqual({ ok: true })
    // Block 0 wiped, two blocks far apart, block 0 again.
    expect(order).toHaveLength(4)
    order.length = 0
    expect(await pad.writeImage(tag.uid, { memory, dsfid: tag.dsfid, afi: tag.afi })).toEqual({ ok: true })
    expect(order).toHaveLength(0)
  })

  it.each<[WritableModel, WritableModel]>([
    ['iso28560-3', 'iso28560-3'],
    ['iso28560-3', 'iso28560-2'],
    ['iso28560-2', 'iso28560-3'],
    ['iso28560-2', 'iso28560-2'],
  ])('torn away at any block, from %s to %s, looks like neither', async (from, to) => {
    const tag = blankTag('slix', 1)
    const before = written(tag, '31173000001018', from)
    const after = written(tag, '31173000009999', to)
    await station([tag])
    let torn = 0
    for (let blocks = 0; ; blocks++) {
      tag.memory.set(before)
      tag.leavesAfterBlocks = blocks
      const outcome = await pad.writeImage(tag.uid, { memory: after, afi: 0xc2 })
      if (outcome.ok) break
      expect(outcome).toMatchObject({ why: 'gone' })
      const content = decodeTag(tag.memory)
      const untouched = tag.memory.every((byte, at) => byte === before[at])
      if (!untouched) expect(content, `after ${blocks} blocks`).toEqual({ kind: 'unreadable' })
      // The AFI comes last.
      expect(tag.afi).toBe(0)
      torn++
      emulator.place(tag)
    }
    expect(torn).toBeGreaterThan(3)
    expect(decodeTag(tag.memory)).toMatchObject({ itemId: '31173000009999' })
  })

  it('with a locked block is left as it is, and the block is named', async () => {
    const tag = shelfTag(1, { lockedBlocks: [4] })
    await station([tag])
    const before = tag.memory.slice()
    const outcome = await pad.writeImage(tag.uid, { memory: written(tag, '31173000009999'), afi: 0xc2 })
    expect(outcome).toEqual({ ok: false, why: 'locked', detail: 'block 4 is locked' })
    expect(tag.memory).toEqual(before)
    expect(tag.afi).toBe(0x07)
    expect(await pad.readImage(tag.uid)).toMatchObject({ locked: [4] })
  })

  it('whose identifier is locked still takes the rest', async () => {
    const tag = shelfTag(1, { lockedBlocks: [0, 1, 2, 3, 4] })
    await station([tag])
    const memory = tag.memory.slice()
    memory.set([8, 4, 0, 0x3a, 0x54, 0x65, 0x73, 0x74], 34)
    expect(await pad.writeImage(tag.uid, { memory })).toEqual({ ok: true })
    expect(readTag(tag.memory).facts?.more).toEqual({ title: 'Test' })
  })

  it('whose memory is worn out fails, and does not look valid', async () => {
    const tag = shelfTag(1, { blocksLeft: 3 })
    await station([tag])
    const memory = written(tag, '99999999999999')
    expect(await pad.writeImage(tag.uid, { memory })).toMatchObject({ ok: false, why: 'failed' })
    expect(decodeTag(tag.memory)).toEqual({ kind: 'unreadable' })
  })

  it('is written in spite of writes that fail now and then', async () => {
    const tag = blankTag('slix', 1, { writeFailures: 2 })
    await station([tag])
    expect(await pad.writeImage(tag.uid, { memory: written(tag, '31173000001018') })).toEqual({ ok: true })
  })

  it('that cannot be read, or is not there, has no image', async () => {
    const tag = shelfTag(1, { unreadable: true })
    await station([tag])
    expect(await pad.readImage(tag.uid)).toBeNull()
    expect(await pad.readImage(shelfTag(2).uid)).toBeNull()
    expect(await pad.writeImage(shelfTag(2).uid, { afi: 7 })).toMatchObject({ ok: false, why: 'gone' })
  })

  it('of the wrong length is refused', async () => {
    const tag = shelfTag(1)
    await station([tag])
    expect(await pad.writeImage(tag.uid, { memory: new Uint8Array(8) })).toMatchObject({ why: 'failed' })
  })

  it('is never sent a lock command', async () => {
    const tag = blankTag('slix', 1)
    await station([tag], { security: ['afi', 'eas'] })
    const sent = new Set<string>()
    emulator.onCommand = (command, sub) => sent.add(`${command.toString(16)} ${sub?.toString(16)}`)
    await pad.writeImage(tag.uid, { memory: written(tag, '1'.repeat(14)), dsfid: 0x3e, afi: 7, eas: true })
    await pad.setSecurity(tag.uid, 'onLoan')
    for (const lock of ['b0 22', 'b0 28', 'b0 2a', 'b1 a4', 'b1 a6', 'b1 b5', 'b1 b3', 'b1 b4']) {
      expect(sent).not.toContain(lock)
    }
    expect(sent).toContain('b1 a2')
  })
})

describe('the EAS bit on a FEIG reader', () => {
describe('the EAS bit', () => {
  it('is switched with the AFI, or alone, as the settings say, and read back', async () => {
    const tag = shelfTag(1, { eas: true })
    await station([tag], { security: ['afi', 'eas'] })
    expect(await pad.readSecurity(tag.uid)).toBe('secured')
    expect(await pad.setSecurity(tag.uid, 'onLoan')).toEqual({ ok: true })
    expect([tag.afi, tag.eas]).toEqual([0xc2, false])
    expect(await pad.readSecurity(tag.uid)).toBe('onLoan')
    tag.eas = true
    // Either alarm may sound.
    expect(await pad.readSecurity(tag.uid)).toBe('secured')
  })

  it('alone leaves the AFI as it is', async () => {
    const tag = shelfTag(1, { eas: true })
    await station([tag], { security: ['eas'] })
    expect(await pad.setSecurity(tag.uid, 'onLoan')).toEqual({ ok: true })
    expect([tag.afi, tag.eas]).toEqual([0x07, false])
    expect(await pad.readImage(tag.uid)).toMatchObject({ eas: false })
  })

  it('of one among several is asked of that one alone', async () => {
    const [one, two] = [shelfTag(1, { eas: true }), shelfTag(2, { eas: true })]
    await station([one, two], { security: ['eas'] })
    expect(await pad.setSecurity(one.uid, 'onLoan')).toEqual({ ok: true })
    expect(await pad.readSecurity(one.uid)).toBe('onLoan')
    expect(await pad.readSecurity(two.uid)).toBe('secured')
  })

  it('cannot be proven set among several on a reader that polls the whole field only, and is not said to be', async () => {
    const [one, two] = [shelfTag(1), shelfTag(2)]
    await station([one, two], { security: ['eas'], firmware: { custom: true, addressedAlarm: false } })
    // Silence of the whole field proves that it is off.
    expect(await pad.readSecurity(one.uid)).toBe('onLoan')
    expect(await pad.setSecurity(one.uid, 'secured')).toMatchObject({ ok: false, why: 'failed' })
  })

  it('is not there on other makers’ chips: their AFI does, or nothing', async () => {
    const tag = blankTag('st', 1)
    await station([tag], { security: ['afi', 'eas'] })
    expect(await pad.setSecurity(tag.uid, 'secured')).toEqual({ ok: true })
    expect(tag.afi).toBe(0x07)
    expect(await pad.readImage(tag.uid)).toMatchObject({ eas: null })
    expect(await pad.writeImage(tag.uid, { eas: true })).toMatchObject({ ok: false, why: 'failed' })
  })

  it('is not there for a reader that does not know the command, which works on', async () => {
    const tag = shelfTag(1)
    await station([tag], { security: ['eas'], firmware: { custom: false, addressedAlarm: false } })
    expect(await pad.setSecurity(tag.uid, 'secured')).toMatchObject({ ok: false, why: 'failed' })
    expect(pad.status.state).toBe('ready')
    expect(await pad.readImage(tag.uid)).toMatchObject({ eas: null })
  })
})

describe('a password', () => {
  it.each([true, false])('on the AFI is told as such (silent: %s)', async (silent) => {
    const tag = shelfTag(1, { password: { on: ['afi'], silent } })
    await station([tag])
    expect(await pad.setSecurity(tag.uid, 'onLoan')).toEqual({
      ok: false,
      why: 'locked',
      detail: 'protected by a password',
    })
    expect(tag.afi).toBe(0x07)
  })

  it('on the EAS bit is told as such', async () => {
    const tag = shelfTag(1, { eas: true, password: { on: ['eas'], silent: true } })
    await station([tag], { security: ['eas'] })
    expect(await pad.setSecurity(tag.uid, 'onLoan')).toMatchObject({ why: 'locked' })
  })
})
