import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../../runtime/clock.ts'
import type { EmulatorHost } from '../../../transports/emulator-host.ts'
import { hostOnTcp } from '../../../transports/emulator-host-tcp.ts'
import { openTransport } from '../../../transports/open.ts'
import type { Transport } from '../../../transports/transport.ts'
import type { TagStation } from '../contract.ts'
import {
  type PadUnderTest,
  padContract,
  SETTINGS,
  type TestSettings,
} from '../contract-suite.test-support.ts'
import { PadWatch } from '../pad-watch.test-support.ts'
import { stationContract } from '../station-suite.test-support.ts'
import { shelfTag } from '../virtual-tag.test-support.ts'
import { CONTROL_EAS, ERROR, WRITE_AFI, WRITE_BLOCKS } from './codec.ts'
import { createThreeMPad, PROBE_TIMEOUT_MILLISECONDS } from './driver.ts'
import { ThreeMEmulator } from './emulator.ts'
import { NO_FAULTS } from './faults.ts'
import { COMMAND_TIMEOUT_MILLISECONDS } from './link.ts'
import { WRITE_TRIES } from './reader.ts'

const create = (transport: Transport, settings: TestSettings, clock: Clock = systemClock) =>
  createThreeMPad({ id: 'rfid', transport, settings, clock, random: () => 0 })

function underTest(session: boolean): PadUnderTest {
  const emulator = new ThreeMEmulator({ airTime: 0, session })
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
      emulator.faults = { ...NO_FAULTS, error: ERROR.notImplemented }
    },
    beforeAfi: (hook) => {
      emulator.onCommand = (command) => {
        if (command === WRITE_AFI.id) hook()
      }
    },
    beforeBlocks: (hook) => {
      emulator.onCommand = (command) => {
        if (command === WRITE_BLOCKS.id) hook()
      }
    },
    create,
  }
}

padContract('a 3M reader', () => underTest(true))
stationContract('a 3M reader', () => underTest(true))

/** Does not wait for an answer that will never come. */
const impatient: Clock = {
  ...systemClock,
  setTimeout: (callback, milliseconds) => {
    const never = [PROBE_TIMEOUT_MILLISECONDS, COMMAND_TIMEOUT_MILLISECONDS].includes(milliseconds)
    return systemClock.setTimeout(callback, never ? 50 : milliseconds)
  },
}

describe('a pad on a 3M reader', () => {
  let emulator: ThreeMEmulator
  let host: EmulatorHost
  let pad: TagStation
  let watch: PadWatch

  beforeEach(async () => {
    emulator = new ThreeMEmulator({ airTime: 0 })
    host = await hostOnTcp(emulator.accept)
  })
  afterEach(async () => {
    await pad.stop()
    await host.close()
  })
  function start(change: Partial<TestSettings> = {}, clock: Clock = systemClock): void {
    pad = create(openTransport(host.url), { ...SETTINGS, ...change }, clock)
    watch = new PadWatch(pad)
    pad.start()
  }

  it('shows its firmware to staff', async () => {
    start()
    await watch.state('ready')
    expect(pad.status.detail).toContain('3M reader, software 5.0.2')
  })

  it('without a session layer is spoken to directly', async () => {
    await host.close()
    emulator = new ThreeMEmulator({ airTime: 0, session: false })
    host = await hostOnTcp(emulator.accept)
    start({}, impatient)
    emulator.place(shelfTag(1))
    expect(await watch.read(1)).toHaveLength(1)
  })

  it('that never answers is away', async () => {
    emulator.faults = { ...NO_FAULTS, silent: true }
    start({}, impatient)
    await watch.state('away')
    expect(pad.status).toMatchObject({ code: 'RFID_AWAY', detail: 'reader version: no answer in time' })
  })

  it('finds its replies in noise', async () => {
    emulator.faults = { ...NO_FAULTS, leadingGarbage: true, split: true }
    start()
    emulator.place(shelfTag(1))
    expect(await watch.read(1)).toHaveLength(1)
    expect(pad.status.counters.badLength).toBeGreaterThan(0)
  })

  it('loses no tag to a reply that arrives wrong, and counts it', async () => {
    start({}, impatient)
    emulator.place(shelfTag(1))
    await watch.read(1)
    emulator.faults = { ...NO_FAULTS, flipByte: 5 }
    await watch.state('away')
    emulator.faults = NO_FAULTS
    await watch.read(1)
    expect(pad.status.counters.badCrc).toBeGreaterThan(0)
  })

  it('writes a flaky AFI as often as its limit allows, and not once more', async () => {
    start()
    emulator.place(
      shelfTag(1, { writeFailures: WRITE_TRIES - 1 }),
      shelfTag(2, { writeFailures: WRITE_TRIES }),
    )
    await watch.read(2)
    expect(await pad.setSecurity(shelfTag(1).uid, 'onLoan')).toEqual({ ok: true })
    expect(await pad.setSecurity(shelfTag(2).uid, 'onLoan')).toMatchObject({ ok: false, why: 'failed' })
    expect(emulator.tags[1]).toMatchObject({ afi: 0x07, writeFailures: 0 })
  })

  it('is not misled by an EAS bit that is off: the tag is there, and one that is not is gone', async () => {
    start({ security: ['eas'] })
    emulator.place(shelfTag(1, { eas: false }))
    await watch.read(1)
    expect(await pad.readSecurity(shelfTag(1).uid)).toBe('onLoan')
    emulator.onCommand = (command) => {
      if (command === CONTROL_EAS.id) emulator.remove(shelfTag(1).uid)
    }
    expect(await pad.setSecurity(shelfTag(1).uid, 'secured')).toMatchObject({ ok: false, why: 'gone' })
  })

  it('takes as long as tags in the air and 19200 baud do', async () => {
    await host.close()
    emulator = new ThreeMEmulator()
    host = await hostOnTcp(emulator.accept)
    emulator.place(shelfTag(1))
    start()
    const began = performance.now()
    await watch.read(1)
    // A look (23.5 ms) and a read of nine blocks (25.6 ms), both also over the line.
    expect(performance.now() - began).toBeGreaterThan(60)
    expect(emulator.airTimeSpent['read block UID']).toBeGreaterThan(10)
  })
})
