import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RfidSettings } from '../../../config/settings.ts'
import { systemClock } from '../../../runtime/clock.ts'
import type { EmulatorHost } from '../../../transports/emulator-host.ts'
import { hostOnTcp } from '../../../transports/emulator-host-tcp.ts'
import { openTransport } from '../../../transports/open.ts'
import type { Transport } from '../../../transports/transport.ts'
import type { RfidPad } from '../contract.ts'
import { type PadUnderTest, padContract } from '../contract-suite.test-support.ts'
import { PadWatch } from '../pad-watch.test-support.ts'
import { stationContract } from '../station-suite.test-support.ts'
import { shelfTag } from '../virtual-tag.test-support.ts'
import { createFeigPad } from './driver.ts'
import { FeigEmulator } from './emulator.ts'
import { NO_FAULTS } from './faults.ts'

const SETTINGS: Omit<RfidSettings, 'url'> = {
  protocol: 'feig-iso-host',
  framing: 'advanced',
  busAddress: 255,
  pollMilliseconds: 20,
  security: ['afi'],
  afiSecured: 0x07,
  afiOnLoan: 0xc2,
}
const create = (transport: Transport, change: Partial<RfidSettings>) =>
  createFeigPad({
    id: 'rfid',
    transport,
    settings: { ...SETTINGS, url: transport.url, ...change },
    clock: systemClock,
    random: () => 0,
  })

function underTest(framing: RfidSettings['framing']): PadUnderTest {
  const emulator = new FeigEmulator({ airTime: 0 })
  return {
    accept: emulator.accept,
    get tags() {
      return emulator.tags
    },
    place: (...tags) => emulator.place(...tags),
    remove: (...uids) => emulator.remove(...uids),
    fail: (faults) => {
      emulator.faults = { ...NO_FAULTS, ...faults }
    },
    refuse: () => {
      emulator.faults = { ...NO_FAULTS, status: 0x83 }
    },
    beforeAfi: (hook) => {
      emulator.onCommand = (_, sub) => {
        if (sub === 0x27) hook()
      }
    },
    beforeBlocks: (hook) => {
      emulator.onCommand = (_, sub) => {
        if (sub === 0x24) hook()
      }
    },
    create: (transport, settings) => create(transport, { ...settings, framing }),
  }
}

padContract('a FEIG reader with advanced frames', () => underTest('advanced'))
padContract('a FEIG reader with standard frames', () => underTest('standard'))
stationContract('a FEIG reader', () => underTest('advanced'))

describe('a pad on a FEIG reader', () => {
  let emulator: FeigEmulator
  let host: EmulatorHost
  let pad: RfidPad
  let watch: PadWatch

  beforeEach(async () => {
    emulator = new FeigEmulator({ airTime: 0 })
    host = await hostOnTcp(emulator.accept)
  })
  afterEach(async () => {
    await pad.stop()
    await host.close()
  })
  function start(): void {
    pad = create(openTransport(host.url), {})
    watch = new PadWatch(pad)
    pad.start()
  }

  it('says that it sees more tags than it can tell apart', async () => {
    start()
    emulator.place(...Array.from({ length: 70 }, (_, n) => shelfTag(n + 1)))
    await watch.state('reduced')
    expect(pad.status.code).toBe('RFID_TOO_MANY_TAGS')
  })

  it.each([
    [0x82, 'RFID_READER_MODE'],
    [0x13, 'RFID_READER_LOGIN'],
    [0x80, 'RFID_READER_FAULT'],
  ])('that answers everything with status %i has the fault %s', async (status, code) => {
    emulator.faults = { ...NO_FAULTS, status }
    start()
    await watch.state('fault')
    expect(pad.status.code).toBe(code)
  })

  it('shows its model and firmware to staff', async () => {
    start()
    await watch.state('ready')
    expect(pad.status.detail).toContain('reader type 53h, software 303h')
  })
})
