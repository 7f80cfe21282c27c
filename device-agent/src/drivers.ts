/** Which driver speaks which protocol: beside tests, the only file that knows them. */
import type { IoSettings } from './config/io-settings.ts'
import type { PrinterSettings, RfidSettings, ScannerSettings } from './config/settings.ts'
import type { IoModule } from './devices/io/contract.ts'
import { createHidRelay } from './devices/io/hid-relay/driver.ts'
import { createGpioModule } from './devices/io/libgpiod/driver.ts'
import { createModbusModule } from './devices/io/modbus/driver.ts'
import type { ReceiptPrinter } from './devices/printer/contract.ts'
import { createEscPosPrinter } from './devices/printer/esc-pos/driver.ts'
import type { RfidPad } from './devices/rfid/contract.ts'
import { createFeigPad } from './devices/rfid/feig-iso-host/driver.ts'
import type { Scanner } from './devices/scanner/contract.ts'
import { createHidScanner } from './devices/scanner/hid-pos/driver.ts'
import { createSerialScanner } from './devices/scanner/serial-lines/driver.ts'
import type { Clock } from './runtime/clock.ts'
import { openTransport } from './transports/open.ts'

export function createPad(id: string, settings: RfidSettings, clock: Clock): RfidPad {
  return createFeigPad({ id, transport: openTransport(settings.url), settings, clock })
}

export function createScanner(id: string, { protocol, url }: ScannerSettings, clock: Clock): Scanner {
  const parts = { id, transport: openTransport(url), clock }
  return protocol === 'hid-pos' ? createHidScanner(parts) : createSerialScanner(parts)
}

export function createPrinter(id: string, settings: PrinterSettings, clock: Clock): ReceiptPrinter {
  return createEscPosPrinter({ id, transport: openTransport(settings.url), settings, clock })
}

export function createIoModules({ modbus, hidRelay, gpio }: IoSettings, clock: Clock): IoModule[] {
  const transportOf = ({ url }: { readonly url: string }) => openTransport(url)
  return [
    ...modbus.map((each) => createModbusModule({ transport: transportOf(each), settings: each, clock })),
    ...hidRelay.map((each) => createHidRelay({ transport: transportOf(each), settings: each, clock })),
    ...gpio.map((each) => createGpioModule({ settings: each, clock })),
  ]
}
