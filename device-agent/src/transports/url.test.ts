import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePlace } from './url.ts'

test('a TCP device is named by host and port, also by IPv6 address', () => {
  expect(parsePlace('tcp://10.0.0.7:10001')).toEqual({ scheme: 'tcp', host: '10.0.0.7', port: 10_001 })
  expect(parsePlace('tcp://[::1]:9100')).toEqual({ scheme: 'tcp', host: '::1', port: 9100 })
})

test('a serial device is 9600 8N1 unless its URL says otherwise', () => {
  expect(parsePlace('serial:///dev/ttyS0')).toEqual({
    scheme: 'serial',
    path: '/dev/ttyS0',
    baud: 9600,
    parity: 'none',
    dataBits: 8,
    stopBits: 1,
  })
  expect(parsePlace('serial:///dev/lectern/rfid?baud=38400&parity=even&dataBits=7&stopBits=2')).toMatchObject(
    { baud: 38_400, parity: 'even', dataBits: 7, stopBits: 2 },
  )
})

test('a service of the machine is named by its socket', () => {
  expect(parsePlace('unix:///run/pcscd/pcscd.comm')).toEqual({
    scheme: 'unix',
    path: '/run/pcscd/pcscd.comm',
  })
})

test('a HID device is named by its ids, and by serial number where two are alike', () => {
  expect(parsePlace('hid://0c2e:0b61?serial=ABC')).toEqual({
    scheme: 'hid',
    vendorId: 0x0c2e,
    productId: 0x0b61,
    serialNumber: 'ABC',
  })
})

test.each([
  ['usb://1:2', 'not a device URL'],
  ['tcp://host', 'host and port expected'],
  ['tcp://user@host:1', 'host and port expected'],
  ['tcp://host:0', 'port must be 1 to 65535'],
  ['tcp://host:70000', 'port must be 1 to 65535'],
  ['tcp://host:1?x=1', "unknown option 'x'"],
  ['serial://dev/ttyS0', 'absolute path'],
  ['serial:///dev/tty%', 'stray %'],
  ['serial:///dev/ttyS0?baud=fast', "baud must be 110 to 4000000, not 'fast'"],
  ['serial:///dev/ttyS0?parity=maybe', "parity must be none or even or odd, not 'maybe'"],
  ['serial:///dev/ttyS0?speed=9600', "unknown option 'speed'"],
  ['file://lp0', 'absolute path'],
  ['file:///dev/usb/lp0?baud=9600', "unknown option 'baud'"],
  ['unix://run/x', 'absolute path'],
  ['hid://c2e:b61', 'four hex digits'],
])('%s is refused and the reason named', (url, reason) => {
  expect(() => parsePlace(url)).toThrow(RangeError)
  expect(() => parsePlace(url)).toThrow(reason)
})

test('any text is either a place or a RangeError', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('tcp://', 'serial:///', 'file:///', 'hid://', ''),
      fc.string({ maxLength: 40 }),
      (scheme, rest) => {
        try {
          expect(['tcp', 'serial', 'file', 'hid']).toContain(parsePlace(scheme + rest).scheme)
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError)
        }
      },
    ),
  )
})
