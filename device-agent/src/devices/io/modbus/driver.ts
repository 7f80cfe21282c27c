/** A module of digital inputs and outputs that speaks Modbus: read over and over, outputs switched in between. */
import type { ModbusSettings } from '../../../config/settings.ts'
import { LecternError } from '../../../contract/errors.ts'
import type { Clock } from '../../../runtime/clock.ts'
import type { ByteStream, Transport } from '../../../transports/transport.ts'
import { parsePlace } from '../../../transports/url.ts'
import { type Session, superviseDevice } from '../../supervised.ts'
import type { IoModule } from '../contract.ts'
import { Levels } from '../levels.ts'
import { type Order, OutputOrders } from '../orders.ts'
import { BITS_OF_REGISTER, type BitTable, PASSING_EXCEPTIONS, type Request } from './codec.ts'
import { ModbusLink, quietMilliseconds } from './link.ts'

export interface ModbusModuleOptions {
  readonly transport: Transport
  readonly settings: ModbusSettings
  readonly clock: Clock
  readonly random?: () => number
}

/** A read that is lost is asked again so often, which is safe; a write never is. */
const READ_TRIES_MAX = 3
/** Reads in a row that a busy module may put off before it counts as faulty. */
const PUT_OFF_MAX = 20
/** Outputs are read back after each switch, and besides so often: a watchdog or a hand may have moved them. */
const OUTPUTS_LOOK_MILLISECONDS = 250
/** Exception of a gateway whose module does not answer (MODBUS Application Protocol V1.1b3, section 7). */
const TARGET_SILENT = 11

export function createModbusModule(options: ModbusModuleOptions): IoModule {
  const { transport, settings, clock, random } = options
  const { id } = settings
  const place = parsePlace(transport.url)
  const framing = settings.framing ?? (place.scheme === 'serial' ? 'rtu' : 'tcp')
  const quiet = quietMilliseconds(framing, place.scheme === 'serial' ? place.baud : null)
  const levels = new Levels()
  const orders = new OutputOrders()
  /** Outputs that did not follow their last order. */
  const stuck = new Set<number>()
  let outputsSeenAt = 0
  let putOff = 0

  const device = superviseDevice({
    id,
    kind: 'io',
    transport,
    clock,
    awayCode: 'IO_AWAY',
    ...(random === undefined ? {} : { random }),
    work,
    ended: () => {
      stuck.clear()
      putOff = 0
      levels.forget()
      orders.giveUp()
    },
  })

  async function work(stream: ByteStream, session: Session): Promise<void> {
    const { unit, timeoutMilliseconds } = settings
    const link = new ModbusLink({
      stream,
      session,
      clock,
      framing,
      unit,
      timeoutMilliseconds,
      quietMilliseconds: quiet,
    })
    for (const [register = 0, value = 0] of settings.atConnect) await writeRegister(link, register, value)
    for (;;) {
      const began = clock.now()
      await switchOutputs(link, session)
      await look(link)
      report(session)
      await pause(session, began + settings.pollMilliseconds - clock.now())
    }
  }

  /** Inputs each time, outputs when it is time; both are told together. */
  async function look(link: ModbusLink): Promise<void> {
    const due = levels.outputs === null || clock.now() - outputsSeenAt >= OUTPUTS_LOOK_MILLISECONDS
    const outputs = due ? await readOutputs(link) : levels.outputs
    const inputs = await readBits(link, settings.inputsIn, settings.firstInput, settings.inputs)
    levels.learn({ inputs: inputs ?? levels.inputs, outputs: outputs ?? levels.outputs })
  }

  async function readOutputs(link: ModbusLink): Promise<readonly boolean[] | null> {
    const bits = await readBits(link, 'coils', settings.firstOutput, settings.outputs)
    if (bits !== null) outputsSeenAt = clock.now()
    return bits
  }

  /** Null where the module is busy: what was known stays. */
  async function readBits(
    link: ModbusLink,
    from: BitTable,
    first: number,
    terminals: number,
  ): Promise<readonly boolean[] | null> {
    if (terminals === 0) return []
    const registers = from === 'holdingRegisters' || from === 'inputRegisters'
    const count = registers ? Math.ceil(terminals / BITS_OF_REGISTER) : terminals
    const request: Request = { does: 'read', from, first, count }
    for (let tries = 0; tries < READ_TRIES_MAX; tries++) {
      const reply = await link.ask(request)
      if (reply?.kind === 'bits') {
        putOff = 0
        return reply.bits.slice(0, terminals)
      }
      if (reply?.kind === 'refused') return refused(reply.code, `reading ${from} from ${first} on`)
    }
    throw new LecternError('IO_AWAY', 'no answer in time')
  }

  function refused(code: number, what: string): null {
    if (code === TARGET_SILENT) throw new LecternError('IO_AWAY', 'the gateway hears nothing of the module')
    const passes = PASSING_EXCEPTIONS.has(code) && ++putOff < PUT_OFF_MAX
    if (!passes) throw new LecternError('IO_FAULT', `${what}: exception ${code}`)
    return null
  }

  async function writeRegister(link: ModbusLink, address: number, value: number): Promise<void> {
    const reply = await link.ask({ does: 'writeRegister', address, value })
    if (reply === null) throw new LecternError('IO_AWAY', 'no answer in time')
    if (reply.kind === 'refused')
      throw new LecternError('IO_FAULT', `writing register ${address}: exception ${reply.code}`)
  }

  /** Each order is sent once; what came of it is read back, and not guessed. */
  async function switchOutputs(link: ModbusLink, session: Session): Promise<void> {
    const taken = orders.take()
    if (taken.length === 0) return
    try {
      for (const { output, on } of taken) {
        const reply = await link.ask({ does: 'writeCoil', address: settings.firstOutput + output, on })
        if (reply?.kind === 'refused') session.count('refused')
      }
      const outputs = await readOutputs(link)
      if (outputs !== null) levels.learn({ outputs })
      for (const order of taken) settle(order, outputs?.[order.output] === order.on)
    } catch (error) {
      for (const order of taken) order.settle(false)
      throw error
    }
  }

  function settle(order: Order, confirmed: boolean): void {
    if (confirmed) stuck.delete(order.output)
    else stuck.add(order.output)
    order.settle(confirmed)
  }

  function report(session: Session): void {
    if (levels.inputs === null || levels.outputs === null) return
    const detail = `${settings.inputs} inputs, ${settings.outputs} outputs`
    if (stuck.size === 0) return session.report('ready', null, detail)
    session.report('reduced', 'IO_OUTPUT_FAILED', `output ${[...stuck].toSorted((a, b) => a - b).join(', ')}`)
  }

  /** Until the next look, or an order. */
  function pause(session: Session, milliseconds: number): Promise<void> {
    session.signal.throwIfAborted()
    if (milliseconds <= 0 || !orders.empty) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        clock.clearTimeout(timer)
        session.signal.removeEventListener('abort', done)
        orders.onOrder(() => undefined)
        resolve()
      }
      const timer = clock.setTimeout(done, milliseconds)
      session.signal.addEventListener('abort', done)
      orders.onOrder(done)
    })
  }

  return {
    id: device.id,
    kind: device.kind,
    get status() {
      return device.status
    },
    onStatus: (listener) => device.onStatus(listener),
    start: () => device.start(),
    stop: () => device.stop(),
    get inputs() {
      return levels.inputs
    },
    get outputs() {
      return levels.outputs
    },
    onLevels: (listener) => levels.onLevels(listener),
    setOutput: (output, on) =>
      levels.outputs !== null && output >= 0 && output < settings.outputs
        ? orders.place(output, on)
        : Promise.resolve(false),
  }
}
