import { expect, test } from 'vitest'
import { EARLY_DATA_LIMIT_BYTES, StreamShell, type Wire, WRITE_QUEUE_LIMIT_BYTES } from './stream-shell.ts'
import { TransportError } from './transport.ts'

/** A wire that takes bytes only when told to. */
class SlowWire implements Wire {
  readonly sent: Uint8Array[] = []
  readonly takers: (() => void)[] = []
  shuts = 0
  send(bytes: Uint8Array): Promise<void> {
    this.sent.push(bytes)
    return new Promise((resolve) => this.takers.push(resolve))
  }
  shut(): Promise<void> {
    this.shuts += 1
    return Promise.resolve()
  }
}
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('writes go out one after the other', async () => {
  const wire = new SlowWire()
  const shell = new StreamShell(wire)
  const first = shell.write(bytes(1))
  const second = shell.write(bytes(2))
  await turn()
  expect(wire.sent).toEqual([bytes(1)])
  wire.takers[0]?.()
  await first
  await turn()
  wire.takers[1]?.()
  await second
  expect(wire.sent).toEqual([bytes(1), bytes(2)])
})

test('the end is told once, with its reason, and rejects what was being written', async () => {
  const wire = new SlowWire()
  const shell = new StreamShell(wire)
  const ends: unknown[] = []
  shell.onEnd((error) => ends.push(error?.message ?? null))
  const writing = shell.write(bytes(1))
  shell.fail(new TransportError('cable'))
  shell.fail(new TransportError('again'))
  await expect(writing).rejects.toThrow('cable')
  await shell.close()
  await expect(shell.write(bytes(2))).rejects.toBeInstanceOf(TransportError)
  expect(ends).toEqual(['cable'])
  expect(wire.shuts).toBe(1)
})

test('a wanted close ends with null, also for a listener that comes late', async () => {
  const shell = new StreamShell(new SlowWire())
  await shell.close()
  const end = await new Promise((resolve) => shell.onEnd(resolve))
  expect(end).toBeNull()
})

test('data waits for its listener, the oldest dropped beyond the limit', () => {
  const shell = new StreamShell(new SlowWire())
  shell.receive(bytes(7))
  shell.receive(new Uint8Array(EARLY_DATA_LIMIT_BYTES))
  const got: number[] = []
  shell.onData((chunk) => got.push(chunk.length))
  shell.receive(bytes(1, 2))
  expect(got).toEqual([EARLY_DATA_LIMIT_BYTES, 2])
})

test('more than the queue holds is refused and nothing of it sent', async () => {
  const wire = new SlowWire()
  const shell = new StreamShell(wire)
  const filling = shell.write(new Uint8Array(WRITE_QUEUE_LIMIT_BYTES))
  await expect(shell.write(bytes(1))).rejects.toThrow('wait to be written')
  await turn()
  wire.takers[0]?.()
  await filling
  expect(wire.sent).toHaveLength(1)
})
