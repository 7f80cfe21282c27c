/** Nobody stands before the kiosk and waits for a server that does not answer. */
import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { BACK_OFF_MILLISECONDS } from './connection.ts'
import type { Connection } from './contract.ts'
import { KEEP_ALIVE_SECONDS, SILENCE_MILLISECONDS } from './habits.ts'
import { type Script, STATUS, sealed, willing } from './scripted-server.test-support.ts'
import { become, ITEM, item, LOAN, loan, stage, TIMEOUT } from './stage.test-support.ts'

/** Logs in and is on-line, and then says nothing. */
const quiet: Script = (frame, times, socket) => (times === 1 ? willing(frame, times, socket) : null)
const away = (connection: Connection) =>
  expect(connection.request('itemInformation', { ...item, itemId: '9' })).rejects.toMatchObject({
    failure: 'notSent',
  })
async function hold(script: Script = quiet) {
  const sockets: Socket[] = []
  const staged = await stage((frame, times, socket) => {
    sockets.push(socket)
    return script(frame, times, socket)
  })
  await become(staged.connection, 'ready')
  const socket = () => {
    const newest = sockets.at(-1)
    if (newest === undefined) throw new Error('nobody is there')
    return newest
  }
  /** To the newest request, when the test wants. */
  const answer = (text: string) => socket().write(sealed(text, staged.server.frames.at(-1) ?? ''))
  return { ...staged, socket, answer }
}

describe('a server that does not answer', () => {
  it('is away two seconds after a question: it and all that wait are told at once', async () => {
    const { clock, connection, server, states } = await hold()
    const asked = connection.request('itemInformation', item)
    const waiting = connection.request('checkout', loan)
    await server.received('17', 1)
    clock.advance(SILENCE_MILLISECONDS - 1)
    expect(connection.status.state).toBe('ready')
    clock.advance(1)
    expect(connection.status).toMatchObject({
      state: 'away',
      detail: 'the server is connected and does not answer',
    })
    await expect(asked).rejects.toMatchObject({ failure: 'noAnswer' })
    await expect(waiting).rejects.toMatchObject({ failure: 'notSent' })
    await away(connection)
    expect(server.codes()).toEqual(['99', '17'])
    expect(connection.status.counters).toEqual({ silence: 1 })
    expect(states).toEqual(['connecting', 'ready', 'away'])
  })

  it('is back at once when the answer to the question comes late, which is nobody’s', async () => {
    const { clock, connection, server, answer } = await hold((frame, times, socket) =>
      frame.includes('AB2') ? ITEM.replace('AB1', 'AB2') : quiet(frame, times, socket),
    )
    const asked = connection.request('itemInformation', item)
    await server.received('17', 1)
    clock.advance(SILENCE_MILLISECONDS)
    await expect(asked).rejects.toMatchObject({ failure: 'noAnswer' })
    answer(ITEM)
    await become(connection, 'ready')
    const next = await connection.request('itemInformation', { ...item, itemId: '2' })
    expect(next.fields.itemId).toBe('2')
    expect(server.connections).toBe(1)
  })

  it('still tells what became of a checkout, up to the time-out', async () => {
    const { clock, connection, server, answer } = await hold()
    const lent = connection.request('checkout', loan)
    await server.received('11', 1)
    clock.advance(TIMEOUT - 1)
    await become(connection, 'away')
    await away(connection)
    answer(LOAN)
    expect((await lent).fields.ok).toBe('1')
    await become(connection, 'ready')
  })

  it('after the time-out is asked for its status on a new connection before anything else is', async () => {
    const { clock, connection, server, states } = await hold((frame, times, socket) =>
      frame.startsWith('99') ? willing(frame, times, socket) : null,
    )
    const lost = connection.request('checkout', loan)
    await server.received('11', 1)
    clock.advance(TIMEOUT)
    await expect(lost).rejects.toMatchObject({ failure: 'unknownOutcome' })
    await away(connection)
    expect(server.connections).toBe(1)
    clock.advance(BACK_OFF_MILLISECONDS[0])
    await become(connection, 'ready')
    expect(server.codes()).toEqual(['99', '11', '99'])
    expect(server.connections).toBe(2)
    expect(states).toEqual(['connecting', 'ready', 'away', 'away', 'ready'])
  })

  it('stays away while the probe is not answered, with growing pauses', async () => {
    const { clock, connection, server } = await hold()
    connection.request('checkout', loan).catch(() => undefined)
    await server.received('11', 1)
    clock.advance(TIMEOUT)
    await clock.waitsFor(BACK_OFF_MILLISECONDS[0])
    clock.advance(BACK_OFF_MILLISECONDS[0])
    await server.received('99', 2)
    await away(connection)
    clock.advance(TIMEOUT)
    await clock.waitsFor(BACK_OFF_MILLISECONDS[1])
    expect(connection.status).toMatchObject({ state: 'away', detail: 'no answer in time' })
  })

  it('is noticed while nobody asks: half-open sockets say nothing by themselves', async () => {
    const { clock, connection, server } = await hold()
    await clock.waitsFor(KEEP_ALIVE_SECONDS * 1_000)
    clock.advance(KEEP_ALIVE_SECONDS * 1_000)
    await server.received('99', 2)
    clock.advance(SILENCE_MILLISECONDS)
    expect(connection.status.state).toBe('away')
  })

  it('and then goes is away for that, and called again', async () => {
    const { clock, connection, server, socket } = await hold((frame, times, socket) =>
      frame.startsWith('99') ? willing(frame, times, socket) : null,
    )
    connection.request('itemInformation', item).catch(() => undefined)
    await server.received('17', 1)
    clock.advance(SILENCE_MILLISECONDS)
    socket().destroy()
    await clock.waitsFor(BACK_OFF_MILLISECONDS[0])
    clock.advance(BACK_OFF_MILLISECONDS[0])
    await become(connection, 'ready')
  })
})

describe('a server that closes on what it does not know', () => {
  it('and was silent before is called again after a pause, as any other', async () => {
    const { clock, connection, server } = await stage(
      (frame, times, socket) => {
        return frame.startsWith('17') ? null : willing(frame, times, socket)
      },
      { closesOnUnknown: true },
    )
    await become(connection, 'ready')
    connection.request('itemInformation', item).catch(() => undefined)
    await server.received('17', 1)
    clock.advance(SILENCE_MILLISECONDS)
    server.hangUp()
    await clock.waitsFor(BACK_OFF_MILLISECONDS[0])
    expect(server.connections).toBe(1)
  })
})

describe('patience', () => {
  it('is what the server says of itself, where the settings say nothing', async () => {
    const slow = STATUS.replace('NN100003', 'NN060003')
    const { clock, connection, server } = await stage(
      (frame, times, socket) => (frame.startsWith('99') ? slow : quiet(frame, times, socket)),
      { timeoutMilliseconds: undefined },
    )
    await become(connection, 'ready')
    const lost = connection.request('checkout', loan)
    await server.received('11', 1)
    await clock.waitsFor(6_000)
    clock.advance(6_000)
    await expect(lost).rejects.toMatchObject({ failure: 'unknownOutcome' })
  })

  it('is longer where the dialect says that an answer takes its time, for silence and time-out', async () => {
    const { clock, connection, server } = await stage(quiet, { patience: { checkout: 3 } })
    await become(connection, 'ready')
    const lost = connection.request('checkout', loan)
    await server.received('11', 1)
    clock.advance(3 * SILENCE_MILLISECONDS - 1)
    expect(connection.status.state).toBe('ready')
    clock.advance(1)
    expect(connection.status.state).toBe('away')
    clock.advance(3 * (TIMEOUT - SILENCE_MILLISECONDS) - 1)
    expect(connection.status.detail).toBe('the server is connected and does not answer')
    clock.advance(1)
    await expect(lost).rejects.toMatchObject({ failure: 'unknownOutcome' })
  })
})
