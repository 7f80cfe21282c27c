/** Every transport against a real counterpart of the system: a socket, a tty, a FIFO. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { EmulatorHost, WireLink } from './emulator-host.ts'
import { hostOnPty } from './emulator-host-pty.ts'
import { hostOnTcp } from './emulator-host-tcp.ts'
import { hostOnUnix } from './emulator-host-unix.ts'
import { type HidLibrary, openHid } from './hid.ts'
import { openTransport } from './open.ts'
import { type ByteStream, TransportError } from './transport.ts'

const cleanUp: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const task of cleanUp.splice(0).reverse()) await task()
})

const echo = (link: WireLink): void => link.onData((chunk) => link.send(chunk))
const hosts: [string, () => Promise<EmulatorHost>][] = [
  ['TCP', () => hostOnTcp(echo)],
  ['a tty', () => hostOnPty(echo)],
  ['a socket of the file system', () => hostOnUnix(echo)],
]
/** Resolves with the first `count` bytes. */
function take(stream: ByteStream, count: number): Promise<number[]> {
  return new Promise((resolve) => {
    const got: number[] = []
    stream.onData((chunk) => {
      got.push(...chunk)
      if (got.length >= count) resolve(got)
    })
  })
}
async function opened(url: string): Promise<ByteStream> {
  const stream = await openTransport(url).open()
  cleanUp.push(() => stream.close())
  return stream
}
const ended = (stream: ByteStream): Promise<TransportError | null> =>
  new Promise((resolve) => stream.onEnd(resolve))

test.each(hosts)('over %s all byte values come back unchanged', async (_name, open) => {
  const host = await open()
  cleanUp.push(() => host.close())
  const stream = await opened(host.url)
  const all = Uint8Array.from({ length: 256 }, (_, i) => i)
  const answer = take(stream, 256)
  await stream.write(all)
  expect(await answer).toEqual([...all])
})

test.each(hosts)(
  'over %s a pulled cable ends the stream, and the same URL works once it is back',
  async (_name, open) => {
    const host = await open()
    cleanUp.push(() => host.close())
    const stream = await opened(host.url)
    const end = ended(stream)
    await host.unplug()
    expect(await end).toBeInstanceOf(TransportError)
    expect(host.plugged).toBe(false)
    await expect(openTransport(host.url).open()).rejects.toBeInstanceOf(TransportError)
    await host.plug()
    const again = await opened(host.url)
    const answer = take(again, 1)
    await again.write(Uint8Array.of(42))
    expect(await answer).toEqual([42])
  },
)

test('a tty can be closed and opened again while it stays plugged, and one byte needs no second to arrive', {
  timeout: 2_000,
}, async () => {
  const host = await hostOnPty(echo)
  cleanUp.push(() => host.close())
  for (const value of [1, 2]) {
    const stream = await openTransport(host.url).open()
    const answer = take(stream, 1)
    await stream.write(Uint8Array.of(value))
    expect(await answer).toEqual([value])
    await stream.close()
  }
})

test('a port without modem lines is a note, not a failure', async () => {
  const host = await hostOnPty(echo)
  cleanUp.push(() => host.close())
  expect((await opened(`${host.url}&parity=even`)).notes).toEqual(['no modem lines'])
})

test.each(['serial:///dev/lectern-no-such-port', 'file:///dev/lectern-no-such-port'])(
  '%s is reported as a missing port',
  async (url) => {
    await expect(openTransport(url).open()).rejects.toMatchObject({ code: 'DEVICE_PORT_MISSING' })
  },
)

test('a device file takes more than it can hold at once, and brings it back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lectern-fifo-'))
  cleanUp.push(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'lp0')
  execFileSync('mkfifo', [path])
  const stream = await opened(`file://${path}`)
  // A FIFO holds 64 KiB: the rest must wait until the first part was read.
  const sent = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251)
  const answer = take(stream, sent.length)
  await stream.write(sent)
  expect(Buffer.compare(Uint8Array.from(await answer), sent)).toBe(0)
})

const wanted = { scheme: 'hid', vendorId: 0x0c2e, productId: 0x0b61, serialNumber: 'B' } as const
const hidWith = (serialNumbers: string[]) => {
  const listeners: { data?: (report: Uint8Array) => void; error?: (error: Error) => void } = {}
  const written: unknown[] = []
  const log: string[] = []
  const broken = { now: false }
  const library: HidLibrary = {
    setDriverType: (type) => log.push(type),
    devicesAsync: async () =>
      serialNumbers.map((serialNumber) => ({
        vendorId: 0x0c2e,
        productId: 0x0b61,
        path: `/dev/hidraw-${serialNumber}`,
        serialNumber,
        release: 1,
        interface: 0,
      })),
    HIDAsync: {
      open: async (path) => {
        log.push(path)
        return {
          on: (event: 'data' | 'error', listener: never) => {
            listeners[event] = listener
          },
          write: async (report) => written.push(report),
          getFeatureReport: async (report, bytes) => {
            if (broken.now) throw new Error('ioctl (GFEATURE): No such device')
            return Buffer.from([report, ...new Array<number>(bytes - 1).fill(7)])
          },
          sendFeatureReport: async (report) => written.push({ feature: report }),
          close: async () => {
            log.push('closed')
          },
        }
      },
    },
  }
  return { library, listeners, written, log, broken }
}

test('of two HID devices the one with the serial number is opened by hidraw, and a report is a chunk', async () => {
  const { library, listeners, written, log } = hidWith(['A', 'B'])
  const stream = await openHid(wanted, async () => library)
  const report = take(stream, 2)
  listeners.data?.(Uint8Array.of(1, 2))
  expect(await report).toEqual([1, 2])
  await stream.write(Uint8Array.of(0, 9))
  expect(written).toEqual([[0, 9]])
  const end = ended(stream)
  listeners.error?.(new Error('could not read from HID device'))
  expect((await end)?.message).toContain('0c2e:0b61 failed')
  expect(log).toEqual(['hidraw', '/dev/hidraw-B', 'closed'])
})

test('a HID device takes and gives feature reports, and has ended where one fails', async () => {
  const { library, written, log, broken } = hidWith(['B'])
  const stream = await openHid(wanted, async () => library)
  await stream.features?.send(Uint8Array.of(0, 9))
  expect(written).toEqual([{ feature: [0, 9] }])
  expect([...((await stream.features?.get(0, 3)) ?? [])]).toEqual([0, 7, 7])
  const end = ended(stream)
  broken.now = true
  await expect(stream.features?.get(0, 3)).rejects.toThrow(TransportError)
  expect((await end)?.message).toContain('No such device')
  expect(log.at(-1)).toBe('closed')
})

test('a HID device that is not there is a missing port', async () => {
  const opening = openHid(wanted, async () => hidWith(['A']).library)
  await expect(opening).rejects.toMatchObject({ code: 'DEVICE_PORT_MISSING' })
})

test('where the system library is missing the Debian package is named', async () => {
  const opening = openHid(wanted, () => Promise.reject(new Error('libusb-1.0.so.0: cannot open')))
  await expect(opening).rejects.toMatchObject({
    code: 'HID_UNAVAILABLE',
    message: expect.stringContaining('libusb-1.0-0'),
  })
})
