/** A USB relay board: outputs only. */
import type { HidRelaySettings } from '../../../config/settings.ts'
import { LecternError } from '../../../contract/errors.ts'
import type { Clock } from '../../../runtime/clock.ts'
import type { FeatureReports, Transport } from '../../../transports/transport.ts'
import type { IoModule } from '../contract.ts'
import { type IoSession, superviseIoModule } from '../io-module.ts'
import { decodeStatus, encodeSwitch, REPORT, REPORT_BYTES } from './codec.ts'

export interface HidRelayOptions {
  readonly transport: Transport
  readonly settings: HidRelaySettings
  readonly clock: Clock
  readonly random?: () => number
}

/** Relays are read back after each switch, and besides so often, which also shows that the board is there. */
const LOOK_MILLISECONDS = 500
/** The system itself gives an exchange up after 5 s (usbhid); a belt cannot wait so long. */
const EXCHANGE_TIMEOUT_MILLISECONDS = 1_000

export function createHidRelay(options: HidRelayOptions): IoModule {
  const { settings, clock } = options
  return superviseIoModule({
    ...options,
    id: settings.id,
    outputs: settings.outputs,
    detail: `${settings.outputs} relays`,
    work: async ({ features }, session) => {
      if (features === undefined) throw new LecternError('IO_FAULT', 'no HID device')
      const { orders, signal } = session
      for (;;) {
        await orders.carryOut(async (taken) => {
          for (const { output, on } of taken)
            await inTime(features.send(encodeSwitch(output, on)), session, clock)
          return look(features, session)
        })
        await look(features, session)
        session.tell()
        await orders.wait(LOOK_MILLISECONDS, { clock, signal })
      }
    },
  })

  async function look(features: FeatureReports, session: IoSession): Promise<readonly boolean[]> {
    const status = decodeStatus(await inTime(features.get(REPORT, REPORT_BYTES), session, clock))
    if (status === null) throw new LecternError('IO_FAULT', 'its report is not that of a USBRelay board')
    const outputs = status.relays.slice(0, settings.outputs)
    session.levels.learn({ inputs: [], outputs })
    return outputs
  }
}

/** Rejects with LecternError `IO_AWAY` where the board says nothing in time. */
async function inTime<T>(exchange: Promise<T>, { signal }: IoSession, clock: Clock): Promise<T> {
  signal.throwIfAborted()
  const { promise, reject } = Promise.withResolvers<never>()
  const ended = () => reject(signal.reason)
  signal.addEventListener('abort', ended, { once: true })
  const timer = clock.setTimeout(
    () => reject(new LecternError('IO_AWAY', 'no answer in time')),
    EXCHANGE_TIMEOUT_MILLISECONDS,
  )
  try {
    return await Promise.race([exchange, promise])
  } finally {
    clock.clearTimeout(timer)
    signal.removeEventListener('abort', ended)
  }
}
