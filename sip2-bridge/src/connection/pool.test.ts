import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { BACK_OFF_MILLISECONDS } from './connection.ts'
import { KEEP_ALIVE_SECONDS, SILENCE_MILLISECONDS } from './habits.ts'
import { POOL_SHRUNK_MILLISECONDS } from './links.ts'
import { type Script, STATUS, sealed, willing } from './scripted-server.test-support.ts'
import { become, counted, ITEM, item, LOAN, loan, login, stage, TIMEOUT } from './stage.test-support.ts'

const itemOf = (frame: string) => /AB([^|]*)\|/.exec(frame)?.[1] ?? ''
const about = (id: string) => ({ ...item, itemId: id })
const lending = (id: string) => ({ ...loan, itemId: id })

/** Answers item 1 only when the test says so; everything else at once. Connections beyond `bears` are not let in. */
async function pool(connectionsMax: number, bears = connectionsMax, keepAliveSeconds = KEEP_ALIVE_SECONDS) {
  const held: (() => void)[] = []
  const sockets = new Map<Socket, number>()
  const script: Script = (frame, times, socket) => {
    if (!sockets.has(socket)) sockets.set(socket, sockets.size + 1)
    if (frame.startsWith('93') && (sockets.get(socket) ?? 0) > bears) {
      socket.end('940\r')
      return null
    }
    if (!/^(11|17)/.test(frame)) return willing(frame, times, socket)
    const text = (frame.startsWith('11') ? LOAN : ITEM).replace('AB1', `AB${itemOf(frame)}`)
    if (!itemOf(frame).startsWith('1')) return text
    held.push(() => socket.write(sealed(text, frame)))
    return null
  }
  const staged = await stage(script, { connectionsMax, login, keepAliveSeconds })
  await become(staged.connection, 'ready')
  const answer = () => held.splice(0).map((send) => send())
  const ids = () =>
    staged.server.frames
      .filter((frame) => /^(11|17)/.test(frame))
      .map((frame) => frame.slice(0, 2) + itemOf(frame))
  return { ...staged, answer, ids, sockets }
}

describe('with two connections', () => {
  it('a question about another item overtakes a loan that takes its time', async () => {
    const { connection, server, answer, ids } = await pool(2)
    const slow = connection.request('checkout', lending('1'))
    await server.received('11', 1)
    expect((await connection.request('itemInformation', about('2'))).fields.itemId).toBe('2')
    answer()
    expect((await slow).fields.itemId).toBe('1')
    expect(ids()).toEqual(['111', '172'])
    expect(server.connections).toBe(2)
  })

  it('what changes something, and what is about the same item, waits for its turn', async () => {
    const { connection, server, answer, ids } = await pool(2)
    const all = [
      connection.request('checkout', lending('1')),
      connection.request('itemInformation', about('1')),
      connection.request('checkout', lending('2')),
      connection.request('itemInformation', about('2')),
      connection.request('itemInformation', about('3')),
    ]
    await server.received('17', 1)
    expect(server.connections).toBe(2)
    // The second connection serves the only one that need not wait.
    expect(ids()).toEqual(['111', '173'])
    answer()
    await server.received('17', 2)
    answer()
    await all[3]
    answer()
    await Promise.all(all)
    expect(ids().filter((one) => one.endsWith('1'))).toEqual(['111', '171'])
    expect(ids().filter((one) => one.endsWith('2'))).toEqual(['112', '172'])
  })

  it('a third is not opened, however many wait', async () => {
    const { connection, server, answer } = await pool(2)
    const slow = connection.request('checkout', lending('1'))
    await Promise.all(['2', '3', '4'].map((id) => connection.request('itemInformation', about(id))))
    answer()
    await slow
    expect(server.connections).toBe(2)
  })

  it('each is kept alive', async () => {
    const { clock, connection, server, answer } = await pool(2)
    const slow = connection.request('checkout', lending('1'))
    await connection.request('itemInformation', about('2'))
    answer()
    await slow
    clock.advance(KEEP_ALIVE_SECONDS * 1_000)
    await server.received('99', 4)
    expect(server.connections).toBe(2)
  })

  it('one that does not answer makes the server away for all, until anything is answered', async () => {
    const { clock, connection, server, answer } = await pool(2)
    const slow = connection.request('checkout', lending('1'))
    await connection.request('itemInformation', about('2'))
    await server.received('11', 1)
    clock.advance(SILENCE_MILLISECONDS)
    await expect(connection.request('itemInformation', about('3'))).rejects.toMatchObject({
      failure: 'notSent',
    })
    answer()
    await slow
    expect(connection.status.state).toBe('ready')
  })

  it('a loan under way on one is still answered when the other timed out, and both are then closed', async () => {
    const { clock, connection, server, answer, sockets } = await pool(2)
    const silent = connection.request('itemInformation', about('1'))
    await server.received('17', 1)
    clock.advance(SILENCE_MILLISECONDS - 1)
    const slow = connection.request('checkout', lending('1x'))
    await server.received('11', 1)
    const gone = [...sockets.keys()].map((socket) => new Promise((resolve) => socket.once('close', resolve)))
    clock.advance(TIMEOUT - SILENCE_MILLISECONDS + 1)
    await expect(silent).rejects.toMatchObject({ failure: 'noAnswer' })
    expect(connection.status.detail).toMatch(/^no answer in time/)
    answer()
    expect((await slow).fields.itemId).toBe('1x')
    await Promise.all(gone)
  })

  it('one that is idle when the other timed out is closed too: the server counts as away', async () => {
    const { clock, connection, server, sockets } = await pool(2)
    const silent = connection.request('itemInformation', about('1'))
    await connection.request('itemInformation', about('2'))
    const gone = [...sockets.keys()].map((socket) => new Promise((resolve) => socket.once('close', resolve)))
    await server.received('17', 2)
    clock.advance(TIMEOUT)
    await expect(silent).rejects.toMatchObject({ failure: 'noAnswer' })
    await Promise.all(gone)
  })

  it('one that was being opened when the other timed out proves that the server is back; no third is opened', async () => {
    let letIn: () => unknown = () => undefined
    const { clock, connection, server } = await stage(
      (frame, times, socket) => {
        if (frame.startsWith('17')) return null
        if (times === 1) return willing(frame, times, socket)
        letIn = () => socket.write(sealed(STATUS, frame))
        return null
      },
      { connectionsMax: 2 },
    )
    await become(connection, 'ready')
    const silent = connection.request('itemInformation', about('1'))
    await server.received('17', 1)
    clock.advance(SILENCE_MILLISECONDS - 1)
    const waiting = connection.request('itemInformation', about('2'))
    await server.received('99', 2)
    clock.advance(TIMEOUT - SILENCE_MILLISECONDS + 1)
    await expect(silent).rejects.toMatchObject({ failure: 'noAnswer' })
    await expect(waiting).rejects.toMatchObject({ failure: 'notSent' })
    await clock.waitsFor(BACK_OFF_MILLISECONDS[0])
    letIn()
    await become(connection, 'ready')
    clock.advance(BACK_OFF_MILLISECONDS[0])
    connection.tell('ok')
    await server.received('99', 3)
    // Whoever had called before that 99 would have been let in by now.
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
    expect(server.connections).toBe(2)
  })

  it('the loss of one is no outage', async () => {
    const { connection, server, answer, sockets, states } = await pool(2)
    const slow = connection.request('checkout', lending('1'))
    await connection.request('itemInformation', about('2'))
    const second = [...sockets].find(([, number]) => number === 2)?.[0]
    second?.end()
    await counted(connection, 'poolShrunk')
    answer()
    await slow
    expect((await connection.request('itemInformation', about('3'))).fields.itemId).toBe('3')
    expect(states).toEqual(['connecting', 'ready'])
    expect(server.connections).toBe(2)
  })
})

describe('a server that bears one connection only', () => {
  it('refuses the second, and everything goes on over the first, without an outage', async () => {
    const { clock, connection, server, answer, ids, states } = await pool(2, 1, POOL_SHRUNK_MILLISECONDS)
    const slow = connection.request('checkout', lending('1'))
    const question = connection.request('itemInformation', about('2'))
    await counted(connection, 'poolShrunk')
    answer()
    await Promise.all([slow, question])
    expect(ids()).toEqual(['111', '172'])
    expect(states).toEqual(['connecting', 'ready'])

    const again = () => [
      connection.request('itemInformation', about('1')),
      connection.request('itemInformation', about('2')),
    ]
    const serial = again()
    await server.received('17', 2)
    answer()
    await Promise.all(serial)
    expect(server.connections).toBe(2)

    clock.advance(POOL_SHRUNK_MILLISECONDS)
    const tried = again()
    await server.connected(3)
    answer()
    await Promise.all(tried)
  })
})

describe('with one connection', () => {
  it('it is strictly one request after the other', async () => {
    const { connection, server, answer, ids } = await pool(1)
    const all = [
      connection.request('itemInformation', about('1')),
      connection.request('itemInformation', about('2')),
    ]
    await server.received('17', 1)
    await new Promise((resolve) => setImmediate(resolve))
    expect(ids()).toEqual(['171'])
    answer()
    await Promise.all(all)
    expect(server.connections).toBe(1)
  })
})
