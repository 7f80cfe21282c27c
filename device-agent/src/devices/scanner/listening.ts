import type { Clock } from '../../runtime/clock.ts'
import { Signal } from '../../runtime/emitter.ts'
import type { Transport } from '../../transports/transport.ts'
import { superviseDevice } from '../supervised.ts'
import type { Scan, Scanner } from './contract.ts'

export interface ScannerOptions {
  readonly id: string
  readonly transport: Transport
  readonly clock: Clock
  readonly random?: () => number
}

/** Takes chunks, answers the codes they complete; counts what makes no sense. */
export type ReadCodes = (count: (fault: string) => void) => (chunk: Uint8Array) => readonly Scan[]

/** A scanner says nothing until it has read something: an open port is all that can be known of it. */
export function listeningScanner(
  { id, transport, clock, random }: ScannerOptions,
  readCodes: ReadCodes,
): Scanner {
  const scans = new Signal<Scan>()
  const device = superviseDevice({
    id,
    kind: 'scanner',
    transport,
    clock,
    awayCode: 'SCANNER_AWAY',
    ...(random === undefined ? {} : { random }),
    work: (stream, session) => {
      const read = readCodes((fault) => session.count(fault))
      stream.onData((chunk) => {
        for (const scan of read(chunk)) scans.tell(scan)
      })
      session.report('ready')
      return new Promise((resolve) => session.signal.addEventListener('abort', () => resolve()))
    },
  })
  return Object.assign(device, { onScan: (listener: (scan: Scan) => void) => scans.listen(listener) })
}
