import { afterEach, describe, expect, it } from 'vitest'
import { Recorder } from '../transcript/recorder.ts'
import { readTranscript } from '../transcript/transcript.ts'
import { RawClient, sealed } from './raw-client.test-support.ts'
import { createReplay, type Replay, type ReplayOptions } from './replay.ts'
import { createSimulator, demoItem, demoPatron } from './simulator.ts'

const NOW = new Date(2026, 9, 6, 12, 5, 30).getTime()
const DATE = '20261006    120530'
const LATER = '20271224    080000'
const MIRA = demoPatron('Mira K.')
const RAFAEL = demoPatron('Rafael D.')
const TIME_MACHINE = demoItem('The Time Machine').itemId

const ask = (date: string, card: string, pin = '1234') => `23000${date}AOLINDENHOF|AA${card}|AC|AD${pin}|`
const lend = (date: string, card: string) =>
  `11NN${date}${' '.repeat(18)}AOLINDENHOF|AA${card}|AB${TIME_MACHINE}|AC|`

const open: Replay[] = []
afterEach(async () => {
  for (const replay of open.splice(0)) await replay.close()
})
async function replay(text: string, options: Partial<ReplayOptions> = {}): Promise<RawClient> {
  const server = await createReplay({ transcript: readTranscript(text), ...options })
  open.push(server)
  return RawClient.open(server.port)
}

/** What the demo library and a client said to each other, as a transcript. */
async function recorded(requests: readonly string[], masked = true): Promise<string> {
  let text = ''
  const recorder = new Recorder({
    masked,
    now: () => 0,
    write: (more) => {
      text += more
    },
  })
  const simulator = await createSimulator({ recorder, now: () => NOW })
  const client = await RawClient.open(simulator.port)
  for (const request of requests) await client.ask(request)
  client.close()
  await simulator.close()
  return text
}

describe('a simulator that records', () => {
  it('writes what passes, without card, PIN and name', async () => {
    const text = await recorded([sealed(ask(DATE, MIRA.patronId), 3)])
    expect(text).toContain(`> 23000${DATE}AOLINDENHOF|AA{AA1}|AC|AD{AD}|AY3AZ`)
    expect(text).toMatch(/< 24 {14}000.*\|AA\{AA1\}\|AE\{AE1\}\|BLY\|CQY\|/)
    expect(text).not.toContain(MIRA.name)
  })

  it('writes all of it where it is told to', async () => {
    expect(await recorded([ask(DATE, MIRA.patronId)], false)).toContain(`AA${MIRA.patronId}|AE${MIRA.name}|`)
  })
})

describe('a replay', () => {
  it('answers what was recorded, whatever the date and number of the request', async () => {
    const text = await recorded([sealed(lend(DATE, MIRA.patronId), 1)])
    const client = await replay(text)
    const answer = await client.ask(sealed(lend(LATER, MIRA.patronId), 7))
    expect(answer).toBe(sealed(answer.slice(0, -9), 7))
    expect(answer).toMatch(new RegExp(`^121NNY${DATE}.*\\|AA${MIRA.patronId}\\|AB${TIME_MACHINE}\\|`))
  })

  it('leaves the trailer out for a client without it', async () => {
    const client = await replay(await recorded([sealed(lend(DATE, MIRA.patronId), 1)]))
    expect(await client.ask(lend(LATER, MIRA.patronId))).toMatch(/^121NNY.*\|$/)
  })

  it('tells two masked patrons apart by who came first', async () => {
    const text = await recorded([ask(DATE, MIRA.patronId), ask(DATE, RAFAEL.patronId)])
    const client = await replay(text)
    expect(await client.ask(ask(LATER, 'one', 'x'))).toContain('|AAone|AE{AE1}|BLY|CQY|BHEUR|BV0.00|')
    expect(await client.ask(ask(LATER, 'two', 'x'))).toContain('|AAtwo|AE{AE2}|BLY|CQY|BHEUR|BV1.50|')
    expect(await client.ask(ask(LATER, 'one', 'x'))).toContain('BV0.00|')
  })

  it('gives the answers to one question in order, and the last again', async () => {
    const client = await replay(await recorded([lend(DATE, MIRA.patronId), lend(DATE, MIRA.patronId)]))
    expect(await client.ask(lend(LATER, 'one'))).toMatch(/^121/)
    expect(await client.ask(lend(LATER, 'one'))).toMatch(/^120.*ALREADY/)
    expect(await client.ask(lend(LATER, 'one'))).toMatch(/^120.*ALREADY/)
  })

  it('repeats its last answer where nobody recorded a 97', async () => {
    const client = await replay(await recorded([lend(DATE, MIRA.patronId)]))
    const answer = await client.ask(lend(LATER, 'one'))
    expect(await client.ask('97')).toBe(answer)
  })

  it('tells of a request that nobody recorded, masked, and answers the next', async () => {
    const unmatched: string[] = []
    const text = await recorded([lend(DATE, MIRA.patronId)])
    const client = await replay(text, { onUnmatched: (request) => unmatched.push(request) })
    client.write(`${ask(LATER, 'secret-card', '4321')}\r`)
    expect(await client.ask(lend(LATER, 'one'))).toMatch(/^121/)
    expect(unmatched).toEqual([`23000${LATER}AOLINDENHOF|AA{AA1}|AC|AD{AD}|`])
  })

  it('closes on such a request where it is told to', async () => {
    const client = await replay(await recorded([lend(DATE, MIRA.patronId)]), { unmatched: 'close' })
    client.write(`${ask(LATER, 'one')}\r`)
    expect(await client.untilClosed()).toBe('')
  })

  it('says what a server said before the first request', async () => {
    const client = await replay('sip2 transcript 1\n0 1 +\n0 1 < READY\\r\n1 1 > 97\\r\n2 1 < 96\\r\n')
    expect(await client.next()).toBe('READY')
    expect(await client.ask('97')).toBe('96')
  })
})
