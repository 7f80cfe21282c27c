import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import type { Charset } from '../../protocol/codec.ts'
import type { Direction } from '../../transcript/transcript.ts'
import { type Command, type Surroundings, UsageError } from '../command.ts'
import { explain } from '../explain.ts'
import { charsetOf, readOptions } from '../options.ts'
import { fileOf, type Target, targetOf, tlsOf } from '../wire/target.ts'
import { type Pair, pass } from './pass.ts'
import { Printer } from './printer.ts'
import { type Recording, record } from './recording.ts'
import { Statistics, Watch } from './statistics.ts'

export const PROXY_USAGE = `sip2 proxy --listen [host:]port --to host:port [--record file] [--show-patrons] [--charset utf8]
           [--tls [--ca file] [--cert file --key file]] [--listen-tls-cert file --listen-tls-key file]
    Stands between kiosks and their library system: passes bytes unchanged, and shows what they say until Ctrl-C.
    Secrets are always hidden, patron data unless --show-patrons.
    --listen   host is 127.0.0.1 where left out
    --record   writes a transcript, masked, to a new file
    --tls      the library system speaks TLS; --listen-tls-…: kiosks do`

const CLIENTS_MAX = 256

interface Shown {
  readonly charset: Charset
  readonly mask: boolean
}

export const proxy: Command = async (options, surroundings) => {
  const { values } = readOptions(options, {
    valued: ['listen', 'to', 'record', 'charset', 'ca', 'cert', 'key', 'listen-tls-cert', 'listen-tls-key'],
    switches: ['tls', 'show-patrons'],
    positionalsMax: 0,
  })
  if (values.listen === undefined || values.to === undefined)
    throw new UsageError('--listen and --to are needed')
  const listen = targetOf(/^\d+$/.test(values.listen) ? `127.0.0.1:${values.listen}` : values.listen)
  const target = targetOf(values.to)
  const tls = tlsOf(values)
  const own = ownTls(values['listen-tls-cert'], values['listen-tls-key'])
  const shown: Shown = { charset: charsetOf(values.charset ?? 'utf8'), mask: values['show-patrons'] !== true }
  const recording = values.record === undefined ? null : await record(values.record, surroundings.complain)

  const printer = new Printer(surroundings.write)
  const statistics = new Statistics()
  const pairs = new Set<Pair>()
  const enter = (client: Socket) => {
    const connection = new Connection(++statistics.connections, { printer, statistics, recording, shown })
    const pair = pass(client, { target, tls, tap: (direction, chunk) => connection.passed(direction, chunk) })
    pairs.add(pair)
    void pair.done.then((reason) => {
      pairs.delete(pair)
      connection.closed(reason)
    })
  }
  const server =
    own === null
      ? createServer({ allowHalfOpen: true }, enter)
      : createTlsServer({ ...own, allowHalfOpen: true }, enter)
  server.maxConnections = CLIENTS_MAX
  server.on('tlsClientError', () => statistics.fault('clients that could not agree on TLS'))
  const port = await opened(server, listen)
  surroundings.out(
    `listens on ${listen.host}, port ${port}; passes on to ${target.host}, port ${target.port}`,
  )
  surroundings.out('Ctrl-C ends.')
  await surroundings.ended

  server.close()
  const last = [...pairs].map((pair) => pair.done)
  for (const pair of pairs) pair.destroy()
  await Promise.all(last)
  await printer.flush()
  await recording?.end()
  tell(surroundings, statistics, printer)
  return 0
}

function ownTls(certFile: string | undefined, keyFile: string | undefined) {
  if (certFile === undefined && keyFile === undefined) return null
  if (certFile === undefined || keyFile === undefined)
    throw new UsageError('--listen-tls-cert and --listen-tls-key go together')
  return { cert: fileOf('listen-tls-cert', certFile), key: fileOf('listen-tls-key', keyFile) }
}

function opened(server: Server, { host, port }: Target): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

function tell({ out }: Surroundings, statistics: Statistics, printer: Printer): void {
  out('')
  for (const line of statistics.summary()) out(line)
  if (printer.dropped > 0)
    out(`${printer.dropped} messages were not shown: they came faster than they can be read.`)
}

interface Onlookers {
  readonly printer: Printer
  readonly statistics: Statistics
  readonly recording: Recording | null
  readonly shown: Shown
}

/** Everybody who looks on at one connection. */
class Connection {
  readonly #number: number
  readonly #watch: Watch
  readonly #recorded: ReturnType<Recording['recorder']['opened']> | undefined
  readonly #onlookers: Onlookers

  constructor(number: number, onlookers: Onlookers) {
    const { printer, recording, shown, statistics } = onlookers
    this.#number = number
    this.#onlookers = onlookers
    this.#recorded = recording?.recorder.opened()
    this.#watch = new Watch({
      charset: shown.charset,
      now: () => performance.now(),
      statistics,
      seen: (direction, frame, milliseconds) => {
        const at = new Date()
        printer.print(() => this.#head(at, direction, milliseconds) + inWords(frame, shown))
      },
    })
    this.#note('connected')
  }

  passed(direction: Direction, chunk: Buffer): void {
    this.#recorded?.passed(direction, chunk)
    this.#watch.passed(direction, chunk)
  }

  closed(reason: string | null): void {
    this.#recorded?.closed()
    this.#watch.closed()
    if (reason !== null) this.#onlookers.statistics.fault(reason)
    this.#note(reason === null ? 'closed' : `closed: ${reason}`)
  }

  #note(text: string): void {
    const at = new Date()
    this.#onlookers.printer.print(() => `${clock(at)} #${this.#number} ${text}\n`)
  }

  #head(at: Date, direction: Direction, milliseconds: number | null): string {
    const sign = direction === 'toServer' ? '>' : '<'
    const took = milliseconds === null ? '' : `[${milliseconds.toFixed(1)} ms] `
    return `${clock(at)} #${this.#number} ${sign} ${took}`
  }
}

const inWords = (frame: Buffer, { charset, mask }: Shown): string => {
  const { lines } = explain(frame, { charset, mask })
  return `${lines.join('\n    ')}\n`
}

/** Local time of day, to the millisecond. */
const clock = (at: Date): string =>
  `${at.toTimeString().slice(0, 8)}.${String(at.getMilliseconds()).padStart(3, '0')}`
