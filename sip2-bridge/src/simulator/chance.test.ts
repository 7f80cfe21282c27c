import { afterEach, describe, expect, it } from 'vitest'
import { FaultBox } from './fault-box.ts'
import { CHAOS } from './faults.ts'
import { ManualClock } from './manual-clock.test-support.ts'
import { below, seeded } from './random.ts'
import { RawClient, sealed } from './raw-client.test-support.ts'
import { createSimulator, demoItem, demoPatron, type Faults, type Simulator } from './simulator.ts'

const DATE = '20261006    120530'
const NOW = new Date(2026, 9, 6, 12, 5, 30).getTime()
const MIRA = demoPatron('Mira K.').patronId
const TIME_MACHINE = demoItem('The Time Machine').itemId
const about = (sequence: number) => sealed(`17${DATE}AOLINDENHOF|AB${TIME_MACHINE}|`, sequence)
const CHECKOUT = sealed(`11NN${DATE}${' '.repeat(18)}AO|AA${MIRA}|AB${TIME_MACHINE}|AC|`, 2)

const clock = new ManualClock()
const open: Simulator[] = []
async function start(faults: Partial<Faults> = {}) {
  const simulator = await createSimulator({ clock, now: () => NOW })
  await simulator.setFaults(faults)
  open.push(simulator)
  return { simulator, client: await RawClient.open(simulator.port) }
}
afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close()
})
/** Turns of the event loop: by then the loopback has brought what was written. */
async function arrived(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve))
}
/** The number an answer carries, if its checksum fits. */
const numberOf = (answer: string): string | undefined => {
  const number = /AY(\d)AZ[0-9A-F]{4}$/.exec(answer)?.[1]
  return number !== undefined && sealed(answer.slice(0, -9), Number(number)) === answer ? number : undefined
}

describe('an answer that is lost', () => {
  it('(drop) was carried out, and the next comes', async () => {
    const { client, simulator } = await start({ drop: 1 })
    client.write(`${CHECKOUT}\r`)
    expect(await client.ask(about(3))).toMatch(/^1804/)
    expect(simulator.history).toHaveLength(1)
    expect(simulator.faults.drop).toBe(0)
  })

  it('(late) comes before the answer to the next request', async () => {
    const { client } = await start({ late: 1 })
    client.write(`${CHECKOUT}\r`)
    expect(await client.ask(about(3))).toMatch(/^121.*AY2AZ/)
    expect(await client.next()).toMatch(/^1804.*AY3AZ/)
  })
})

describe('an answer that is damaged', () => {
  it.each([
    [{ wrongSequence: 1 }, '8'],
    [{ badChecksums: 1 }, undefined],
    [{ noChecksum: 1 }, undefined],
  ])('%j once, and whole the next time', async (fault, number) => {
    const { client } = await start(fault)
    expect(numberOf(await client.ask(about(3)))).toBe(number)
    expect(numberOf(await client.ask(about(4)))).toBe('4')
  })

  it('without a checksum has no trailer at all', async () => {
    const { client } = await start({ noChecksum: 1 })
    expect(await client.ask(about(3))).toMatch(/\|$/)
  })

  it('comes after lines of random bytes that the seed repeats', async () => {
    const linesOf = async () => {
      const { client } = await start({ garbageLines: 2, seed: 11 })
      client.write(`${about(3)}\r`)
      const lines: string[] = []
      for (;;) {
        const line = await client.next()
        if (numberOf(line) === '3') return lines
        lines.push(line)
      }
    }
    const first = await linesOf()
    expect(first.length).toBeGreaterThanOrEqual(2)
    expect(await linesOf()).toEqual(first)
  })

  it('comes whole though it was cut in pieces', async () => {
    const { client } = await start({ cuts: 7, seed: 5 })
    expect(numberOf(await client.ask(about(3)))).toBe('3')
  })
})

describe('a slow answer', () => {
  it('drips byte by byte by the clock', async () => {
    const { client, simulator } = await start({ dripMilliseconds: 10 })
    const carriedOut = new Promise<void>((resolve) => simulator.onChange(() => resolve()))
    client.write('97\r')
    await carriedOut
    await clock.nextTimer()
    // '96' and CR: the first byte at once, two more and the end of it.
    for (let step = 0; step < 3; step++) clock.advance(10)
    expect(await client.next()).toBe('96')
    expect(clock.pending).toBe(0)
  })

  it('takes up to its jitter longer', async () => {
    const { client, simulator } = await start({ latencyMilliseconds: 100, jitterMilliseconds: 50, seed: 3 })
    const expected = below(seeded(3), 51)
    const carriedOut = new Promise<void>((resolve) => simulator.onChange(() => resolve()))
    client.write(`${about(3)}\r`)
    await carriedOut
    await clock.nextTimer()
    clock.advance(99 + expected)
    expect(clock.pending).toBe(1)
    clock.advance(1)
    expect(await client.next()).toMatch(/^1803/)
  })
})

describe('answers that are due together', () => {
  it('leave in one segment, in order', async () => {
    const { client, simulator } = await start({ joined: true })
    let asked = 0
    const carriedOut = new Promise<void>((resolve) =>
      simulator.onChange(() => {
        if (++asked === 2) resolve()
      }),
    )
    client.write(`${CHECKOUT}\r${about(3)}\r`)
    await carriedOut
    clock.advance(0)
    expect(await client.next()).toMatch(/^121/)
    expect(await client.next()).toMatch(/^1804/)
    expect(clock.pending).toBe(0)
  })
})

describe('a request that is not carried out', () => {
  it('(askAgain) is answered with 96 so many times', async () => {
    const { client, simulator } = await start({ askAgain: 3 })
    for (let time = 0; time < 3; time++) expect(await client.ask(CHECKOUT)).toBe('96AZFEF6')
    expect(simulator.history).toEqual([])
    expect(await client.ask(CHECKOUT)).toMatch(/^121/)
  })

  it('(statusInstead) is answered with 98 under its number', async () => {
    const { client, simulator } = await start({ statusInstead: 1 })
    const answer = await client.ask(CHECKOUT)
    expect(answer).toMatch(/^98YYYYYY/)
    expect(numberOf(answer)).toBe('2')
    expect(simulator.history).toEqual([])
    expect(await client.ask(CHECKOUT)).toMatch(/^121/)
  })

  it('(closeUnknownItem) ends the connection', async () => {
    const { client } = await start({ closeUnknownItem: true })
    expect(await client.ask(about(3))).toMatch(/^1803/)
    client.write(`17${DATE}AO|ABnothing|\r`)
    expect(await client.untilClosed()).toBe('')
  })
})

describe('a server that does not listen', () => {
  it('(hang) reads and answers when it is up again', async () => {
    const { client, simulator } = await start({ mode: 'hang' })
    client.write(`${CHECKOUT}\r`)
    await arrived()
    expect(simulator.history).toEqual([])
    await simulator.setFaults({ mode: 'up' })
    expect(await client.next()).toMatch(/^121/)
  })

  it('(halfOpen) never hears that client again, and others well', async () => {
    const { client, simulator } = await start({ mode: 'halfOpen' })
    client.write(`${CHECKOUT}\r`)
    await arrived()
    await simulator.setFaults({ mode: 'up' })
    client.write(`${CHECKOUT}\r`)
    await arrived()
    const other = await RawClient.open(simulator.port)
    expect(await other.ask(about(3))).toMatch(/^1803/)
    expect(simulator.history).toEqual([])
  })
})

describe('a wrong clock', () => {
  it('is told in every date', async () => {
    const { client } = await start({ clockOffMilliseconds: -86_400_000 })
    expect(await client.ask(about(3))).toContain('20261005    120530')
    expect(await client.ask('9900802.00')).toContain('20261005    120530')
  })
})

describe('chance', () => {
  it('hits about as many requests as it was told, the same ones with the same seed', () => {
    const fates = (seed: number) => {
      const box = new FaultBox()
      box.change({ chaos: 0.05, seed })
      return Array.from({ length: 10_000 }, () => CHAOS.indexOf(box.draw()))
    }
    const hits = fates(7).filter((fate) => fate >= 0)
    expect(hits.length).toBeGreaterThan(400)
    expect(hits.length).toBeLessThan(600)
    expect(new Set(hits).size).toBe(CHAOS.length)
    expect(fates(7)).toEqual(fates(7))
    expect(fates(8)).not.toEqual(fates(7))
  })

  it('hits nothing where there is none', () => {
    const box = new FaultBox()
    expect(Array.from({ length: 100 }, () => box.draw())).toEqual(Array(100).fill({}))
  })

  it('leaves counted faults to those who asked for them', async () => {
    const { client, simulator } = await start({ chaos: 1, seed: 2, badChecksums: 0 })
    client.write(`${about(3)}\r`)
    await new Promise<void>((resolve) => simulator.onChange(() => resolve()))
    expect(simulator.faults).toMatchObject({ drop: 0, late: 0, askAgain: 0, badChecksums: 0 })
  })
})
