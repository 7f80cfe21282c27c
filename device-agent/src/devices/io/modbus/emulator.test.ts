import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../../runtime/clock.ts'
import { decodeReply, encodeRequest, type Reply, type Request } from './codec.ts'
import { ModbusEmulator } from './emulator.ts'

/** Asks the module without a wire. */
function line(module: ModbusEmulator) {
  let hear: (chunk: Uint8Array) => void = () => undefined
  let sent: Uint8Array | null = null
  module.accept({
    send: (bytes) => {
      sent = bytes
    },
    onData: (listener) => {
      hear = listener
    },
    onClose: () => undefined,
    cut: () => undefined,
  })
  return (request: Request): Reply | null => {
    sent = null
    hear(encodeRequest(request, { framing: 'tcp', unit: 1, transaction: 1 }))
    return sent && decodeReply(sent, request, 'tcp')
  }
}
const readInputs: Request = { does: 'read', from: 'discreteInputs', first: 0, count: 4 }
const switchOn = (address: number): Request => ({ does: 'writeCoil', address, on: true })

describe('the emulated Modbus module', () => {
  it('shows the inputs that the machine sets, and tells the machine its outputs', () => {
    const module = new ModbusEmulator({ inputs: 4, outputs: 4 })
    const ask = line(module)
    const told: (readonly boolean[])[] = []
    module.onOutputs((outputs) => told.push(outputs))
    module.setInput(2, true)
    expect(ask(readInputs)).toEqual({ kind: 'bits', bits: [false, false, true, false] })
    ask(switchOn(1))
    ask(switchOn(1))
    expect(told).toEqual([[false, true, false, false]])
    expect(() => module.setInput(4, true)).toThrow(RangeError)
  })

  it('refuses terminals it does not have, with exception 2', () => {
    const ask = line(new ModbusEmulator({ inputs: 4, outputs: 4 }))
    expect(ask(switchOn(4))).toEqual({ kind: 'refused', code: 2 })
    expect(ask({ ...readInputs, first: 1 })).toEqual({ kind: 'refused', code: 2 })
  })

  it('drops its outputs when nobody has asked for the time of its watchdog', () => {
    const clock = new ManualClock()
    const module = new ModbusEmulator({ inputs: 4, outputs: 4, watchdogMilliseconds: 500, clock })
    const ask = line(module)
    const told: (readonly boolean[])[] = []
    ask(switchOn(0))
    module.onOutputs((outputs) => told.push(outputs))
    clock.advance(499)
    ask(readInputs)
    clock.advance(499)
    expect(module.outputs[0]).toBe(true)
    clock.advance(1)
    expect(told).toEqual([[false, false, false, false]])
    expect(clock.pending).toBe(0)
  })

  it('forgets outputs and registers in a power cut', () => {
    const module = new ModbusEmulator({ inputs: 4, outputs: 4 })
    const ask = line(module)
    ask(switchOn(0))
    ask({ does: 'writeRegister', address: 0x1000, value: 5 })
    module.setInput(0, true)
    module.reset()
    expect([module.outputs[0], module.registers.size, module.inputs[0]]).toEqual([false, 0, true])
  })
})
