import { connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { GUESTS_MAX } from './door.ts'
import { hostOnTcp } from './emulator-host-tcp.ts'
import { openTransport } from './open.ts'
import { listenTransport } from './tcp-listen.ts'
import { type ByteStream, type Transport, TransportError } from './transport.ts'
import { parsePlace, type TcpListenPlace } from './url.ts'

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const end of cleanUp.splice(0).toReversed()) await end()
})

const port = await freePort()
const URL = `tcp-listen://127.0.0.1:${port}`
const place = (url: string) => parsePlace(url) as TcpListenPlace

async function freePort(): Promise<number> {
  const host = await hostOnTcp(() => undefined)
  await host.close()
  return Number(host.url.split(':').at(-1))
}
const kept = (transport: Transport): Transport => {
  cleanUp.push(() => transport.release?.())
  return transport
}
/** A device at one of this machine's loopback addresses; it keeps on trying until the port listens. */
const device = (localAddress = '127.0.0.1'): Promise<Socket> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, localAddress })
    socket.once('connect', () => {
      cleanUp.push(() => socket.destroy())
      resolve(socket)
    })
    socket.once('error', () => resolve(device(localAddress)))
  })
const first = (stream: ByteStream): Promise<number[]> =>
  new Promise((resolve) => stream.onData((chunk) => resolve([...chunk])))
const ended = (stream: ByteStream) => new Promise<unknown>((resolve) => stream.onEnd(resolve))
const closed = (socket: Socket) =>
  new Promise<void>((resolve) => (socket.destroyed ? resolve() : socket.once('close', () => resolve())))

test('a device that connects is a byte stream both ways', async () => {
  const opening = kept(openTransport(URL)).open()
  const socket = await device()
  const stream = await opening
  const heard = first(stream)
  socket.write(Uint8Array.of(1, 2))
  expect(await heard).toEqual([1, 2])
  const said = new Promise((resolve) => socket.once('data', (chunk) => resolve([...chunk])))
  await stream.write(Uint8Array.of(3))
  expect(await said).toEqual([3])
})

test('a device that connects while its driver pauses is held, with all it said', async () => {
  const transport = kept(openTransport(URL))
  const opening = transport.open()
  const one = await device()
  const stream = await opening
  const end = ended(stream)
  one.destroy()
  expect(await end).toBeInstanceOf(TransportError)
  const two = await device()
  await new Promise<void>((resolve) => two.write(Uint8Array.of(7), () => resolve()))
  expect(await first(await transport.open())).toEqual([7])
})

test('two devices on one port are told apart by their addresses', async () => {
  const a = kept(openTransport(`${URL}?from=127.0.0.2`)).open()
  const b = kept(openTransport(`${URL}?from=127.0.0.3`)).open()
  const deviceB = await device('127.0.0.3')
  const deviceA = await device('127.0.0.2')
  deviceB.write('b')
  deviceA.write('a')
  expect(await first(await a)).toEqual([0x61])
  expect(await first(await b)).toEqual([0x62])
})

test('and by their first bytes, however these are split', async () => {
  const says = (wanted: number) => (bytes: Uint8Array) => (bytes.length < 2 ? null : bytes[1] === wanted)
  const a = kept(listenTransport(URL, place(URL), says(1))).open()
  const b = kept(listenTransport(URL, place(URL), says(2))).open()
  const socket = await device()
  socket.write(Uint8Array.of(0), () => setImmediate(() => socket.write(Uint8Array.of(2))))
  expect((await first(await b))[0]).toBe(0)
  const other = await device()
  other.write(Uint8Array.of(9, 1))
  expect(await first(await a)).toEqual([9, 1])
})

test('a device that connects anew takes the place of its old connection', async () => {
  const transport = kept(openTransport(`${URL}?from=127.0.0.2`))
  const opening = transport.open()
  await device('127.0.0.2')
  const old = await opening
  const end = ended(old)
  const again = await device('127.0.0.2')
  expect(String(await end)).toContain('connected anew')
  const stream = await transport.open()
  const heard = first(stream)
  again.write(Uint8Array.of(5))
  expect(await heard).toEqual([5])
})

test('whom nobody expects does not disturb whom it has, and only so many may wait', async () => {
  const opening = kept(openTransport(URL)).open()
  const wanted = await device()
  const stream = await opening
  const strangers = await Promise.all(Array.from({ length: GUESTS_MAX }, () => device('127.0.0.9')))
  const surplus = await device('127.0.0.9')
  await closed(surplus)
  const heard = first(stream)
  wanted.write(Uint8Array.of(1))
  expect(await heard).toEqual([1])
  expect(strangers.every((socket) => !socket.destroyed)).toBe(true)
})

test('released, it listens no more, and an open that waits is given up at once', async () => {
  const transport = openTransport(`${URL}?from=127.0.0.5`)
  const refused = expect(transport.open()).rejects.toThrow('was released')
  const stranger = await device()
  await transport.release?.()
  await refused
  await closed(stranger)
  const socket = connect({ host: '127.0.0.1', port })
  expect(await new Promise((resolve) => socket.once('error', (error) => resolve(error.message)))).toContain(
    'ECONNREFUSED',
  )
})

test('a port that another program has is said, and tried again at the next open', async () => {
  const other = await hostOnTcp(() => undefined, { port })
  const transport = kept(openTransport(URL))
  await expect(transport.open()).rejects.toThrow('cannot listen')
  await other.close()
  const opening = transport.open()
  await device()
  await opening
})

test.each([
  ['tcp-listen://gate.example:20001', 'an address of this machine'],
  ['tcp-listen://0.0.0.0:20001?from=gate', 'from must be an IP address'],
])('%s is refused and the reason named', (url, reason) => {
  expect(() => parsePlace(url)).toThrow(reason)
})
