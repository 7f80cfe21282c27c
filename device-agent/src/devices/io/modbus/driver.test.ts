import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ModbusSettings } from '../../../config/settings.ts'
import { type Clock, systemClock } from '../../../runtime/clock.ts'
import type { EmulatorHost } from '../../../transports/emulator-host.ts'
import { hostOnPty } from '../../../transports/emulator-host-pty.ts'
import { hostOnTcp } from '../../../transports/emulator-host-tcp.ts'
import { openTransport } from '../../../transports/open.ts'
import type { DeviceState } from '../../device.ts'
import { BACK_OFF_MILLISECONDS } from '../../supervised.ts'
import type { IoModule } from '../contract.ts'
import { createModbusModule } from './driver.ts'
import { ModbusEmulator } from './emulator.ts'
import { NO_FAULTS } from './faults.ts'

/** Real time, but with short pauses before a port is opened again. */
const hurried: Clock = {
  ...systemClock,
  setTimeout: (callback, milliseconds) =>
    systemClock.setTimeout(callback, milliseconds < (BACK_OFF_MILLISECONDS[0] ?? 0) ? milliseconds : 10),
}
const LIMIT_MILLISECONDS = 20_000

let emulator: ModbusEmulator
let host: EmulatorHost
let module: IoModule

function start(change: Partial<ModbusSettings> = {}): void {
  const settings: ModbusSettings = {
    id: 'drop',
    url: host.url,
    unit: 1,
    inputs: 12,
    firstInput: 0,
    inputsIn: 'discreteInputs',
    outputs: 12,
    firstOutput: 0,
    pollMilliseconds: 2,
    timeoutMilliseconds: 100,
    atConnect: [],
    ...change,
  }
  module = createModbusModule({
    transport: openTransport(host.url),
    settings,
    clock: hurried,
    random: () => 0,
  })
  module.start()
}
const levels = (fits: () => boolean): Promise<void> =>
  new Promise((resolve) => {
    if (fits()) return resolve()
    const end = module.onLevels(() => {
      if (!fits()) return
      end()
      resolve()
    })
  })
const state = (wanted: DeviceState, code: string | null = null): Promise<void> =>
  new Promise((resolve) => {
    const fits = () => module.status.state === wanted && (code === null || module.status.code === code)
    if (fits()) return resolve()
    const end = module.onStatus(() => {
      if (!fits()) return
      end()
      resolve()
    })
  })
const on = (bits: readonly boolean[] | null) => bits?.flatMap((bit, index) => (bit ? [index] : []))
const writes = () => emulator.requests.get(5) ?? 0

afterEach(async () => {
  await module.stop()
  await host.close()
})

describe.each(['tcp', 'rtu'] as const)('a Modbus module, over %s', (framing) => {
  beforeEach(async () => {
    emulator = new ModbusEmulator({ inputs: 12, outputs: 12, framing })
    host = await (framing === 'tcp' ? hostOnTcp : hostOnPty)(emulator.accept)
  })

  it('tells its inputs as they change', async () => {
    start()
    await state('ready')
    expect([on(module.inputs), on(module.outputs)]).toEqual([[], []])
    emulator.setInput(0, true)
    emulator.setInput(11, true)
    await levels(() => on(module.inputs)?.length === 2)
    expect(on(module.inputs)).toEqual([0, 11])
  })

  it('switches an output and reads it back before it says so', async () => {
    start()
    await state('ready')
    expect(await module.setOutput(3, true)).toBe(true)
    expect([on(emulator.outputs), on(module.outputs)]).toEqual([[3], [3]])
    expect(await module.setOutput(3, false)).toBe(true)
    expect([on(emulator.outputs), on(module.outputs), writes()]).toEqual([[], [], 2])
  })

  it('bears noise, replies byte by byte, and a reply cut at any byte, and comes back by itself', {
    timeout: LIMIT_MILLISECONDS,
  }, async () => {
    emulator.faults = { ...NO_FAULTS, split: true, leadingGarbage: true }
    start()
    await state('ready')
    expect(await module.setOutput(1, true)).toBe(true)
    for (let byte = 0; byte < 9; byte++) {
      emulator.faults = { ...NO_FAULTS, cutAfterBytes: byte }
      await state('away')
      expect([module.inputs, module.outputs]).toEqual([null, null])
      emulator.faults = NO_FAULTS
      if (framing === 'rtu') await host.unplug()
      await host.plug()
      await state('ready')
      expect(on(module.outputs)).toEqual([1])
    }
  })

  it('asks again for a read that arrives damaged', async () => {
    start()
    await state('ready')
    let left = 2
    emulator.onRequest = () => {
      emulator.faults = left-- > 0 ? { ...NO_FAULTS, flipByte: 0 } : NO_FAULTS
    }
    emulator.setInput(5, true)
    await levels(() => on(module.inputs)?.includes(5) === true)
    expect(module.status.state).toBe('ready')
    expect(module.status.counters.badFrame).toBe(2)
  })
})

describe('a Modbus module', () => {
  beforeEach(async () => {
    emulator = new ModbusEmulator({ inputs: 12, outputs: 12 })
    host = await hostOnTcp(emulator.accept)
  })

  it('never repeats an order whose answer was lost: it looks what came of it', async () => {
    start()
    await state('ready')
    emulator.faults = { ...NO_FAULTS, lostReplies: [5] }
    expect(await module.setOutput(2, true)).toBe(true)
    expect(writes()).toBe(1)
    emulator.faults = { ...NO_FAULTS, lostReplies: [5], deafOutputs: true }
    expect(await module.setOutput(2, false)).toBe(false)
    expect([writes(), on(emulator.outputs)]).toEqual([2, [2]])
  })

  it('says which output did not follow, and that it does again', async () => {
    start()
    await state('ready')
    emulator.faults = { ...NO_FAULTS, deafOutputs: true }
    expect(await module.setOutput(7, true)).toBe(false)
    await state('reduced', 'IO_OUTPUT_FAILED')
    expect(module.status.detail).toBe('output 7')
    emulator.faults = { ...NO_FAULTS, exceptions: { 5: 4 } }
    expect(await module.setOutput(7, true)).toBe(false)
    expect(module.status.counters.refused).toBe(1)
    emulator.faults = NO_FAULTS
    expect(await module.setOutput(7, true)).toBe(true)
    await state('ready')
  })

  it('lets the later of two orders for one output win', async () => {
    start()
    await state('ready')
    const outcomes = [module.setOutput(4, true), module.setOutput(5, true), module.setOutput(4, false)]
    expect(await Promise.all(outcomes)).toEqual([false, true, true])
    expect(on(emulator.outputs)).toEqual([5])
    expect(writes()).toBe(2)
  })

  it('does not know terminals it does not have', async () => {
    start({ outputs: 4 })
    await state('ready')
    expect(await Promise.all([module.setOutput(4, true), module.setOutput(-1, true)])).toEqual([false, false])
    expect(writes()).toBe(0)
  })

  it('gives up an order when the cable is pulled, and does not send it later', async () => {
    start()
    await state('ready')
    emulator.faults = { ...NO_FAULTS, silent: true }
    const order = module.setOutput(6, true)
    await host.unplug()
    expect(await order).toBe(false)
    await state('away')
    expect([module.inputs, module.outputs, await module.setOutput(6, true)]).toEqual([null, null, false])
    emulator.faults = NO_FAULTS
    await host.plug()
    await state('ready')
    expect([on(emulator.outputs), writes()]).toEqual([[], 0])
  })

  it('that falls silent is away, and its outputs are as read back when it speaks again', async () => {
    start()
    await state('ready')
    await module.setOutput(1, true)
    emulator.faults = { ...NO_FAULTS, silent: true }
    await state('away', 'IO_AWAY')
    emulator.reset()
    emulator.faults = NO_FAULTS
    await state('ready')
    expect(on(module.outputs)).toEqual([])
    expect(writes()).toBe(1)
  })

  it('sees outputs that its watchdog, or a hand, has moved', async () => {
    start()
    await state('ready')
    await module.setOutput(1, true)
    emulator.reset()
    await levels(() => on(module.outputs)?.length === 0)
    expect(writes()).toBe(1)
  })

  it.each([
    ['refuses its addresses', 2, 'fault', 'IO_FAULT'],
    ['is busy for good', 6, 'fault', 'IO_FAULT'],
    ['is not there behind its gateway', 11, 'away', 'IO_AWAY'],
  ] as const)('that %s is said to be so, and recovers', async (_name, exception, wanted, code) => {
    start()
    await state('ready')
    emulator.faults = { ...NO_FAULTS, exceptions: { 2: exception } }
    await state(wanted, code)
    emulator.faults = NO_FAULTS
    await state('ready')
  })

  it('that is busy for a moment keeps its levels', async () => {
    emulator.setInput(1, true)
    start()
    await state('ready')
    const told: (readonly number[] | undefined)[] = []
    module.onLevels(() => told.push(on(module.inputs)))
    let busy = 3
    emulator.onRequest = ({ function: code }) => {
      if (code !== 2) return
      emulator.faults = busy-- > 0 ? { ...NO_FAULTS, exceptions: { 2: 6 } } : NO_FAULTS
      if (busy < 0) emulator.setInput(2, true)
    }
    await levels(() => on(module.inputs)?.length === 2)
    expect(told).toEqual([[1, 2]])
    expect(module.status.state).toBe('ready')
  })

  it('is told of its watchdog at each connect, and only where it has forgotten it', async () => {
    start({
      atConnect: [
        [0x1000, 5],
        [0x100a, 1],
      ],
    })
    const reconnect = async () => {
      await host.unplug()
      await state('away')
      await host.plug()
      await state('ready')
    }
    await state('ready')
    expect([...emulator.registers]).toEqual([
      [0x1000, 5],
      [0x100a, 1],
    ])
    await reconnect()
    expect(emulator.requests.get(6)).toBe(2)
    emulator.reset()
    await reconnect()
    expect([emulator.requests.get(6), emulator.registers.get(0x100a)]).toEqual([4, 1])
  })

  it('that refuses or overhears its watchdog is not worked with', async () => {
    emulator.faults = { ...NO_FAULTS, exceptions: { 6: 2 } }
    start({ atConnect: [[0x1000, 5]] })
    await state('fault', 'IO_FAULT')
    expect(module.outputs).toBeNull()
    emulator.faults = { ...NO_FAULTS, lostReplies: [6] }
    await state('away', 'IO_AWAY')
  })

  it.each(['inputRegisters', 'holdingRegisters'] as const)('may keep its inputs in %s', async (inputsIn) => {
    start({ inputsIn })
    await state('ready')
    emulator.setInput(9, true)
    await levels(() => on(module.inputs)?.length === 1)
    expect([on(module.inputs), module.inputs?.length]).toEqual([[9], 12])
  })

  it('may have no inputs, or no outputs', async () => {
    start({ inputs: 0 })
    await state('ready')
    expect(await module.setOutput(0, true)).toBe(true)
    expect(module.inputs).toEqual([])
    await module.stop()
    start({ outputs: 0 })
    await state('ready')
    expect([module.outputs, module.inputs?.length]).toEqual([[], 12])
  })

  it('leaves nothing running when it is stopped', async () => {
    start()
    await state('ready')
    await module.stop()
    const asked = [...emulator.requests.values()]
    expect([module.inputs, await module.setOutput(0, true)]).toEqual([null, false])
    expect([...emulator.requests.values()]).toEqual(asked)
  })
})

describe('a Modbus module behind a serial server', () => {
  it('speaks RTU over TCP, and only to the unit that is meant', async () => {
    emulator = new ModbusEmulator({ inputs: 12, outputs: 12, framing: 'rtu', unit: 7 })
    host = await hostOnTcp(emulator.accept)
    start({ framing: 'rtu', unit: 7 })
    await state('ready')
    await module.stop()
    start({ framing: 'rtu', unit: 8 })
    await state('away', 'IO_AWAY')
  })
})
