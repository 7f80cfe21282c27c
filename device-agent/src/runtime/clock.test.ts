import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { systemClock } from './clock.ts'

const busyFor = (milliseconds: number) =>
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)

test('what arrived while the machine was busy is heard before the time for it is over', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const accepted: Promise<[Socket]> = once(server, 'connection') as Promise<[Socket]>
  const client = connect(address.port, '127.0.0.1')
  const [peer] = await accepted
  await once(client, 'connect')
  const heard: string[] = []
  const over = new Promise<void>((resolve) => {
    systemClock.setTimeout(() => {
      heard.push('over')
      resolve()
    }, 5)
  })
  client.on('data', () => heard.push('answer'))
  peer.write('answer')
  busyFor(20)
  await over
  expect(heard).toEqual(['answer', 'over'])
  client.destroy()
  server.close()
})

test('a timer that is ended after it fell due, by what is heard then, does not run', async () => {
  let ran = false
  const timer = systemClock.setTimeout(() => {
    ran = true
  }, 1)
  const due = new Promise<void>((resolve) => setTimeout(resolve, 1))
  busyFor(10)
  await due
  systemClock.clearTimeout(timer)
  await new Promise<void>((resolve) => setImmediate(resolve))
  expect(ran).toBe(false)
})
