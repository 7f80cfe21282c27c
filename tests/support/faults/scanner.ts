import { createSerialScanner } from '@lectern/device-agent/devices/scanner/serial-lines/driver'
import {
  ScannerEmulator,
  type ScannerFaults,
} from '@lectern/device-agent/devices/scanner/serial-lines/emulator'
import { cableOut, type Emulated, emulated, type FaultCase, SHOWS_NOTHING, setting } from './emulated.ts'

const AT_REST: ScannerFaults = { split: false, leadingGarbage: false, silent: false }
const scannerCase = setting(AT_REST)

const scans = (one: FaultCase<ScannerEmulator>): FaultCase<ScannerEmulator> => ({
  ...one,
  inject: (stage) => {
    one.inject(stage)
    stage.emulator.scan('31173000001018', 'F')
  },
})

export const SCANNER: readonly Emulated[] = [
  emulated<ScannerEmulator>({
    folder: 'scanner/serial-lines',
    create: () => new ScannerEmulator(),
    accept: (scanner) => scanner.accept,
    driver: ({ clock, transport }) =>
      createSerialScanner({ id: 'scanner', transport, clock, random: () => 1 }),
    atRest: (scanner) => scanner.faults,
    faults: {
      split: [scans(scannerCase('', { split: true }, null, { because: SHOWS_NOTHING.split }))],
      leadingGarbage: [
        scans(scannerCase('', { leadingGarbage: true }, null, { because: SHOWS_NOTHING.noise })),
      ],
      silent: [
        scans(
          scannerCase('', { silent: true }, null, {
            because:
              'a scanner says nothing until it reads a code: one that reads none looks like one that is shown none',
          }),
        ),
      ],
      cable: [cableOut('SCANNER_AWAY')],
    },
  }),
]
