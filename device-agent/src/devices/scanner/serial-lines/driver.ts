import type { Scanner } from '../contract.ts'
import { listeningScanner, type ScannerOptions } from '../listening.ts'
import { LineReader } from './codec.ts'

/** A scanner on a serial port: a line is a code. */
export function createSerialScanner(options: ScannerOptions): Scanner {
  return listeningScanner(options, (count) => {
    const lines = new LineReader(count)
    return (chunk) => lines.push(chunk)
  })
}
