/** Servers with habits: each is borne where its dialect names it, and never believed more than it should be. */
import { describe, expect, it } from 'vitest'
import { BACK_OFF_MILLISECONDS } from './connection.ts'
import { KEEP_ALIVE_SECONDS, SILENCE_MILLISECONDS } from './habits.ts'
import { type Script, STATUS, sealed, willing } from './scripted-server.test-support.ts'
import { become, closing, counted, ITEM, item, LOAN, loan, stage, TIMEOUT } from './stage.test-support.ts'

const block = {
  cardRetained: 'N',
  transactionDate: item.transactionDate,
  institutionId: 'M',
  blockedCardMessage: 'left',
  patronId: '2',
  terminalPassword: '',
}
const damaged = (text: string, frame: string) => sealed(text, frame).replace(/AZ....\r$/, 'AZ0000\r')

describe('a server that closes instead of saying that it does not know an item', () => {
  const script: Script = (frame, times, socket) => {
    if (frame.startsWith('17') && frame.includes('AB1|')) return closing(frame, times, socket)
    if (frame.startsWith('17')) return ITEM.replace('AB1', 'AB2')
    return willing(frame, times, socket)
  }

  it('says so by closing twice: nobody hears of an outage, and the next question is answered', async () => {
    const { connection, server, states } = await stage(script, { closesOnUnknown: true })
    await become(connection, 'ready')
    const unknown = connection.request('itemInformation', item)
    const known = connection.request('itemInformation', { ...item, itemId: '2' })
    await expect(unknown).rejects.toMatchObject({ failure: 'closedInstead' })
    expect((await known).fields.itemId).toBe('2')
    expect(server.codes()).toEqual(['99', '17', '99', '17', '99', '17'])
    expect(states).toEqual(['connecting', 'ready'])
    expect(connection.status.counters).toEqual({ closed: 2 })
  })

  it('is believed only when no byte of an answer came', async () => {
    const { connection } = await stage(
      (frame, times, socket) => {
        if (!frame.startsWith('17')) return willing(frame, times, socket)
        socket.end(ITEM.slice(0, 20))
        return null
      },
      { closesOnUnknown: true },
    )
    const asked = connection.request('itemInformation', item)
    await expect(asked).rejects.toMatchObject({ failure: 'noAnswer' })
  })

  it('is believed only when it does so twice', async () => {
    const { connection } = await stage(
      (frame, times, socket) => {
        if (!frame.startsWith('17')) return willing(frame, times, socket)
        if (times > 1) return closing(frame, times, socket)
        socket.end(ITEM.slice(0, 20))
        return null
      },
      { closesOnUnknown: true },
    )
    await expect(connection.request('itemInformation', item)).rejects.toMatchObject({ failure: 'noAnswer' })
  })

  it('is taken for lost where its dialect does not say so, and where a loan is asked for', async () => {
    for (const closesOnUnknown of [false, true]) {
      const { connection, states } = await stage(
        (frame, times, socket) => (frame.startsWith('99') ? STATUS : closing(frame, times, socket)),
        { closesOnUnknown },
      )
      await become(connection, 'ready')
      await expect(connection.request('checkout', loan)).rejects.toMatchObject({ failure: 'unknownOutcome' })
      await become(connection, 'ready')
      if (closesOnUnknown) continue
      await expect(connection.request('itemInformation', item)).rejects.toMatchObject({ failure: 'noAnswer' })
      expect(states.filter((state) => state === 'connecting').length).toBeGreaterThan(1)
    }
  })

  it('and is then gone is away, with who waits told', async () => {
    const { connection, server } = await stage(script, { closesOnUnknown: true })
    await become(connection, 'ready')
    server.refuse()
    await expect(connection.request('itemInformation', item)).rejects.toMatchObject({ failure: 'noAnswer' })
    await become(connection, 'away')
  })
})

describe('a request that this server never answers', () => {
  it.each([
    ['by silence', null],
    ['by closing', closing],
  ] as const)('is refused %s, no outage, and its late answer reaches nobody', async (_, refusal) => {
    const { clock, connection, server, states } = await stage(
      (frame, times, socket) => {
        if (frame.startsWith('01')) return refusal === null ? null : refusal(frame, times, socket)
        return frame.startsWith('17') ? ITEM : willing(frame, times, socket)
      },
      { silentAbout: ['blockPatron'] },
    )
    await become(connection, 'ready')
    const blocked = connection.request('blockPatron', block)
    const waiting = connection.request('itemInformation', item)
    await server.received('01', 1)
    clock.advance(SILENCE_MILLISECONDS)
    await expect(blocked).rejects.toMatchObject({ failure: 'refusedBySupport' })
    expect((await waiting).fields.titleId).toBe('title')
    expect(server.connections).toBe(2)
    expect(states).toEqual(['connecting', 'ready'])
  })

  it('is taken as any other when it is answered after all', async () => {
    const answer = `24${' '.repeat(14)}00120261006    120000AOM|AA2|AE|`
    const { connection } = await stage(
      (frame, times, socket) => (frame.startsWith('01') ? answer : willing(frame, times, socket)),
      { silentAbout: ['blockPatron'] },
    )
    expect((await connection.request('blockPatron', block)).fields.patronId).toBe('2')
  })
})

describe('a server whose resends are of no use', () => {
  const resends = false
  it('is asked again under a new number when its answer to a question is damaged', async () => {
    const { connection, server } = await stage(
      (frame, times, socket) => {
        if (!frame.startsWith('17')) return willing(frame, times, socket)
        if (times > 1) return ITEM
        socket.write(damaged(ITEM, frame))
        return null
      },
      { resends },
    )
    expect(await connection.request('itemInformation', item)).toMatchObject({ sequence: 2 })
    expect(server.codes()).toEqual(['99', '17', '17'])
    expect(server.connections).toBe(1)
  })

  it('leaves the outcome of a loan unknown when its answer is damaged', async () => {
    const { connection, server } = await stage(
      (frame, times, socket) => {
        if (!frame.startsWith('11')) return willing(frame, times, socket)
        socket.write(damaged(LOAN, frame))
        return null
      },
      { resends },
    )
    await expect(connection.request('checkout', loan)).rejects.toMatchObject({ failure: 'unknownOutcome' })
    expect(server.codes().filter((code) => code === '97' || code === '11')).toEqual(['11'])
  })

  it('is given up when its answers stay damaged', async () => {
    const { connection, server } = await stage(
      (frame, times, socket) => {
        if (!frame.startsWith('17')) return willing(frame, times, socket)
        socket.write(damaged(ITEM, frame))
        return null
      },
      { resends, retriesMax: 2 },
    )
    await expect(connection.request('itemInformation', item)).rejects.toMatchObject({ failure: 'noAnswer' })
    // Three on the first connection, three on the one after it.
    expect(server.codes().filter((code) => code === '17')).toHaveLength(6)
    expect(connection.status.counters).toMatchObject({ badChecksum: 6 })
  })
})

describe('a server without checksums', () => {
  const bare: Script = (frame, times, socket) => {
    if (frame.startsWith('97') || frame.startsWith('99')) return willing(frame, times, socket)
    socket.write(`${ITEM}\r`)
    return null
  }
  it('is believed where checksums are optional', async () => {
    const { connection } = await stage(bare)
    expect(await connection.request('itemInformation', item)).toMatchObject({ sequence: null })
  })

  it('is asked for its answer again where they are required, and not believed', async () => {
    const { connection, server } = await stage(
      (frame, times, socket) => {
        if (!frame.startsWith('97')) return bare(frame, times, socket)
        socket.write(sealed(ITEM, server.frames.find((one) => one.startsWith('17')) ?? ''))
        return null
      },
      { checksums: 'required' },
    )
    expect(await connection.request('itemInformation', item)).toMatchObject({ sequence: 1 })
    expect(connection.status.counters).toEqual({ uncheckedAnswer: 1 })
  })
})

describe('an answer', () => {
  it('may be split in two anywhere', async () => {
    const whole = sealed(ITEM, 'AY1AZ0000')
    for (let at = 1; at < whole.length; at++) {
      const { connection, server } = await stage((frame, times, socket) => {
        if (!frame.startsWith('17')) return willing(frame, times, socket)
        socket.write(whole.slice(0, at))
        setImmediate(() => socket.write(whole.slice(at)))
        return null
      })
      const answer = await connection.request('itemInformation', item)
      expect(answer.fields.titleId, `split at ${at}`).toBe('title')
      await connection.stop()
      await server.close()
    }
  })

  it('with another sequence number is never taken, and the installer hears why nothing was', async () => {
    const { clock, connection, server } = await stage((frame, times, socket) => {
      if (!frame.startsWith('11')) return willing(frame, times, socket)
      socket.write(sealed(LOAN, 'AY7AZ0000'))
      return null
    })
    const lost = connection.request('checkout', loan)
    await server.received('11', 1)
    await counted(connection, 'lateAnswer')
    clock.advance(TIMEOUT)
    await expect(lost).rejects.toMatchObject({
      failure: 'unknownOutcome',
      message: 'no answer in time: an answer with another sequence number came',
    })
  })
})

describe('without sequence numbers', () => {
  const errorDetection = false
  const refusal = LOAN.replace('121', '120')

  it('an answer that comes twice is not taken for the answer to the same request made again', async () => {
    const { connection } = await stage(
      (frame, times, socket) => {
        if (!frame.startsWith('11')) return willing(frame, times, socket)
        if (times === 1) return refusal
        socket.write(`${refusal}\r${LOAN}\r`)
        return null
      },
      { errorDetection },
    )
    expect((await connection.request('checkout', loan)).fields.ok).toBe('0')
    expect((await connection.request('checkout', loan)).fields.ok).toBe('1')
    expect(connection.status.counters).toEqual({ doubledAnswer: 1 })
  })

  it('an answer to something else ends the connection: what is about what is not known any more', async () => {
    const { connection, server } = await stage(
      (frame, times, socket) => {
        if (frame.startsWith('11')) return times === 1 ? ITEM : LOAN
        return willing(frame, times, socket)
      },
      { errorDetection },
    )
    await expect(connection.request('checkout', loan)).rejects.toMatchObject({ failure: 'unknownOutcome' })
    await become(connection, 'ready')
    expect((await connection.request('checkout', loan)).fields.ok).toBe('1')
    expect(server.connections).toBe(2)
  })

  it('the answer to a question that timed out is not the next one’s: its connection is gone', async () => {
    const { clock, connection, server } = await stage(
      (frame, times, socket) => {
        if (!frame.startsWith('17')) return willing(frame, times, socket)
        return times === 1 ? null : ITEM.replace('title', 'second')
      },
      { errorDetection },
    )
    const lost = connection.request('itemInformation', item)
    await server.received('17', 1)
    clock.advance(TIMEOUT)
    await expect(lost).rejects.toMatchObject({ failure: 'noAnswer' })
    await clock.waitsFor(BACK_OFF_MILLISECONDS[0])
    clock.advance(BACK_OFF_MILLISECONDS[0])
    await become(connection, 'ready')
    expect((await connection.request('itemInformation', item)).fields.titleId).toBe('second')
    expect(server.connections).toBe(2)
  })
})

describe('what the kiosk says of itself', () => {
  it('is told at once, and with every status from then on', async () => {
    const { clock, connection, server } = await stage(willing)
    await become(connection, 'ready')
    connection.tell('outOfPaper')
    await server.received('99', 2)
    await clock.waitsFor(KEEP_ALIVE_SECONDS * 1_000)
    clock.advance(KEEP_ALIVE_SECONDS * 1_000)
    await server.received('99', 3)
    connection.tell('shuttingDown')
    expect(server.frames.map((frame) => frame.slice(2, 3))).toEqual(['0', '1', '1'])
  })

  it('is told at the interval that is set', async () => {
    const { clock, connection, server } = await stage(willing, { keepAliveSeconds: 7 })
    await become(connection, 'ready')
    await clock.waitsFor(7_000)
    clock.advance(7_000)
    await server.received('99', 2)
  })
})
