import { describe, expect, it } from 'vitest'
import { ManualClock } from './clock.test-support.ts'
import { BACK_OFF_MILLISECONDS, REFUSED_PAUSE_MILLISECONDS } from './connection.ts'
import { KEEP_ALIVE_SECONDS } from './habits.ts'
import { type Script, STATUS, sealed, willing } from './scripted-server.test-support.ts'
import { become, closing, ITEM, item, LOAN, loan, login, stage, TIMEOUT } from './stage.test-support.ts'
import { QUEUE_MAX, WAIT_FOR_CONNECTION_MILLISECONDS } from './waiting.ts'

describe('getting connected', () => {
  it('logs in, asks for the status, and counts its messages from 0 to 9 and on', async () => {
    const script: Script = (frame, times, socket) =>
      frame.startsWith('17') ? ITEM : willing(frame, times, socket)
    const { server, connection } = await stage(script, { login })
    await become(connection, 'ready')
    for (let times = 0; times < 9; times++) await connection.request('itemInformation', item)
    expect(server.frames.slice(0, 2).map((frame) => frame.replace(/AZ.*/, ''))).toEqual([
      '9300CNkiosk|COsecret|CPdoor|AY0',
      '9900402.00AY1',
    ])
    expect(server.frames.map((frame) => /AY(\d)AZ/.exec(frame)?.[1]).join('')).toBe('01234567890')
  })

  it('tells with each answer how long it took', async () => {
    const told: string[] = []
    const script: Script = (frame, times, socket) =>
      frame.startsWith('17') ? ITEM : willing(frame, times, socket)
    const onAnswered = (answer: string, milliseconds: number) => told.push(`${answer} ${milliseconds}`)
    const { connection } = await stage(script, { onAnswered })
    await become(connection, 'ready')
    await connection.request('itemInformation', item)
    expect(told).toEqual(['acsStatus 0', 'itemInformationResponse 0'])
  })

  it('tries again at growing pauses while nobody answers', async () => {
    const { server, clock } = await stage(closing)
    for (const [index, pause] of BACK_OFF_MILLISECONDS.entries()) {
      await clock.waitsFor(pause)
      expect(server.connections).toBe(index + 1)
      clock.advance(pause - 1)
      expect(clock.pending).toBe(1)
      clock.advance(1)
    }
    await clock.waitsFor(BACK_OFF_MILLISECONDS.at(-1) ?? 0)
    expect(server.connections).toBe(BACK_OFF_MILLISECONDS.length + 1)
  })

  it('spreads the pauses, so that kiosks do not all come back in the same moment', async () => {
    const { clock, server } = await stage(closing, {
      random: () => 0.5,
    })
    await clock.waitsFor(BACK_OFF_MILLISECONDS[0] * 1.1)
    expect(server.connections).toBe(1)
  })

  it('gives a server that says nothing one time-out', async () => {
    const { clock, connection } = await stage(() => null)
    await clock.waitsFor(TIMEOUT)
    clock.advance(TIMEOUT)
    await become(connection, 'away')
    expect(connection.status.detail).toBe('no answer in time')
  })

  it('tries a refused login again, but slowly', async () => {
    const { clock, connection, server } = await stage(() => '940', { login })
    await become(connection, 'refused')
    clock.advance(REFUSED_PAUSE_MILLISECONDS - 1)
    expect(server.codes()).toEqual(['93'])
    clock.advance(1)
    await server.received('93', 2)
  })

  it('takes a server that always closes at the login for one that refuses, and stays with it', async () => {
    const { clock, states, connection, server } = await stage(closing, {
      login,
    })
    for (const pause of BACK_OFF_MILLISECONDS.slice(0, 2)) {
      await clock.waitsFor(pause)
      expect(connection.status.state).toBe('away')
      clock.advance(pause)
    }
    await become(connection, 'refused')
    clock.advance(REFUSED_PAUSE_MILLISECONDS)
    await server.received('93', 4)
    await clock.waitsFor(REFUSED_PAUSE_MILLISECONDS)
    expect(states).toEqual(['connecting', 'away', 'refused'])
  })

  it('is away while the server says it is off-line', async () => {
    const { connection } = await stage(() => STATUS.replace('98Y', '98N'))
    await become(connection, 'away')
    await expect(connection.request('itemInformation', item)).rejects.toMatchObject({ failure: 'notSent' })
  })
})

describe('a request', () => {
  it('that waits when the connection goes is told after a moment that nothing was sent', async () => {
    const { clock, connection } = await stage((frame, times, socket) => {
      if (frame.startsWith('11')) socket.destroy()
      return times === 1 ? willing(frame, times, socket) : null
    })
    await become(connection, 'ready')
    const lost = connection.request('checkout', loan)
    const waiting = connection.request('checkout', loan)
    await expect(lost).rejects.toMatchObject({ failure: 'unknownOutcome' })
    await clock.waitsFor(WAIT_FOR_CONNECTION_MILLISECONDS)
    clock.advance(WAIT_FOR_CONNECTION_MILLISECONDS)
    await expect(waiting).rejects.toMatchObject({ failure: 'notSent' })
  })

  it('finds the connection being made and waits for it', async () => {
    const { connection } = await stage((frame, times, socket) =>
      frame.startsWith('17') ? ITEM : willing(frame, times, socket),
    )
    expect(await connection.request('itemInformation', item)).toMatchObject({ fields: { titleId: 'title' } })
  })

  it('that found the connection being made waits behind others as long as they take', async () => {
    const { clock, connection, server } = await stage((frame, times, socket) => {
      if (!frame.startsWith('17')) return willing(frame, times, socket)
      if (times > 1) return ITEM
      answer = () => socket.write(sealed(ITEM, frame))
      return null
    })
    let answer: () => unknown = () => undefined
    const both = [connection.request('itemInformation', item), connection.request('itemInformation', item)]
    await server.received('17', 1)
    clock.advance(WAIT_FOR_CONNECTION_MILLISECONDS)
    answer()
    expect(await Promise.all(both)).toHaveLength(2)
  })

  it('that changes something is written once, and its late answer goes nowhere', async () => {
    const { clock, connection, server } = await stage((frame, times, socket) => {
      if (!frame.startsWith('17')) return willing(frame, times, socket)
      return ITEM
    })
    await become(connection, 'ready')
    const lost = connection.request('checkout', loan)
    await server.received('11', 1)
    clock.advance(TIMEOUT)
    await expect(lost).rejects.toMatchObject({ failure: 'unknownOutcome' })
    clock.advance(BACK_OFF_MILLISECONDS[0])
    await become(connection, 'ready')
    expect(await connection.request('itemInformation', item)).toMatchObject({ fields: { titleId: 'title' } })
    expect(server.codes()).toEqual(['99', '11', '99', '17'])
    expect(server.connections).toBe(2)
  })

  it('that only asks is asked once more on a new connection, from sequence number 0 on', async () => {
    const { connection, server } = await stage((frame, times, socket) => {
      if (!frame.startsWith('17')) return willing(frame, times, socket)
      return times === 1 ? closing(frame, times, socket) : ITEM
    })
    const asked = connection.request('itemInformation', item)
    expect(await asked).toMatchObject({ sequence: 1, fields: { titleId: 'title' } })
    expect(server.codes()).toEqual(['99', '17', '99', '17'])
  })

  it('beyond the queue’s limit is refused, and those before it are answered in order', async () => {
    const { connection } = await stage((frame, times, socket) =>
      frame.startsWith('17') ? ITEM.replace('title', String(times)) : willing(frame, times, socket),
    )
    const asked = Array.from({ length: QUEUE_MAX }, () => connection.request('itemInformation', item))
    await expect(connection.request('itemInformation', item)).rejects.toMatchObject({ failure: 'notSent' })
    const titles = (await Promise.all(asked)).map(({ fields }) => fields.titleId)
    expect(titles).toEqual(titles.map((_, index) => String(index + 1)))
  })

  it('is answered in spite of noise, a frame without end, doubled and split answers', async () => {
    const { connection } = await stage((frame, times, socket) => {
      if (!frame.startsWith('11')) return willing(frame, times, socket)
      const answer = sealed(LOAN, frame)
      socket.write(`Use of uninitialized value\n${'x'.repeat(70_000)}\r\n${answer.slice(0, 30)}`)
      socket.write(answer.slice(30) + answer)
      return null
    })
    const { fields } = await connection.request('checkout', loan)
    expect(fields).toMatchObject({ ok: '1', itemId: '1' })
    expect(connection.status.counters).toMatchObject({ notAMessage: 1, tooLong: 1 })
  })

  it('ends without an answer when everything stops, and no timer is left', async () => {
    const { clock, connection, server } = await stage(willing)
    const running = connection.request('checkout', loan)
    const waiting = connection.request('checkout', loan)
    await server.received('11', 1)
    await Promise.all([
      connection.stop(),
      expect(running).rejects.toMatchObject({ failure: 'unknownOutcome' }),
      expect(waiting).rejects.toMatchObject({ failure: 'notSent' }),
    ])
    expect(clock.pending).toBe(0)
  })
})

describe('a connection that is stopped', () => {
  it('in the moment in which it would be ready stays stopped', async () => {
    let isStopping = false
    class StoppingClock extends ManualClock {
      override clearTimeout(handle: unknown): void {
        super.clearTimeout(handle)
        // The time-out of the 99: its answer has come, and nobody has heard of it yet.
        if (isStopping || !server.codes().includes('99')) return
        isStopping = true
        void connection.stop()
      }
    }
    const { server, connection, states } = await stage(willing, { clock: new StoppingClock() })
    await server.received('99', 1)
    await become(connection, 'stopped')
    await new Promise((resolve) => setImmediate(resolve))
    expect(states).toEqual(['connecting', 'stopped'])
  })
})

describe('an idle connection', () => {
  it('asks for the status after a minute, and after each further one', async () => {
    const { clock, connection, server } = await stage(willing)
    await become(connection, 'ready')
    for (const times of [2, 3]) {
      await clock.waitsFor(KEEP_ALIVE_SECONDS * 1_000)
      clock.advance(KEEP_ALIVE_SECONDS * 1_000)
      await server.received('99', times)
    }
    expect(connection.status.state).toBe('ready')
  })

  it('comes back at once when the server closes it', async () => {
    const { connection, server, states } = await stage((frame, times, socket) => {
      if (times === 1) setImmediate(() => socket.end())
      return willing(frame, times, socket)
    })
    await server.received('99', 2)
    await become(connection, 'ready')
    expect(states).toEqual(['connecting', 'ready', 'connecting', 'ready'])
  })
})
