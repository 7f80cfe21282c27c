/**
 * A USB HID device as a byte stream: one report is one chunk. The native binding is loaded with the first device,
 * and only its hidraw form: the kernel keeps the device, so nothing is detached.
 */
import type { Device, HIDAsync } from 'node-hid'
import { StreamShell, transportError } from './stream-shell.ts'
import { type ByteStream, type FeatureReports, TransportError } from './transport.ts'
import type { HidPlace } from './url.ts'

/** What is used of node-hid, so that the rest can be tested where no HID device can be. */
export interface HidLibrary {
  setDriverType(type: 'hidraw'): void
  devicesAsync(vendorId: number, productId: number): Promise<Device[]>
  HIDAsync: { open(path: string): Promise<HidHandle> }
}
export interface HidHandle {
  on(event: 'data', listener: (report: Uint8Array) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  write: HIDAsync['write']
  getFeatureReport: HIDAsync['getFeatureReport']
  sendFeatureReport: HIDAsync['sendFeatureReport']
  close(): Promise<void>
}

async function nodeHid(): Promise<HidLibrary> {
  return (await import('node-hid')).default
}

const hex = (id: number): string => id.toString(16).padStart(4, '0')

export async function openHid(
  place: HidPlace,
  load: () => Promise<HidLibrary> = nodeHid,
): Promise<ByteStream> {
  const name = `HID device ${hex(place.vendorId)}:${hex(place.productId)}`
  let library: HidLibrary
  let found: Device[]
  try {
    library = await load()
    library.setDriverType('hidraw')
    found = await library.devicesAsync(place.vendorId, place.productId)
  } catch (error) {
    throw new TransportError(
      'HID support cannot be loaded; on Debian install libusb-1.0-0 and libudev1',
      'HID_UNAVAILABLE',
      error,
    )
  }
  const wanted = found.find((d) => place.serialNumber === null || d.serialNumber === place.serialNumber)
  if (wanted?.path === undefined) throw new TransportError(`${name} is not there`, 'DEVICE_PORT_MISSING')
  let handle: HidHandle
  try {
    handle = await library.HIDAsync.open(wanted.path)
  } catch (error) {
    throw new TransportError(`${name} may not be opened`, 'DEVICE_PORT_MISSING', error)
  }
  const stream = new StreamShell({
    send: async (bytes) => {
      await handle.write([...bytes])
    },
    shut: () => handle.close(),
  })
  handle.on('data', (report) => stream.receive(report))
  handle.on('error', (error) => stream.fail(transportError(`${name} failed`, error)))
  return Object.assign(stream, { features: featuresOf(handle, stream, name) })
}

function featuresOf(handle: HidHandle, stream: StreamShell, name: string): FeatureReports {
  const orEnd = async <T>(exchange: Promise<T>): Promise<T> => {
    try {
      return await exchange
    } catch (cause) {
      const error = transportError(`${name} failed`, cause)
      stream.fail(error)
      throw error
    }
  }
  return {
    send: async (report) => {
      await orEnd(handle.sendFeatureReport([...report]))
    },
    get: (report, bytes) => orEnd(handle.getFeatureReport(report, bytes)),
  }
}
