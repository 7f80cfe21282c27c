/** Reading with the checksum verified, and writing, of every message of SIP2, beside other implementations. */
import { buildMessage, type MessageName, parseMessage } from 'sip2/protocol'
import { MESSAGES } from '../../sip2-bridge/src/protocol/messages.ts'
import { type Measures, median, round } from './measure.ts'
import { example, MESSAGE_NAMES } from './sip2-examples.ts'
import { type Sip2Peer, sip2Peers } from './sip2-peers.ts'

const ROUNDS = 9
const ROUND_MILLISECONDS = 20
/** Between two looks at the clock. */
const BATCH = 200

type Work = () => unknown

/** Processor time of this process in milliseconds: what others do on the machine does not count. */
function spentMilliseconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Messages in a second of processor time, in one round. */
function rate(work: Work): number {
  const began = spentMilliseconds()
  let count = 0
  let spent = 0
  while (spent < ROUND_MILLISECONDS) {
    for (let left = BATCH; left > 0; left--) work()
    count += BATCH
    spent = spentMilliseconds() - began
  }
  return (count / spent) * 1000
}

/** In turns, so that a slow minute of the machine falls on all of them alike. The first round warms up. */
function medians(works: ReadonlyMap<string, Work>): ReadonlyMap<string, number> {
  const rates = new Map<string, number[]>([...works.keys()].map((name) => [name, []]))
  for (let turn = 0; turn <= ROUNDS; turn++)
    for (const [name, work] of works) {
      const measured = rate(work)
      if (turn > 0) rates.get(name)?.push(measured)
    }
  return new Map([...rates].map(([name, all]) => [name, round(median(all), 0)]))
}

const knows = (work: Work): boolean => {
  try {
    const result = work()
    return result !== null && result !== undefined
  } catch {
    return false
  }
}

function worksOf(name: MessageName, peers: readonly Sip2Peer[]): ReadonlyMap<string, Work> {
  const fields = example(name)
  const write = () => buildMessage<MessageName>(name, fields as never, { sequence: 3 })
  const bytes = write()
  const frame = bytes.subarray(0, bytes.length - 1)
  const checked = parseMessage(frame)
  if (!checked.ok || !checked.checked) throw new Error(`the ${name} to measure with is not read`)
  const works = new Map<string, Work>([
    [`sip2.parse.${name}`, () => parseMessage(frame)],
    [`sip2.build.${name}`, write],
  ])
  for (const { name: peer, read, build } of peers) {
    // From the bytes on, as they come from a socket.
    if (read !== undefined) works.set(`${peer}.parse.${name}`, () => read(frame.toString('utf8')))
    const make = build?.[MESSAGES[name].code]
    if (make !== undefined) works.set(`${peer}.build.${name}`, make)
  }
  return new Map([...works].filter(([, work]) => knows(work)))
}

export async function run(): Promise<Measures> {
  const peers = await sip2Peers()
  const works = new Map(MESSAGE_NAMES.flatMap((name) => [...worksOf(name, peers)]))
  const measures = [...medians(works)].map(
    ([name, value]) => [name, { value, unit: 'messages/s', target: null, better: 'higher' }] as const,
  )
  return Object.fromEntries(measures)
}
