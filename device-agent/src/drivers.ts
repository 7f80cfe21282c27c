/** Which driver speaks which protocol: beside tests, the only file that knows them. */

import type { GateSettings } from './config/gate-settings.ts'
import type { IoSettings } from './config/io-settings.ts'
import type { CardSettings, PrinterSettings, RfidSettings, ScannerSettings } from './config/settings.ts'
import type { CardReader } from './devices/card/contract.ts'
import { createKeyboardReader } from './devices/card/hid-keyboard/driver.ts'
import { createPcscReader } from './devices/card/pc-sc/driver.ts'
import type { SecurityGate } from './devices/gate/contract.ts'
import { createDryContactGate } from './devices/gate/dry-contact/driver.ts'
import { createFeigGate, type FeigGateOptions } from './devices/gate/feig-gate/driver.ts'
import { isOfGate } from './devices/gate/feig-gate/whose.ts'
import type { IoModule } from './devices/io/contract.ts'
import { createHidRelay } from './devices/io/hid-relay/driver.ts'
import { createGpioModule } from './devices/io/libgpiod/driver.ts'
import { createModbusModule } from './devices/io/modbus/driver.ts'
import type { ReceiptPrinter } from './devices/printer/contract.ts'
import { createEscPosPrinter } from './devices/printer/esc-pos/driver.ts'
import type { TagStation } from './devices/rfid/contract.ts'
import { createFeigPad, type FeigPadOptions } from './devices/rfid/feig-iso-host/driver.ts'
import { createThreeMPad } from './devices/rfid/three-m-810/driver.ts'
import type { Scanner } from './devices/scanner/contract.ts'
import { createHidScanner } from './devices/scanner/hid-pos/driver.ts'
import { createSerialScanner } from './devices/scanner/serial-lines/driver.ts'
import { TUNNEL_READER } from './flows/drop/roles.ts'
import type { Histogram } from './monitoring/metrics/histogram.ts'
import type { Clock } from './runtime/clock.ts'
import type { Signals } from './signals/contract.ts'
import { openTransport } from './transports/open.ts'
import { listenTransport } from './transports/tcp-listen.ts'
import type { Transport } from './transports/transport.ts'
import { parsePlace } from './transports/url.ts'

/** `plainItem`: what a bare barcode on a tag looks like. `looks`: what each look of the reader took, in milliseconds. */
export const createPad = (
  id: string,
  settings: RfidSettings,
  clock: Clock,
  plainItem: () => RegExp,
  looks: Pick<Histogram, 'observe'>,
): TagStation => {
  const onLook = (milliseconds: number) => looks.observe(milliseconds, { device: id })
  return createReader({ id, settings, clock, plainItem, passing: false, onLook })
}

/** The reader of a book drop, which things pass by. */
export const createTunnel = (
  id: string,
  settings: RfidSettings,
  clock: Clock,
  plainItem: () => RegExp,
): TagStation => createReader({ id, settings, clock, plainItem, ...TUNNEL_READER })

function createReader(options: Omit<FeigPadOptions, 'transport'>): TagStation {
  const { settings } = options
  const parts = { ...options, transport: openTransport(settings.url) }
  return settings.protocol === 'three-m-810' ? createThreeMPad(parts) : createFeigPad(parts)
}

export function createScanner(id: string, { protocol, url }: ScannerSettings, clock: Clock): Scanner {
  const parts = { id, transport: openTransport(url), clock }
  return protocol === 'hid-pos' ? createHidScanner(parts) : createSerialScanner(parts)
}

export function createPrinter(id: string, settings: PrinterSettings, clock: Clock): ReceiptPrinter {
  return createEscPosPrinter({ id, transport: openTransport(settings.url), settings, clock })
}

export function createCardReader(id: string, settings: CardSettings, clock: Clock): CardReader {
  const parts = { id, transport: openTransport(settings.url), settings, clock }
  return settings.protocol === 'hid-keyboard' ? createKeyboardReader(parts) : createPcscReader(parts)
}

export function createIoModules({ modbus, hidRelay, gpio }: IoSettings, clock: Clock): IoModule[] {
  const transportOf = ({ url }: { readonly url: string }) => openTransport(url)
  return [
    ...modbus.map((each) => createModbusModule({ transport: transportOf(each), settings: each, clock })),
    ...hidRelay.map((each) => createHidRelay({ transport: transportOf(each), settings: each, clock })),
    ...gpio.map((each) => createGpioModule({ settings: each, clock })),
  ]
}

/** Throws RangeError for settings that the check of the settings does not let pass. */
export function createGate(settings: GateSettings, signals: Signals | null, clock: Clock): SecurityGate {
  const { id, protocol, url = '', directionIn, directionOut, tamperInput } = settings
  if (protocol === 'dry-contact') return createContacts(settings, signals, clock)
  return createFeigGate({
    id,
    clock,
    transport: gateTransport(url, settings.mac),
    mode: gateMode(settings),
    busAddress: settings.busAddress,
    counterAddress: settings.counter === 'none' ? null : settings.counterAddress,
    cause: settings.filter === 'both' ? 'unknown' : settings.filter,
    direction:
      directionIn === undefined || directionOut === undefined ? null : { in: directionIn, out: directionOut },
    tamper: tamperInput === 0 ? null : { input: tamperInput, openLevel: settings.tamperOpen },
    outputs: { light: settings.lightOutput ?? null, sound: settings.soundOutput ?? null },
  })
}

function gateTransport(url: string, mac: string | undefined): Transport {
  const place = parsePlace(url)
  return mac === undefined || place.scheme !== 'tcp-listen'
    ? openTransport(url)
    : listenTransport(url, place, isOfGate(mac))
}

function gateMode(settings: GateSettings): FeigGateOptions['mode'] {
  const { mode, acknowledge, host, keepAliveSeconds, pollMilliseconds } = settings
  if (mode === 'buffered') return { kind: 'buffered', pollMilliseconds }
  return {
    kind: 'notification',
    acknowledge,
    keepAliveMilliseconds: keepAliveSeconds === 0 ? null : keepAliveSeconds * 1_000,
    commands: host === undefined ? null : openTransport(host),
  }
}

function createContacts(settings: GateSettings, signals: Signals | null, clock: Clock): SecurityGate {
  const { id, alarmSignal, beamASignal, beamBSignal, lightSignal, soundSignal } = settings
  if (signals === null || alarmSignal === undefined) throw new RangeError(`gate ${id} has no alarm signal`)
  return createDryContactGate({
    id,
    clock,
    signals,
    alarm: alarmSignal,
    beams: beamASignal === undefined || beamBSignal === undefined ? null : { a: beamASignal, b: beamBSignal },
    light: lightSignal ?? null,
    sound: soundSignal ?? null,
  })
}
