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
  it('cannot be proven set among several on a reader that polls the whole field only, and is not said to be', async () => {
    const [one, two] = [shelfTag(1), shelfTag(2)]
    await station([one, two], { security: ['eas'], firmware: { custom: true, addressedAlarm: false } })
    // Silence of the whole field proves that it is off.
    expect(await pad.readSecurity(one.uid)).toBe('onLoan')
    expect(await pad.setSecurity(one.uid, 'secured')).toMatchObject({ ok: false, why: 'failed' })
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
