import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { WAITING_MAX } from './conversation.ts'
import { ManualClock } from './manual-clock.test-support.ts'
import { RawClient, sealed } from './raw-client.test-support.ts'
import { createSimulator, demoItem, demoPatron, type Simulator, type SimulatorOptions } from './simulator.ts'

const DATE = '20261006    120530'
const MIRA = demoPatron('Mira K.').patronId
const TIME_MACHINE = demoItem('The Time Machine').itemId
const ABOUT = sealed(`17${DATE}AOLINDENHOF|AB${TIME_MACHINE}|`, 1)
const CHECKOUT = sealed(`11NN${DATE}${' '.repeat(18)}AO|AA${MIRA}|AB${TIME_MACHINE}|AC|`, 2)

const clock = new ManualClock()
const open: Simulator[] = []
const folders: string[] = []
async function start(options: SimulatorOptions = {}): Promise<{ simulator: Simulator; client: RawClient }> {
  const simulator = await createSimulator({ clock, ...options })
  open.push(simulator)
  return { simulator, client: await RawClient.open(simulator.port) }
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((simulator) => simulator.close()))
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
const heard = (simulator: Simulator): Promise<void> =>
  new Promise((resolve) => {
    const end = simulator.onChange(() => {
      end()
      resolve()
    })
  })

describe('a slow server', () => {
  it('carries a request out as it comes and answers when its time has passed', async () => {
    const { simulator, client } = await start()
    simulator.setFaults({ latencyMilliseconds: 3_000 })
    const carriedOut = heard(simulator)
    client.write(`${CHECKOUT}\r`)
    await carriedOut
    expect(simulator.history).toHaveLength(1)
    clock.advance(2_999)
    expect(clock.pending).toBe(1)
    clock.advance(1)
    expect(await client.next()).toMatch(/^121/)
  })

  it('answers in the order of the questions, each after its own time', async () => {
    const { simulator, client } = await start()
    simulator.setFaults({ latencyMilliseconds: 1_000 })
    const carriedOut = heard(simulator)
    client.write(`${CHECKOUT}\r${ABOUT}\r`)
    await carriedOut
    simulator.setFaults({ latencyMilliseconds: 10 })
    clock.advance(1_010)
    expect(await client.next()).toMatch(/^121/)
    expect(await client.next()).toMatch(/^1804/)
  })

  it('has nothing left to do for a client that has gone', async () => {
    const { simulator, client } = await start()
    simulator.setFaults({ latencyMilliseconds: 1_000 })
    const carriedOut = heard(simulator)
    client.write(`${CHECKOUT}\r`)
    await carriedOut
    client.close()
    await simulator.close()
    expect(clock.pending).toBe(0)
  })

  it('that carries out at the answer does nothing for a client that has gone', async () => {
    const { simulator, client } = await start({ executeAt: 'answer' })
    simulator.setFaults({ latencyMilliseconds: 1_000 })
    client.write(`${ABOUT}\r${CHECKOUT}\r`)
    await clock.nextTimer()
    clock.advance(1_000)
    expect(await client.next()).toMatch(/^1803/)
    client.close()
    await simulator.close()
    clock.advance(10_000)
    expect(simulator.history).toEqual([])
  })

  it('cuts off a client that asks and asks without waiting', async () => {
    const { simulator, client } = await start()
    simulator.setFaults({ latencyMilliseconds: 1_000 })
    client.write(`${ABOUT}\r`.repeat(WAITING_MAX + 1))
    expect(await client.untilClosed()).toBe('')
  })
})

describe('a server that goes down', () => {
  it('cuts its clients, refuses new ones, and comes back under the same port', async () => {
    const { simulator, client } = await start()
    const { port } = simulator
    await simulator.setFaults({ mode: 'down' })
    expect(await client.untilClosed()).toBe('')
    await expect(RawClient.open(port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await simulator.setFaults({ mode: 'up' })
    const again = await RawClient.open(port)
    expect(await again.ask(ABOUT)).toMatch(/^1803/)
  })

  it('and up again in one breath is up', async () => {
    const { simulator } = await start()
    await Promise.all([
      simulator.setFaults({ mode: 'down' }),
      simulator.setFaults({ mode: 'up' }),
      simulator.setFaults({ mode: 'down' }),
      simulator.setFaults({ mode: 'up' }),
    ])
    expect(await (await RawClient.open(simulator.port)).ask(ABOUT)).toMatch(/^1803/)
  })

  it('waits for its port when somebody else has taken it', async () => {
    const { simulator } = await start()
    await simulator.setFaults({ mode: 'down' })
    const squatter = createServer()
    await new Promise<void>((resolve) => squatter.listen(simulator.port, '127.0.0.1', resolve))
    const back = simulator.setFaults({ mode: 'up' })
    await clock.nextTimer()
    await new Promise((resolve) => squatter.close(resolve))
    clock.advance(1_000)
    await back
    expect(await (await RawClient.open(simulator.port)).ask(ABOUT)).toMatch(/^1803/)
  })

  it('gives up waiting for its port when it is closed', async () => {
    const { simulator } = await start()
    await simulator.setFaults({ mode: 'down' })
    const squatter = createServer()
    await new Promise<void>((resolve) => squatter.listen(simulator.port, '127.0.0.1', resolve))
    simulator.setFaults({ mode: 'up' })
    await clock.nextTimer()
    await simulator.close()
    expect(clock.pending).toBe(0)
    await new Promise((resolve) => squatter.close(resolve))
  })

  it('stays shut once it was closed', async () => {
    const { simulator } = await start()
    await simulator.close()
    await simulator.setFaults({ mode: 'up' })
    await expect(RawClient.open(simulator.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('cannot start where another listens', async () => {
    const { simulator } = await start()
    await expect(createSimulator({ port: simulator.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })
})

describe('a server that fails at the answer', () => {
  it.each([
    ['dieMidAnswer', /^121NNY[^\r]+$/],
    ['dieBeforeAnswer', /^$/],
  ] as const)('(%s) has carried the request out', async (mode, said) => {
    const { simulator, client } = await start()
    simulator.setFaults({ mode })
    client.write(`${CHECKOUT}\r`)
    expect(await client.untilClosed()).toMatch(said)
    expect(simulator.history).toHaveLength(1)
  })

  it('(silent) has carried the request out, says nothing, and answers what comes later', async () => {
    const { simulator, client } = await start()
    simulator.setFaults({ mode: 'silent' })
    const carriedOut = heard(simulator)
    client.write(`${CHECKOUT}\r`)
    await carriedOut
    simulator.setFaults({ mode: 'up' })
    expect(await client.ask(ABOUT)).toMatch(/^1804/)
    expect(simulator.history).toHaveLength(1)
  })
})

describe('a careless server', () => {
  it('answers in pieces, twice, and with noise before', async () => {
    const { simulator, client } = await start()
    const whole = await client.ask(ABOUT)
    simulator.setFaults({ split: true, duplicate: true, noise: true })
    expect(await client.ask(ABOUT)).toBe('Problems handling the request')
    expect(await client.next()).toBe(whole)
    expect(await client.next()).toBe(whole)
  })

  it('sends as many wrong checksums as it was told', async () => {
    const { simulator, client } = await start()
    const good = await client.ask(ABOUT)
    simulator.setFaults({ badChecksums: 1 })
    expect(await client.ask('97AZFEF5')).toBe(`${good.slice(0, -4)}0000`)
    expect(await client.ask('97AZFEF5')).toBe(good)
    expect(simulator.faults.badChecksums).toBe(0)
  })

  it('lets a CR in a note cut its message, under a checksum over the whole', async () => {
    const { simulator, client } = await start()
    simulator.setFaults({ crInNote: true })
    const first = await client.ask(sealed(`63000${DATE}${' '.repeat(10)}AO|AA${MIRA}|`, 3))
    const second = await client.next()
    expect(first).toMatch(/^64.*AFMoved house$/)
    expect(second).toMatch(/^call before 5 pm\|AY3AZ/)
    expect(sealed(`${first}\r${second.slice(0, -9)}`, 3)).toBe(`${first}\r${second}`)
  })
})

describe('a state file', () => {
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'sip2-simulator-'))
    folders.push(made)
    return made
  }

  it('brings everything back, to the minute of the due date', async () => {
    const stateFile = join(folder(), 'state.json')
    const first = await start({ stateFile })
    await first.client.ask(CHECKOUT)
    await first.client.ask(`15+${DATE}AO|AA${MIRA}|AB${demoItem('Walden').itemId}|`)
    await first.client.ask(`01Y${DATE}AO|AL|AA${demoPatron('Jonas B.').patronId}|AC|`)
    const before = first.simulator.library.state
    await first.simulator.close()
    const second = await start({ stateFile })
    expect(second.simulator.library.state).toEqual(before)
    expect(second.simulator.history).toEqual([])
    expect(await second.client.ask(ABOUT)).toMatch(/^1804/)
    expect(readdirSync(join(stateFile, '..'))).toEqual(['state.json'])
  })

  it('is not written by a question', async () => {
    const place = folder()
    const { client } = await start({ stateFile: join(place, 'state.json') })
    await client.ask(ABOUT)
    expect(readdirSync(place)).toEqual([])
  })

  it.each([
    ['cut short', (text: string) => text.slice(0, -20), /is damaged; move it away/],
    ['empty', () => '', /is damaged/],
    ['of another make', () => 'null', /is damaged/],
    ['without its loans', (text: string) => text.replace('"loans"', '"lost"'), /is damaged/],
    ['with a loan in words', (text: string) => text.replace(/"due":\d+/, '"due":"soon"'), /is damaged/],
    ['of another version', (text: string) => text.replace('"version":3', '"version":2'), /another version/],
  ])('that is %s is refused by name, and left as it is', async (_, damage, complaint) => {
    const stateFile = join(folder(), 'state.json')
    const { simulator, client } = await start({ stateFile })
    await client.ask(CHECKOUT)
    await simulator.close()
    const damaged = damage(readFileSync(stateFile, 'utf8'))
    writeFileSync(stateFile, damaged)
    await expect(createSimulator({ stateFile })).rejects.toThrow(complaint)
    await expect(createSimulator({ stateFile })).rejects.toThrow(stateFile)
    expect(readFileSync(stateFile, 'utf8')).toBe(damaged)
  })

  it('that cannot be written cuts the client: nothing is promised that would be forgotten', async () => {
    const troubles: unknown[] = []
    const stateFile = join(folder(), 'missing', 'state.json')
    const { client } = await start({ stateFile, onTrouble: (error) => troubles.push(error) })
    client.write(`${CHECKOUT}\r`)
    expect(await client.untilClosed()).toBe('')
    expect(troubles).toMatchObject([{ code: 'ENOENT' }])
  })
})
