import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Clock, systemClock } from '../../../runtime/clock.ts'
import type { EmulatorHost } from '../../../transports/emulator-host.ts'
import { hostOnUnix } from '../../../transports/emulator-host-unix.ts'
import { openTransport } from '../../../transports/open.ts'
import { CardWatch } from '../card-watch.test-support.ts'
import type { CardReader } from '../contract.ts'
import { AGAIN_MILLISECONDS } from '../shown.ts'
import { createPcscReader, READ_TRIES } from './driver.ts'
import { PcscEmulator } from './emulator.ts'
import { NO_FAULTS } from './faults.ts'
import { ANSWER_TIMEOUT_MILLISECONDS } from './link.ts'

const DESK = 'ACS ACR1252 1S CL Reader [ACR1252] 00 00'
const SAM = 'ACS ACR1252 1S CL Reader [ACR1252 SAM] 01 00'
const UID = Uint8Array.of(0x04, 0xa2, 0xb3, 0xc4)
const OTHER = Uint8Array.of(0x04, 0xa2, 0xb3, 0xc5)
const NUMBER = {
  bytes: 0,
  from: 'start',
  reversed: false,
  base: 'hex',
  width: 0,
  prefix: '',
  suffix: '',
} as const

/** Does not wait for an answer that will never come. */
const impatient: Clock = {
  ...systemClock,
  setTimeout: (callback, milliseconds) => {
    const never = milliseconds === ANSWER_TIMEOUT_MILLISECONDS
    return systemClock.setTimeout(callback, never ? 60 : milliseconds)
  },
}

let service: PcscEmulator
let host: EmulatorHost
let reader: CardReader
let watch: CardWatch

async function run(options: { minors?: number[]; name?: string; clock?: Clock } = {}): Promise<void> {
  const { minors, name = '', clock = systemClock } = options
  service = new PcscEmulator(minors === undefined ? {} : { minors })
  host = await hostOnUnix(service.accept)
  reader = createPcscReader({
    id: 'card',
    transport: openTransport(host.url),
    settings: { reader: name, number: NUMBER },
    clock,
    random: () => 0,
  })
  watch = new CardWatch(reader)
  reader.start()
}
afterEach(async () => {
  await reader.stop()
  await host.close()
})

describe('a reader behind the PC/SC service', () => {
  beforeEach(() => run())

  it('tells the number of a card, and names itself to staff without it', async () => {
    service.connectReader(DESK)
    await watch.state('ready')
    service.show(DESK, UID)
    expect(await watch.count(1)).toEqual(['04A2B3C4'])
    expect(reader.status).toMatchObject({ state: 'ready', detail: `${DESK}; PC/SC protocol 4:4` })
    expect(JSON.stringify(reader.status)).not.toContain('04A2B3C4')
  })

  it('tells a card that lies there once, and another one at once', async () => {
    service.connectReader(DESK)
    service.show(DESK, UID)
    await watch.count(1)
    service.connectReader('Another')
    service.takeAway(DESK)
    service.show(DESK, OTHER)
    expect(await watch.count(2)).toEqual(['04A2B3C4', '04A2B3C5'])
  })

  it('refuses telephones, which make up their number, and cards that cannot be read', async () => {
    service.connectReader(DESK)
    service.show(DESK, Uint8Array.of(0x08, 1, 2, 3))
    await watch.count(1)
    service.takeAway(DESK)
    service.show(DESK, null)
    expect(await watch.count(2)).toEqual(['CARD_RANDOM_UID', 'CARD_UNREADABLE'])
    expect(reader.status.counters).toEqual({ unreadableCard: 1 })
  })

  it('reads a card at the second or third try', async () => {
    service.connectReader(DESK)
    service.faults = { ...NO_FAULTS, connectFailures: READ_TRIES - 1 }
    service.show(DESK, UID)
    expect(await watch.count(1)).toEqual(['04A2B3C4'])
  })

  it('gives up after its tries, until the card is shown anew', async () => {
    service.connectReader(DESK)
    service.faults = { ...NO_FAULTS, connectFailures: READ_TRIES }
    service.show(DESK, UID)
    expect(await watch.count(1)).toEqual(['CARD_UNREADABLE'])
    service.takeAway(DESK)
    service.show(DESK, UID)
    expect(await watch.count(2)).toEqual(['CARD_UNREADABLE', '04A2B3C4'])
  })

  it('is missed while none is connected, and found when one is', async () => {
    await watch.state('fault')
    expect(reader.status).toMatchObject({ code: 'CARD_AWAY' })
    expect(reader.status.detail).toContain('no card reader is connected')
    service.connectReader(DESK)
    await watch.state('ready')
    service.disconnectReader(DESK)
    await watch.state('fault')
  })

  it('looks at no slot for SAMs', async () => {
    service.connectReader(SAM)
    service.connectReader(DESK)
    service.show(SAM, OTHER)
    service.show(DESK, UID)
    expect(await watch.count(1)).toEqual(['04A2B3C4'])
  })

  it('is away when the service ends, and comes back with it by itself, without telling a card that still lies there', async () => {
    service.connectReader(DESK)
    service.show(DESK, UID)
    await watch.count(1)
    await host.unplug()
    await watch.state('away')
    expect(reader.status.code).toBe('CARD_AWAY')
    await host.plug()
    await watch.state('ready')
    service.takeAway(DESK)
    service.show(DESK, OTHER)
    expect(await watch.count(2)).toEqual(['04A2B3C4', '04A2B3C5'])
  })

  it('bears answers that come byte by byte, and a line that breaks at any byte', async () => {
    service.faults = { ...NO_FAULTS, split: true }
    service.connectReader(DESK)
    await watch.state('ready')
    for (const byte of [0, 1, 11, 12, 24]) {
      service.faults = { ...NO_FAULTS, cutAfterBytes: byte }
      service.connectReader('Another')
      await watch.state('away')
      service.faults = NO_FAULTS
      await watch.state('ready')
    }
    service.show(DESK, UID)
    expect(await watch.count(1)).toEqual(['04A2B3C4'])
  }, 20_000)

  it('leaves nothing running when it is stopped', async () => {
    service.connectReader(DESK)
    await watch.state('ready')
    await reader.stop()
    service.show(DESK, UID)
    expect(watch.told).toEqual([])
  })
})

describe('the PC/SC service', () => {
  it('may speak 4:5', async () => {
    await run({ minors: [5] })
    service.connectReader(DESK)
    await watch.state('ready')
    expect(reader.status.detail).toContain('PC/SC protocol 4:5')
  })

  it('may be too old, which is told', async () => {
    await run({ minors: [2] })
    await watch.state('away')
    expect(reader.status).toMatchObject({
      code: 'CARD_AWAY',
      detail: 'the PC/SC service speaks no protocol of ours',
    })
  })

  it('that is silent, or sends noise, is away', async () => {
    await run({ clock: impatient })
    service.faults = { ...NO_FAULTS, leadingGarbage: true }
    await watch.state('away')
    service.faults = { ...NO_FAULTS, silent: true }
    await watch.state('away')
    expect(reader.status.code).toBe('CARD_AWAY')
    service.faults = NO_FAULTS
    service.connectReader(DESK)
    await watch.state('ready')
  })

  it('may know several readers, of which the settings name one', async () => {
    await run({ name: 'ACR1252' })
    service.connectReader('Omnikey 5021 00 00')
    service.connectReader(DESK)
    service.show('Omnikey 5021 00 00', OTHER)
    service.show(DESK, UID)
    expect(await watch.count(1)).toEqual(['04A2B3C4'])
  })

  it('tells the same card again once it was away', async () => {
    const away = Promise.withResolvers<void>()
    const clock: Clock = {
      ...systemClock,
      setTimeout: (callback, milliseconds) => {
        if (milliseconds !== AGAIN_MILLISECONDS) return systemClock.setTimeout(callback, milliseconds)
        return systemClock.setTimeout(() => {
          callback()
          away.resolve()
        }, 0)
      },
    }
    await run({ clock })
    service.connectReader(DESK)
    service.show(DESK, UID)
    await watch.count(1)
    service.takeAway(DESK)
    await away.promise
    service.show(DESK, UID)
    expect(await watch.count(2)).toEqual(['04A2B3C4', '04A2B3C4'])
  })
})
