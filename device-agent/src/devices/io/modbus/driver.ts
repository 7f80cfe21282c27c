/** A module of digital inputs and outputs that speaks Modbus: read over and over, outputs switched in between. */
import type { ModbusSettings } from '../../../config/settings.ts'
import type { Clock } from '../../../runtime/clock.ts'
import type { ByteStream, Transport } from '../../../transports/transport.ts'
import { parsePlace } from '../../../transports/url.ts'
import type { IoModule } from '../contract.ts'
import { type IoSession, superviseIoModule } from '../io-module.ts'

export interface ModbusModuleOptions {
  readonly transport: Transport
  readonly settings: ModbusSettings
  readonly clock: Clock
  readonly random?: () => number
}

export function createModbusModule(options: ModbusModuleOptions): IoModule {
  const { settings, transport, clock } = options
  const place = parsePlace(transport.url)
  const framing = settings.framing ?? (place.scheme === 'serial' ? 'rtu' : 'tcp')
  const baud = place.scheme === 'serial' ? place.baud : null
  return superviseIoModule({
    ...options,
    id: settings.id,
    outputs: settings.outputs,
    detail: `${settings.inputs} inputs, ${settings.outputs} outputs`,
    work: async (stream: ByteStream, session: IoSession) => {
      // The protocol's library is loaded where there is a module: most kiosks have none.
      const { workOn } = await import('./work.ts')
      return workOn({ stream, session, settings, clock, framing, baud })
    },
  })
}
