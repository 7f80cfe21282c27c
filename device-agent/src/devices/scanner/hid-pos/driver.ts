import type { Scanner } from '../contract.ts'
import { listeningScanner, type ScannerOptions } from '../listening.ts'
import { ReportReader } from './codec.ts'

/** A scanner that cannot type into anything: its codes come as reports. */
export function createHidScanner(options: ScannerOptions): Scanner {
  return listeningScanner(options, (count) => {
    const reports = new ReportReader(count)
    return (chunk) => {
      const scan = reports.push(chunk)
      return scan === null ? [] : [scan]
    }
  })
}
