/** One connection to a Modbus module, until it ends. */
import type { ModbusSettings } from '../../../config/settings.ts'
import { LecternError } from '../../../contract/errors.ts'
import type { Clock } from '../../../runtime/clock.ts'
import type { ByteStream } from '../../../transports/transport.ts'
import type { IoSession } from '../io-module.ts'
import {
  BITS_OF_REGISTER,
  type BitTable,
  type Framing,
  PASSING_EXCEPTIONS,
  type Reply,
  type Request,
  registerOf,
} from './codec.ts'
import { ModbusLink, quietMilliseconds } from './link.ts'

/** A read that is lost is asked again so often, which is safe; a write never is. */
const READ_TRIES_MAX = 3
/** No read is asked again that would be lost later than this: staff are told within a second. */
const SILENCE_MILLISECONDS = 750
/** A busy module may put off reading one of its tables for so long before it counts as faulty. */
const PUT_OFF_MILLISECONDS = 500
/** Outputs are read back after each switch, and besides so often: a watchdog or a hand may have moved them. */
const OUTPUTS_LOOK_MILLISECONDS = 250
/** Exception of a gateway whose module does not answer (MODBUS Application Protocol V1.1b3, section 7). */
const TARGET_SILENT = 11

export interface ModbusConnection {
  readonly stream: ByteStream
  readonly session: IoSession
  readonly settings: ModbusSettings
  readonly clock: Clock
  readonly framing: Framing
  /** Of a serial line; null elsewhere. */
  readonly baud: number | null
}

export function workOn({ stream, session, settings, clock, framing, baud }: ModbusConnection): Promise<void> {
  const { unit, timeoutMilliseconds } = settings
  const link = new ModbusLink({
    stream,
    session,
    clock,
    framing,
    unit,
    timeoutMilliseconds,
    quietMilliseconds: quietMilliseconds(framing, baud),
  })
  return new ModbusWork(link, session, settings, clock).run()
}

class ModbusWork {
  readonly #link: ModbusLink
  readonly #session: IoSession
  readonly #settings: ModbusSettings
  readonly #clock: Clock
  #outputsSeenAt = Number.NEGATIVE_INFINITY
  /** Since when each is put off. */
  readonly #putOff = new Map<BitTable, number>()

  constructor(link: ModbusLink, session: IoSession, settings: ModbusSettings, clock: Clock) {
    this.#link = link
    this.#session = session
    this.#settings = settings
    this.#clock = clock
  }

  async run(): Promise<void> {
    const { orders, tell, signal } = this.#session
    const { atConnect, pollMilliseconds } = this.#settings
    const clock = this.#clock
    for (const [register = 0, value = 0] of atConnect) await this.#writeRegister(register, value)
    for (;;) {
      const began = clock.now()
      await this.#switchOutputs()
      await this.#look()
      tell()
      await orders.wait(began + pollMilliseconds - clock.now(), { clock, signal })
    }
  }

  /** Inputs each time, outputs when it is time; both are told together. */
  async #look(): Promise<void> {
    const { levels } = this.#session
    const { inputsIn, firstInput, inputs: count } = this.#settings
    const due = this.#clock.now() - this.#outputsSeenAt >= OUTPUTS_LOOK_MILLISECONDS
    const outputs = due ? await this.#readOutputs() : null
    const inputs = await this.#readBits(inputsIn, firstInput, count)
    levels.learn({ inputs: inputs ?? levels.inputs, outputs: outputs ?? levels.outputs })
  }

  /** Each order is sent once; what came of it is read back, and not guessed. */
  #switchOutputs(): Promise<boolean> {
    const { orders, levels } = this.#session
    return orders.carryOut(async (taken) => {
      for (const { output, on } of taken) {
        const address = this.#settings.firstOutput + output
        const reply = await this.#link.ask({ does: 'writeCoil', address, on })
        if (reply?.kind === 'refused') this.#session.count('refused')
      }
      const outputs = await this.#readOutputs()
      if (outputs !== null) levels.learn({ outputs })
      return outputs
    })
  }

  async #readOutputs(): Promise<readonly boolean[] | null> {
    const bits = await this.#readBits('coils', this.#settings.firstOutput, this.#settings.outputs)
    if (bits !== null) this.#outputsSeenAt = this.#clock.now()
    return bits
  }

  /** Null where the module is busy: what was known stays. */
  async #readBits(from: BitTable, first: number, terminals: number): Promise<readonly boolean[] | null> {
    if (terminals === 0) return []
    const registers = from === 'holdingRegisters' || from === 'inputRegisters'
    const count = registers ? Math.ceil(terminals / BITS_OF_REGISTER) : terminals
    const request: Request = { does: 'read', from, first, count }
    const last = this.#clock.now() + SILENCE_MILLISECONDS - this.#settings.timeoutMilliseconds
    for (let tries = 0; tries < READ_TRIES_MAX && (tries === 0 || this.#clock.now() <= last); tries++) {
      const reply = await this.#link.ask(request)
      if (reply?.kind === 'refused') return this.#refused(reply.code, from, first)
      if (reply?.kind !== 'bits') continue
      this.#putOff.delete(from)
      return reply.bits.slice(0, terminals)
    }
    throw new LecternError('IO_AWAY', 'no answer in time')
  }

  #refused(code: number, from: BitTable, first: number): null {
    if (code === TARGET_SILENT) throw new LecternError('IO_AWAY', 'the gateway hears nothing of the module')
    const now = this.#clock.now()
    const since = this.#putOff.get(from) ?? now
    this.#putOff.set(from, since)
    if (PASSING_EXCEPTIONS.has(code) && now - since < PUT_OFF_MILLISECONDS) return null
    throw new LecternError('IO_FAULT', `reading ${from} from ${first} on: exception ${code}`)
  }

  /** What the register holds already is not written: a watchdog that runs refuses that. */
  async #writeRegister(address: number, value: number): Promise<void> {
    const read = { does: 'read', from: 'holdingRegisters', first: address, count: 1 } as const
    const before = this.#answer(await this.#link.ask(read))
    if (before.kind === 'bits' && registerOf(before.bits) === value) return
    const reply = this.#answer(await this.#link.ask({ does: 'writeRegister', address, value }))
    if (reply.kind === 'refused')
      throw new LecternError('IO_FAULT', `writing register ${address}: exception ${reply.code}`)
  }

  #answer(reply: Reply | null): Reply {
    if (reply === null) throw new LecternError('IO_AWAY', 'no answer in time')
    return reply
  }
}
