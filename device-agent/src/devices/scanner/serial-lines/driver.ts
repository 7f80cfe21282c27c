import type { Clock } from '../../../runtime/clock.ts'
import { Signal } from '../../../runtime/emitter.ts'
import type { Transport } from '../../../transports/transport.ts'
import { superviseDevice } from '../../supervised.ts'
import type { Scan, Scanner } from '../contract.ts'
import { LineReader } from './codec.ts'

export interface SerialScannerOptions {
  readonly id: string
  readonly transport: Transport
  readonly clock: Clock
  readonly random?: () => number
}

/** A scanner says nothing until it has read something: an open port is all that can be known of it. */
export function createSerialScanner({ id, transport, clock, random }: SerialScannerOptions): Scanner {
  const scans = new Signal<Scan>()
  const device = superviseDevice({
    id,
    kind: 'scanner',
    transport,
    clock,
    awayCode: 'SCANNER_AWAY',
    ...(random === undefined ? {} : { random }),
    work: (stream, session) => {
      const lines = new LineReader((fault) => session.count(fault))
      stream.onData((chunk) => {
        for (const scan of lines.push(chunk)) scans.tell(scan)
      })
      session.report('ready')
      return new Promise((resolve) => session.signal.addEventListener('abort', () => resolve()))
    },
  })
  return Object.assign(device, { onScan: (listener: (scan: Scan) => void) => scans.listen(listener) })
}
