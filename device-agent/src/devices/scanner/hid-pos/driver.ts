import type { Clock } from '../../../runtime/clock.ts'
import { Signal } from '../../../runtime/emitter.ts'
import type { Transport } from '../../../transports/transport.ts'
import { superviseDevice } from '../../supervised.ts'
import type { Scan, Scanner } from '../contract.ts'
import { ReportReader } from './codec.ts'

export interface HidScannerOptions {
  readonly id: string
  readonly transport: Transport
  readonly clock: Clock
  readonly random?: () => number
}

/** A scanner that cannot type into anything: its codes come as reports. */
export function createHidScanner({ id, transport, clock, random }: HidScannerOptions): Scanner {
  const scans = new Signal<Scan>()
  const device = superviseDevice({
    id,
    kind: 'scanner',
    transport,
    clock,
    awayCode: 'SCANNER_AWAY',
    ...(random === undefined ? {} : { random }),
    work: (stream, session) => {
      const reports = new ReportReader((fault) => session.count(fault))
      stream.onData((chunk) => {
        const scan = reports.push(chunk)
        if (scan !== null) scans.tell(scan)
      })
      session.report('ready')
      return new Promise((resolve) => session.signal.addEventListener('abort', () => resolve()))
    },
  })
  return Object.assign(device, { onScan: (listener: (scan: Scan) => void) => scans.listen(listener) })
}
