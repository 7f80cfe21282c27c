/** What every driver of an I/O module does: levels that are forgotten and orders that are given up with the connection. */
import type { Clock } from '../../runtime/clock.ts'
import type { ByteStream, Transport } from '../../transports/transport.ts'
import { type Session, superviseDevice } from '../supervised.ts'
import type { IoModule } from './contract.ts'
import { Levels } from './levels.ts'
import { OutputOrders } from './orders.ts'

export interface IoSession extends Session {
  readonly levels: Levels
  readonly orders: OutputOrders
  /** Ready, or reduced where outputs did not follow; to be called after each look. */
  tell(): void
}

export interface IoModuleOptions {
  readonly id: string
  readonly transport: Transport
  readonly clock: Clock
  readonly random?: () => number
  /** How many it has. */
  readonly outputs: number
  /** For staff. */
  readonly detail: string
  /** As `Supervised.work`. */
  readonly work: (stream: ByteStream, session: IoSession) => Promise<void>
}

export function superviseIoModule(options: IoModuleOptions): IoModule {
  const { id, transport, clock, random } = options
  const levels = new Levels()
  const orders = new OutputOrders()
  const device = superviseDevice({
    id,
    kind: 'io',
    transport,
    clock,
    awayCode: 'IO_AWAY',
    ...(random === undefined ? {} : { random }),
    work: (stream, session) =>
      options.work(stream, {
        ...session,
        levels,
        orders,
        tell: () => {
          if (levels.inputs === null || levels.outputs === null) return
          if (orders.stuck.length === 0) session.report('ready', null, options.detail)
          else session.report('reduced', 'IO_OUTPUT_FAILED', `output ${orders.stuck.join(', ')}`)
        },
      }),
    ended: () => {
      levels.forget()
      orders.giveUp()
    },
  })
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
      levels.outputs !== null && output >= 0 && output < options.outputs
        ? orders.place(output, on)
        : Promise.resolve(false),
  }
}
