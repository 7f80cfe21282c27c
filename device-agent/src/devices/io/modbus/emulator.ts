/**
 * A Modbus module of digital inputs and outputs, at the wire. Whoever models a machine sets its inputs and follows its
 * outputs:
 *
 *     const module = new ModbusEmulator({ inputs: 16, outputs: 16, watchdogMilliseconds: 500 })
 *     const host = await hostOnTcp(module.accept)      // or hostOnPty(module.accept) with `framing: 'rtu'`
 *     module.onOutputs((outputs) => motor(outputs[0]))
 *     module.setInput(3, true)
 *     host.unplug() and host.plug() pull the cable; module.reset() is a power cut
 */
import { type Clock, systemClock, type TimerHandle } from '../../../runtime/clock.ts'
import { Signal, type Unsubscribe } from '../../../runtime/emitter.ts'
import type { Accept, WireLink } from '../../../transports/emulator-host.ts'
import { sendWith } from '../../wire-faults.ts'
import {
  BITS_OF_REGISTER,
  encodeReply,
  type Framing,
  type HeardRequest,
  type Reply,
  type Request,
} from './codec.ts'
import { type ModbusFaults, NO_FAULTS } from './faults.ts'
import { RequestReader } from './frame.ts'

export interface ModbusEmulatorOptions {
  readonly inputs: number
  readonly outputs: number
  /** `tcp` where left out. */
  readonly framing?: Framing
  /** Its address; a module hears no other. 1 where left out. */
  readonly unit?: number
  /** After so long without a request all outputs drop; armed by the first request. 0 or none: no watchdog. */
  readonly watchdogMilliseconds?: number
  readonly clock?: Clock
}

const ILLEGAL_FUNCTION = 1
const ILLEGAL_ADDRESS = 2
const NOISE = Uint8Array.of(0xff, 0x00, 0x01)

export class ModbusEmulator {
  readonly #options: ModbusEmulatorOptions
  readonly #clock: Clock
  readonly #framing: Framing
  readonly #inputs: boolean[]
  readonly #outputs: boolean[]
  readonly #outputsSignal = new Signal<readonly boolean[]>()
  #watchdog: TimerHandle | null = null
  faults: ModbusFaults = NO_FAULTS
  /** What was written to registers, by address: a watchdog's time and the like. */
  readonly registers = new Map<number, number>()
  /** Requests carried out or refused, by function code. */
  readonly requests = new Map<number, number>()
  /** Called with each request before it is carried out. */
  onRequest: (request: HeardRequest) => void = () => undefined

  constructor(options: ModbusEmulatorOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#framing = options.framing ?? 'tcp'
    this.#inputs = Array.from({ length: options.inputs }, () => false)
    this.#outputs = Array.from({ length: options.outputs }, () => false)
  }

  get inputs(): readonly boolean[] {
    return this.#inputs
  }
  get outputs(): readonly boolean[] {
    return this.#outputs
  }
  setInput(input: number, on: boolean): void {
    if (input < 0 || input >= this.#inputs.length) throw new RangeError(`no input ${input}`)
    this.#inputs[input] = on
  }
  /** Told with all outputs whenever one of them changes, by a request, the watchdog or `reset`. */
  onOutputs(listener: (outputs: readonly boolean[]) => void): Unsubscribe {
    return this.#outputsSignal.listen(listener)
  }
  /** A power cut: all outputs drop, registers are forgotten. Inputs belong to the machine and stay. */
  reset(): void {
    this.registers.clear()
    this.#disarm()
    this.#drop()
  }

  readonly accept: Accept = (link) => {
    const reader = new RequestReader(this.#framing)
    link.onData((chunk) => {
      for (const heard of reader.push(chunk)) this.#answer(link, heard)
    })
  }

  #answer(link: WireLink, heard: HeardRequest): void {
    const { faults } = this
    if (this.#framing === 'rtu' && heard.unit !== (this.#options.unit ?? 1)) return
    if (faults.silent) return
    this.onRequest(heard)
    this.requests.set(heard.function, (this.requests.get(heard.function) ?? 0) + 1)
    this.#arm()
    const refusal = faults.exceptions[heard.function]
    const reply = refusal === undefined ? this.#carryOut(heard.request) : refused(refusal)
    if (faults.lostReplies.includes(heard.function)) return
    const bytes = encodeReply(reply, heard, this.#framing)
    const send = () => sendWith(this.faults, link, bytes, NOISE)
    if (faults.stallMilliseconds === 0) send()
    else this.#clock.setTimeout(send, faults.stallMilliseconds)
  }

  #carryOut(request: Request | null): Reply {
    if (request === null) return refused(ILLEGAL_FUNCTION)
    switch (request.does) {
      case 'read': {
        const register = request.from === 'holdingRegisters' ? this.registers.get(request.first) : undefined
        if (register !== undefined && request.count === 1) return { kind: 'bits', bits: bitsOf(register) }
        const bits = request.from === 'coils' ? this.#outputs : this.#inputs
        const width = request.from === 'coils' || request.from === 'discreteInputs' ? 1 : BITS_OF_REGISTER
        const first = request.first * width
        const end = first + request.count * width
        if (request.count === 0 || end > Math.ceil(bits.length / width) * width)
          return refused(ILLEGAL_ADDRESS)
        return { kind: 'bits', bits: bits.slice(first, end) }
      }
      case 'writeCoil': {
        const { address, on } = request
        if (address >= this.#outputs.length) return refused(ILLEGAL_ADDRESS)
        const changed = this.#outputs[address] !== on
        if (!this.faults.deafOutputs) this.#outputs[address] = on
        if (changed && !this.faults.deafOutputs) this.#outputsSignal.tell([...this.#outputs])
        return { kind: 'written', address, value: on ? 1 : 0 }
      }
      case 'writeRegister':
        this.registers.set(request.address, request.value)
        return { kind: 'written', address: request.address, value: request.value }
    }
  }

  #arm(): void {
    const { watchdogMilliseconds = 0 } = this.#options
    if (watchdogMilliseconds === 0) return
    this.#disarm()
    this.#watchdog = this.#clock.setTimeout(() => {
      this.#watchdog = null
      this.#drop()
    }, watchdogMilliseconds)
  }
  #disarm(): void {
    if (this.#watchdog !== null) this.#clock.clearTimeout(this.#watchdog)
    this.#watchdog = null
  }
  #drop(): void {
    if (!this.#outputs.includes(true)) return
    this.#outputs.fill(false)
    this.#outputsSignal.tell([...this.#outputs])
  }
}

const refused = (code: number): Reply => ({ kind: 'refused', code })
const bitsOf = (register: number): boolean[] =>
  Array.from({ length: BITS_OF_REGISTER }, (_, bit) => ((register >> bit) & 1) === 1)
