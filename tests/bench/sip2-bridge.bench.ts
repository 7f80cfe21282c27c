/**
 * What the bridge adds to a bare round trip on a socket, at 200 requests a second on a schedule that waits for nobody
 * (latency counts from when a request was due; medians over the rounds), and whether memory stays flat over a million messages (`--full`).
 */
import { connect } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Worker } from 'node:worker_threads'
import { type Connection, createConnection } from 'sip2/connection'
import { buildMessage } from 'sip2/protocol'
import { type Measures, median, percentile, round } from './measure.ts'

const REQUESTS_PER_SECOND = 200
/** Each way in turn: whatever else the machine does in one round does not decide. */
const ROUNDS = 9
const REQUESTS_PER_ROUND = 500
const WARM_UP_REQUESTS = 500
const MESSAGES = process.argv.includes('--full') ? 1_000_000 : 100_000
const QUARTERS = 4
const CR = 13
const ITEM = {
  transactionDate: '20261006    120600',
  institutionId: 'MAIN',
  itemId: '31234000005678',
  terminalPassword: '',
}

type Ask = () => Promise<unknown>

/** Latencies in milliseconds, each from the moment it was due. */
async function onSchedule(ask: Ask, count: number): Promise<readonly number[]> {
  const took: number[] = []
  const begun = performance.now()
  const running: Promise<unknown>[] = []
  for (let index = 0; index < count; index++) {
    const due = begun + (index * 1_000) / REQUESTS_PER_SECOND
    // Timers are a millisecond coarse; this looks at the sockets between two looks at the clock.
    while (performance.now() < due) await new Promise((resolve) => setImmediate(resolve))
    running.push(ask().then(() => took.push(performance.now() - due)))
  }
  await Promise.all(running)
  return took
}

/** The same bytes to the same server, one after the other, with nothing between. */
async function bareSocket(port: number): Promise<{ ask: Ask; close: () => void }> {
  const socket = connect(port, '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  socket.setNoDelay(true)
  const bytes = buildMessage('itemInformation', ITEM, { sequence: 0 })
  const waiting: (() => void)[] = []
  socket.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === CR) waiting.shift()?.()
  })
  const ask = () => {
    socket.write(bytes)
    return new Promise<void>((resolve) => waiting.push(resolve))
  }
  return { ask, close: () => socket.destroy() }
}

function bridge(port: number): Connection {
  return createConnection({
    host: '127.0.0.1',
    port,
    charset: 'utf8',
    terminator: 'CR',
    errorDetection: true,
    timeoutMilliseconds: 10_000,
  })
}

async function latencies(port: number, connection: Connection): Promise<Measures> {
  const bare = await bareSocket(port)
  const ways = { bare: bare.ask, bridge: () => connection.request('itemInformation', ITEM) }
  for (const way of ['bare', 'bridge'] as const) await onSchedule(ways[way], WARM_UP_REQUESTS)
  const rounds: { readonly bare: readonly number[]; readonly bridge: readonly number[] }[] = []
  for (let count = 0; count < ROUNDS; count++) {
    rounds.push({
      bare: await onSchedule(ways.bare, REQUESTS_PER_ROUND),
      bridge: await onSchedule(ways.bridge, REQUESTS_PER_ROUND),
    })
  }
  bare.close()
  const measures: Record<string, Measures[string]> = {}
  for (const percent of [50, 99]) {
    const tell = (name: string, values: readonly number[], target: number | null = null) => {
      const value = round(median(values), 3)
      measures[`sip2.${name}.p${percent}`] = { value, unit: 'ms', target, better: 'lower' }
    }
    const without = rounds.map(({ bare }) => percentile(bare, percent))
    const withIt = rounds.map(({ bridge }) => percentile(bridge, percent))
    tell('bareRoundTrip', without)
    tell('bridgeRoundTrip', withIt)
    const added = withIt.map((value, index) => value - (without[index] ?? Number.NaN))
    tell('bridgeAdds', added, percent === 99 ? 1 : null)
  }
  return measures
}

async function memory(connection: Connection): Promise<Measures> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const heap = () => {
    collect()
    collect()
    return process.memoryUsage().heapUsed / 1_048_576
  }
  const points = [heap()]
  for (let quarter = 0; quarter < QUARTERS; quarter++) {
    for (let count = 0; count < MESSAGES / QUARTERS; count++)
      await connection.request('itemInformation', ITEM)
    points.push(heap())
  }
  const measures: Record<string, Measures[string]> = {}
  for (const [quarter, value] of points.entries()) {
    const messages = (quarter * MESSAGES) / QUARTERS
    measures[`sip2.heapAfter.${messages}`] = {
      value: round(value),
      unit: 'MiB',
      target: null,
      better: 'lower',
    }
  }
  const [, first = Number.NaN] = points
  const growth = Math.max(...points.slice(2)) - first
  measures['sip2.heapGrowth'] = { value: round(growth, 3), unit: 'MiB', target: 0.5, better: 'lower' }
  return measures
}

export async function run(): Promise<Measures> {
  const server = new Worker(new URL('./sip2-answering.ts', import.meta.url))
  const port = await new Promise<number>((resolve) => server.once('message', resolve))
  const connection = bridge(port)
  connection.start()
  const measures = { ...(await latencies(port, connection)), ...(await memory(connection)) }
  await connection.stop()
  await server.terminate()
  return measures
}
