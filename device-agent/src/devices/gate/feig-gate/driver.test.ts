import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../../runtime/clock.ts'
import { hostOnTcp } from '../../../transports/emulator-host-tcp.ts'
import { openTransport } from '../../../transports/open.ts'
import { itemNumber, tagged } from '../tagged.test-support.ts'
import { createFeigGate } from './driver.ts'
import { NO_FAULTS } from './faults.ts'
import { GateStage, type Mode, type StageOptions, startGate } from './gate.test-support.ts'

let stage: GateStage
const start = async (options: StageOptions = {}): Promise<GateStage> => {
  stage = await startGate(options)
  return stage
}
const items = () =>
  stage.told
    .map(({ content }) => (content?.kind === 'item' ? content.itemId : (content?.kind ?? 'none')))
    .toSorted()
const MODES = ['buffered', 'notification'] as const satisfies readonly Mode[]

afterEach(() => stage.close())

describe.each(MODES)('a gate in %s mode', (mode) => {
  it('tells what is carried through it, once, and lets the gate forget it', async () => {
    await start({ mode })
    await stage.state('ready')
    await stage.emulator.carry(tagged(1), tagged(2))
    await stage.until(() => stage.forgotten.length === 2)
    expect(items()).toEqual([itemNumber(1), itemNumber(2)])
    expect(stage.told.find(({ uid }) => uid === tagged(1).uid)).toMatchObject({
      cause: 'afi',
      antennas: [1],
      direction: null,
    })
    expect(stage.forgotten).toEqual(stage.told.map(({ record }) => record))
    expect(stage.emulator.buffered).toBe(0)
  })

  it('hears nothing of what is lent', async () => {
    await start({ mode })
    await stage.emulator.carry(tagged(1, { afi: 0xc2 }), tagged(2))
    await stage.until(() => stage.forgotten.length === 1)
    expect(items()).toEqual([itemNumber(2)])
  })

  it('keeps what it saw while nobody was there, and tells it with its true time', async () => {
    await start({ mode })
    await stage.state('ready')
    await stage.host.unplug()
    await stage.state('away', 'GATE_AWAY')
    await stage.emulator.carry(tagged(1))
    expect(stage.told).toEqual([])
    await stage.host.plug()
    await stage.until(() => stage.forgotten.length === 1)
    expect(items()).toEqual([itemNumber(1)])
  })

  it('does not let the gate forget what could not be written down, says so, and tells it again', async () => {
    await start({ mode })
    await stage.state('ready')
    stage.refuse(new Error('disk full'))
    await stage.emulator.carry(tagged(1))
    await stage.state('reduced', 'GATE_STORE_FAILED')
    expect(stage.emulator.buffered).toBe(1)
    stage.refuse(null)
    await stage.until(() => stage.forgotten.length === 1)
    await stage.state('ready')
    expect(items()).toEqual([itemNumber(1)])
  })

  it('names a record alike when power fails before the gate forgot it', async () => {
    await start({ mode, emulator: { parts: { time: true } } })
    await stage.state('ready')
    // The answer to 'clear' is cut: the gate may or may not have heard it; here it has not.
    stage.gate.onSightings(() => {
      stage.emulator.faults = { ...NO_FAULTS, silent: true }
      void stage.host.unplug()
    })
    await stage.emulator.carry(tagged(1))
    await stage.until(() => stage.told.length === 1)
    await stage.state('away', 'GATE_AWAY')
    expect(stage.emulator.buffered).toBe(1)
    stage.emulator.faults = NO_FAULTS
    await stage.host.plug()
    await stage.until(() => stage.told.length === 2)
    expect(stage.told[1]?.record).toBe(stage.told[0]?.record)
  })

  it('bears frames byte by byte, and noise that looks like the head of a long frame', async () => {
    await start({ mode, keepAliveMilliseconds: 20 })
    await stage.state('ready')
    stage.emulator.faults = { ...NO_FAULTS, split: true }
    await stage.emulator.carry(tagged(1))
    await stage.until(() => stage.forgotten.length === 1)
    stage.emulator.faults = { ...NO_FAULTS, leadingGarbage: true }
    await stage.emulator.carry(tagged(2))
    await stage.until(() => stage.forgotten.length === 2)
    expect(items()).toEqual([itemNumber(1), itemNumber(2)])
  })

  it('comes back by itself when the line breaks, after whatever byte', { timeout: 20_000 }, async () => {
    await start({ mode, keepAliveMilliseconds: 20 })
    await stage.state('ready')
    for (let byte = 0; byte < 10; byte++) {
      stage.emulator.faults = { ...NO_FAULTS, cutAfterBytes: byte }
      await stage.state('away', 'GATE_AWAY')
      stage.emulator.faults = NO_FAULTS
      await stage.state('ready')
    }
  })

  it('loses nothing when a message arrives garbled', async () => {
    await start({ mode })
    await stage.state('ready')
    stage.emulator.faults = { ...NO_FAULTS, flipByte: 9 }
    await stage.emulator.carry(tagged(1))
    expect(stage.told).toEqual([])
    stage.emulator.faults = NO_FAULTS
    await stage.host.unplug()
    await stage.state('away', 'GATE_AWAY')
    await stage.host.plug()
    await stage.until(() => stage.forgotten.length === 1)
    expect(items()).toEqual([itemNumber(1)])
  })

  it('says that alarms were lost when the gate could not keep them all', async () => {
    await start({ mode, emulator: { capacity: 3 } })
    await stage.state('ready')
    await stage.host.unplug()
    await stage.state('away', 'GATE_AWAY')
    await stage.emulator.carry(...[1, 2, 3, 4, 5].map((n) => tagged(n)))
    await stage.host.plug()
    await stage.state('reduced', 'GATE_OVERFLOW')
    await stage.until(() => stage.forgotten.length === 3)
    await stage.emulator.carry(tagged(6))
    await stage.until(() => stage.forgotten.length === 4)
  })

  it('says that its antennas have trouble, and when they have none any more', async () => {
    await start({ mode })
    await stage.state('ready')
    stage.emulator.faults = { ...NO_FAULTS, radioTrouble: true }
    await stage.emulator.carry(tagged(1))
    await stage.state('fault', 'GATE_MUTE')
    expect(stage.gate.status.detail).toContain('status 84h')
    stage.emulator.faults = NO_FAULTS
    await stage.emulator.carry(tagged(2))
    await stage.state('ready')
    expect(items()).toEqual([itemNumber(1), itemNumber(2)])
  })

  it('leaves nothing running when it is stopped', async () => {
    await start({ mode, keepAliveMilliseconds: 20 })
    await stage.state('ready')
    await stage.gate.stop()
    await stage.emulator.carry(tagged(1))
    expect(stage.told).toEqual([])
    expect(await stage.gate.signal({ light: true, sound: true }, 100)).toBe(false)
  })
})

describe('a gate that is asked', () => {
  it.each([
    [0x82, 'GATE_READER_MODE'],
    [0x13, 'GATE_READER_LOGIN'],
    [0x80, 'GATE_READER_FAULT'],
    [0xf1, 'GATE_READER_FAULT'],
  ])('and answers everything with status %i has the fault %s', async (status, code) => {
    await start()
    await stage.state('ready')
    stage.emulator.faults = { ...NO_FAULTS, status }
    await stage.state('fault', code)
  })

  it('shows its reader to staff', async () => {
    await start()
    await stage.state('ready')
    expect(stage.gate.status.detail).toBe('reader type 50h, software 101h')
  })

  it('counts people in and out, and switches light and sound', async () => {
    await start({
      counterAddress: 7,
      outputs: { light: 0x81, sound: 0x02 },
      emulator: { counterAddress: 7 },
    })
    await stage.until(() => stage.gate.count !== null)
    expect(stage.gate.count).toEqual({ into: 0, out: 0 })
    expect(await stage.gate.signal({ light: true, sound: true }, 2_000)).toBe(true)
    expect(stage.emulator.pulses).toEqual([
      { output: 0x81, milliseconds: 2_000 },
      { output: 0x02, milliseconds: 2_000 },
    ])
    expect(await stage.gate.signal({ light: false, sound: false }, 2_000)).toBe(false)
  })

  it('whose people counter stays silent tells alarms all the same', async () => {
    await start({ counterAddress: 9, emulator: { counterAddress: 7 } })
    await stage.emulator.carry(tagged(1))
    await stage.until(() => stage.forgotten.length === 1)
    expect(stage.gate.count).toBeNull()
    expect(stage.gate.status.counters).toMatchObject({ refused_77: 1 })
  })

  it('says that its cover is open', async () => {
    await start({ tamper: { input: 2, openLevel: false } })
    await stage.state('reduced', 'GATE_TAMPER')
    stage.emulator.inputs = 0b10
    await stage.state('ready')
  })

  it('tells directions, and inputs within its records, where it is set so', async () => {
    await start({
      tamper: { input: 1, openLevel: true },
      direction: { in: 1, out: 2 },
      emulator: { parts: { direction: true, input: true, mac: [1, 2, 3, 4, 5, 6] } },
    })
    await stage.emulator.walk({ tags: [tagged(1)], direction: 'in' }, { tags: [tagged(2)], direction: 'out' })
    await stage.until(() => stage.told.length === 2)
    const directions = new Map(stage.told.map(({ uid, direction }) => [uid, direction]))
    expect(directions.get(tagged(1).uid)).toBe('in')
    expect(directions.get(tagged(2).uid)).toBe('out')
    stage.emulator.inputs = 1
    await stage.state('reduced', 'GATE_TAMPER')
    expect(stage.told).toHaveLength(2)
  })

  it('that only looks at EAS reports what carries it', async () => {
    await start({ cause: 'eas', emulator: { easOnly: true, afi: null } })
    await stage.emulator.carry(tagged(1), tagged(2, { eas: true }))
    await stage.until(() => stage.forgotten.length === 1)
    expect(stage.told).toMatchObject([{ uid: tagged(2).uid, cause: 'eas' }])
  })
})

describe('a gate that tells by itself', () => {
  it('is mute when its keep-alives stop, and is not when they come again', async () => {
    await start({ mode: 'notification', keepAliveMilliseconds: 40 })
    await stage.state('ready')
    stage.emulator.faults = { ...NO_FAULTS, silent: true }
    await stage.state('fault', 'GATE_MUTE')
    expect(stage.gate.status.detail).toContain('no keep-alive')
    stage.emulator.faults = NO_FAULTS
    await stage.state('ready')
  })

  it('and says everything twice has its records named alike', async () => {
    await start({ mode: 'notification' })
    await stage.state('ready')
    stage.emulator.faults = { ...NO_FAULTS, duplicate: true }
    await stage.emulator.carry(tagged(1))
    await stage.until(() => stage.told.length === 2)
    expect(stage.told[0]).toEqual({ ...stage.told[1], at: expect.any(Number) })
  })

  it('and waits for nobody is taken at its word', async () => {
    await start({ mode: 'notification', acknowledge: false })
    await stage.state('ready')
    await stage.emulator.carry(tagged(1), tagged(2))
    await stage.until(() => stage.forgotten.length === 2)
  })

  it('takes commands at its own port, and is reduced while that is away', async () => {
    await start({ mode: 'notification' })
    await stage.state('ready')
    const port = await hostOnTcp(stage.emulator.accept)
    await stage.gate.stop()
    const both = new GateStage(
      stage.emulator,
      port,
      createFeigGate({
        id: 'gate-2',
        clock: systemClock,
        random: () => 0,
        transport: openTransport(stage.host.url),
        mode: {
          kind: 'notification',
          acknowledge: true,
          keepAliveMilliseconds: null,
          commands: openTransport(port.url),
        },
        busAddress: 255,
        counterAddress: null,
        tamper: null,
        outputs: { light: 1, sound: null },
        cause: 'afi',
        direction: null,
      }),
    )
    both.gate.start()
    await both.state('ready')
    while (!(await both.gate.signal({ light: true, sound: true }, 500))) await both.state('ready')
    expect(stage.emulator.pulses).toEqual([{ output: 1, milliseconds: 500 }])
    await port.unplug()
    await both.state('reduced', 'GATE_COMMANDS_AWAY')
    await stage.emulator.carry(tagged(1))
    await both.until(() => both.forgotten.length === 1)
    await both.close()
  })
})
