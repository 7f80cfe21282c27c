import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RfidSettings } from '../../../config/settings.ts'
import { systemClock } from '../../../runtime/clock.ts'
import type { EmulatorHost } from '../../../transports/emulator-host.ts'
import { hostOnTcp } from '../../../transports/emulator-host-tcp.ts'
import { openTransport } from '../../../transports/open.ts'
import type { DeviceState } from '../../device.ts'
import type { PadTag, RfidPad } from '../contract.ts'
import { shelfTag } from '../virtual-tag.test-support.ts'
import { createFeigPad } from './driver.ts'
import { FeigEmulator } from './emulator.ts'
import { NO_FAULTS } from './faults.ts'

let emulator: FeigEmulator
let host: EmulatorHost
let pad: RfidPad

function start(change: Partial<RfidSettings> = {}): void {
  const settings: RfidSettings = {
    protocol: 'feig-iso-host',
    url: host.url,
    framing: 'advanced',
    busAddress: 255,
    pollMilliseconds: 20,
    security: ['afi'],
    afiSecured: 0x07,
    afiOnLoan: 0xc2,
    ...change,
  }
  pad = createFeigPad({
    id: 'rfid',
    transport: openTransport(host.url),
    settings,
    clock: systemClock,
    random: () => 0,
  })
  pad.start()
}
const field = (fits: (field: readonly PadTag[]) => boolean): Promise<readonly PadTag[]> =>
  new Promise((resolve) => {
    if (fits(pad.field)) return resolve(pad.field)
    const end = pad.onField((now) => {
      if (!fits(now)) return
      end()
      resolve(now)
    })
  })
const state = (wanted: DeviceState): Promise<void> =>
  new Promise((resolve) => {
    if (pad.status.state === wanted) return resolve()
    const end = pad.onStatus((status) => {
      if (status.state !== wanted) return
      end()
      resolve()
    })
  })
const read = (count: number) =>
  field((tags) => tags.length === count && tags.every((tag) => tag.content.kind !== 'pending'))

beforeEach(async () => {
  emulator = new FeigEmulator({ airTime: 0 })
  host = await hostOnTcp(emulator.accept)
})
afterEach(async () => {
  await pad.stop()
  await host.close()
})

describe.each(['standard', 'advanced'] as const)('a pad on a FEIG reader, with %s frames', (framing) => {
  beforeEach(() => start({ framing }))

  it('tells what lies on it and what does not any more', async () => {
    emulator.place(
      shelfTag(1),
      shelfTag(2, { parts: 3, part: 2 }),
      shelfTag(3, { usage: 8, id: '21173000000113' }),
    )
    const tags = await read(3)
    expect(tags.map((tag) => tag.content)).toEqual([
      { kind: 'item', itemId: '31173000000001', part: 1, parts: 1, owner: 'XXLIB' },
      { kind: 'item', itemId: '31173000000002', part: 2, parts: 3, owner: 'XXLIB' },
      { kind: 'patron', patronId: '21173000000113', owner: 'XXLIB' },
    ])
    emulator.remove(shelfTag(2).uid)
    expect((await read(2)).map((tag) => tag.uid)).toEqual([shelfTag(1).uid, shelfTag(3).uid])
  })

  it('switches a tag and proves it', async () => {
    emulator.place(shelfTag(1))
    await read(1)
    expect(await pad.setSecurity(shelfTag(1).uid, 'onLoan')).toEqual({ ok: true })
    expect(emulator.tags[0]?.afi).toBe(0xc2)
    expect(await pad.readSecurity(shelfTag(1).uid)).toBe('onLoan')
    expect(await pad.setSecurity(shelfTag(1).uid, 'secured')).toEqual({ ok: true })
    expect(emulator.tags[0]?.afi).toBe(0x07)
  })
})

describe('a pad on a FEIG reader', () => {
  it('reads thirty tags, more than one reply can name', async () => {
    start()
    emulator.place(...Array.from({ length: 30 }, (_, n) => shelfTag(n + 1)))
    expect(await read(30)).toHaveLength(30)
  })

  it('reads tags written back to front, small chips, and says which it cannot read', async () => {
    start()
    const small = shelfTag(2)
    emulator.place(
      shelfTag(1, { reversed: true }),
      { ...small, memory: small.memory.slice(0, 32) },
      shelfTag(3, { unreadable: true }),
      shelfTag(4, { memory: new Uint8Array(112) }),
    )
    expect((await read(4)).map((tag) => tag.content.kind)).toEqual([
      'item',
      'item',
      'unreadable',
      'unreadable',
    ])
  })

  it('says that it sees more tags than it can tell apart', async () => {
    start()
    emulator.place(...Array.from({ length: 70 }, (_, n) => shelfTag(n + 1)))
    await state('reduced')
    expect(pad.status.code).toBe('RFID_TOO_MANY_TAGS')
  })

  it('tries a failing write again, and no more than its limit', async () => {
    start()
    emulator.place(shelfTag(1, { writeFailures: 2 }), shelfTag(2, { writeFailures: 9 }))
    await read(2)
    expect(await pad.setSecurity(shelfTag(1).uid, 'onLoan')).toEqual({ ok: true })
    expect(await pad.setSecurity(shelfTag(2).uid, 'onLoan')).toMatchObject({ ok: false, why: 'failed' })
    expect(emulator.tags[1]?.afi).toBe(0x07)
  })

  it('says that a locked tag is locked', async () => {
    start()
    emulator.place(shelfTag(1, { afiLocked: true }))
    await read(1)
    expect(await pad.setSecurity(shelfTag(1).uid, 'onLoan')).toMatchObject({ ok: false, why: 'locked' })
  })

  it('says that a tag taken away in mid-write is gone, and sees it anew when it is back', async () => {
    start()
    emulator.place(shelfTag(1))
    await read(1)
    emulator.onCommand = (_, sub) => {
      if (sub === 0x27) emulator.remove(shelfTag(1).uid)
    }
    expect(await pad.setSecurity(shelfTag(1).uid, 'onLoan')).toMatchObject({ ok: false, why: 'gone' })
    expect(pad.field).toEqual([])
    emulator.onCommand = () => undefined
    emulator.place(shelfTag(1))
    await read(1)
    expect(await pad.setSecurity(shelfTag(1).uid, 'onLoan')).toEqual({ ok: true })
  })

  it('loses its tags when its cable is pulled, says so once, and goes on by itself', async () => {
    start()
    emulator.place(shelfTag(1))
    await read(1)
    const told: string[] = []
    pad.onStatus((status) => told.push(`${status.state} ${status.code}`))
    await host.unplug()
    await state('away')
    expect(pad.field).toEqual([])
    expect(await pad.setSecurity(shelfTag(1).uid, 'onLoan')).toMatchObject({ ok: false, why: 'away' })
    await host.plug()
    await read(1)
    expect(told.filter((line) => line.startsWith('away'))).toEqual(['away RFID_AWAY'])
  })

  it.each([
    [0x82, 'RFID_READER_MODE'],
    [0x13, 'RFID_READER_LOGIN'],
    [0x80, 'RFID_READER_FAULT'],
  ])('that answers everything with status %i has the fault %s', async (status, code) => {
    emulator.faults = { ...NO_FAULTS, status }
    start()
    await state('fault')
    expect(pad.status.code).toBe(code)
  })

  it('bears noise, replies byte by byte, and a line that breaks at any byte of a reply', async () => {
    emulator.faults = { ...NO_FAULTS, split: true }
    start()
    emulator.place(shelfTag(1))
    await read(1)
    for (let byte = 0; byte < 12; byte++) {
      emulator.faults = { ...NO_FAULTS, cutAfterBytes: byte }
      await state('away')
      emulator.faults = NO_FAULTS
      await read(1)
    }
  })

  it('that cannot look any more has a fault, instead of an empty pad, and recovers by itself', async () => {
    start()
    emulator.place(shelfTag(1))
    await read(1)
    emulator.faults = { ...NO_FAULTS, status: 0x83 }
    await state('fault')
    expect(pad.status.code).toBe('RFID_READER_FAULT')
    emulator.faults = NO_FAULTS
    await read(1)
  })

  it('shows its model and firmware to staff', async () => {
    start()
    await state('ready')
    expect(pad.status.detail).toContain('reader type 53h, software 303h')
  })

  it('leaves nothing running when it is stopped', async () => {
    start()
    await state('ready')
    await pad.stop()
    emulator.place(shelfTag(1))
    expect(pad.field).toEqual([])
    expect(await pad.setSecurity(shelfTag(1).uid, 'onLoan')).toMatchObject({ why: 'away' })
  })
})
