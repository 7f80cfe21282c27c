/** From the words on the command line to the simulator's options. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { GENERATED_MAX } from '../simulator/collection.ts'
import type { Faults } from '../simulator/faults.ts'
import { isPersonality, PERSONALITIES } from '../simulator/personalities/personalities.ts'
import type { SimulatorOptions, TlsServerOptions } from '../simulator/simulator.ts'
import { Recorder } from '../transcript/recorder.ts'
import { UsageError } from './command.ts'
import { faultsOf, probabilityOf } from './fault-options.ts'
import { charsetOf, readOptions, wholeNumber } from './options.ts'

const PORT = '6001'
const PORT_MAX = 65_535
const LATENCY_MAX_MILLISECONDS = 600_000
const IDLE_MAX_SECONDS = 86_400
const SEED_MAX = 4_294_967_295
const HISTORY_MAX_DEEDS = 10_000_000

const NAMES = {
  valued: [
    ...(['port', 'host', 'login', 'state', 'dialect', 'latency', 'charset', 'idle'] as const),
    ...(['items', 'patrons', 'history', 'tls-key', 'tls-cert', 'client-ca', 'chaos', 'seed'] as const),
    ...(['record', 'replay', 'unmatched'] as const),
  ],
  switches: ['crlf', 'no-checksums', 'telnet', 'cancel', 'unmasked'],
  repeated: ['fault'],
  positionalsMax: 0,
} as const
type Valued = (typeof NAMES.valued)[number]

export interface ReplayFile {
  readonly file: string
  readonly unmatched: 'silence' | 'close'
}

export interface SimulateOptions {
  readonly simulator: SimulatorOptions
  readonly faults: Partial<Faults>
  readonly replay: ReplayFile | undefined
  readonly record: { readonly file: string; readonly masked: boolean } | undefined
}

/** Throws UsageError; a file that cannot be read is an error of its own. */
export function simulateOptions(words: readonly string[]): SimulateOptions {
  const { values } = readOptions(words, NAMES)
  const text = (name: Valued): string | undefined => values[name]
  const number = (name: Valued, max: number): number | undefined => {
    const value = text(name)
    return value === undefined ? undefined : wholeNumber(name, value, max)
  }
  const given = <T>(name: string, value: T | undefined) => (value === undefined ? {} : { [name]: value })
  const login = text('login')
  if (values.telnet === true && login === undefined) throw new UsageError('--telnet needs --login')
  const charset = text('charset')
  const dialect = text('dialect') ?? 'lectern-demo'
  if (!isPersonality(dialect)) {
    throw new UsageError(`--dialect takes one of ${Object.keys(PERSONALITIES).join(', ')}`)
  }
  return {
    simulator: {
      port: number('port', PORT_MAX) ?? wholeNumber('port', PORT, PORT_MAX),
      host: text('host') ?? '127.0.0.1',
      personality: dialect,
      prompts: values.telnet === true,
      ...given('login', login === undefined ? undefined : loginOf(login)),
      ...given('stateFile', text('state')),
      ...given('charset', charset === undefined ? undefined : charsetOf(charset)),
      ...given('terminator', values.crlf === true ? 'CRLF' : undefined),
      ...given('errorDetection', values['no-checksums'] === true ? 'never' : undefined),
      ...given('cancels', values.cancel === true ? true : undefined),
      ...given('idleSeconds', number('idle', IDLE_MAX_SECONDS)),
      ...given('items', number('items', GENERATED_MAX)),
      ...given('patrons', number('patrons', GENERATED_MAX)),
      ...given('historyMax', number('history', HISTORY_MAX_DEEDS)),
      ...given('tls', tlsOf(text('tls-key'), text('tls-cert'), text('client-ca'))),
    },
    faults: {
      ...faultsOf(values.fault ?? []),
      ...given('latencyMilliseconds', number('latency', LATENCY_MAX_MILLISECONDS)),
      ...given('chaos', text('chaos') === undefined ? undefined : probabilityOf(text('chaos') ?? '')),
      ...given('seed', number('seed', SEED_MAX)),
    },
    replay: replayOf(text('replay'), text('unmatched') ?? 'silence', text('record')),
    record: recordOf(text('record'), values.unmasked !== true),
  }
}

function loginOf(text: string): { readonly user: string; readonly password: string } {
  const [, user, password] = /^([^:]+):(.+)$/.exec(text) ?? []
  if (user === undefined || password === undefined) throw new UsageError('--login takes user:password')
  return { user, password }
}

function tlsOf(key?: string, cert?: string, clientCa?: string): TlsServerOptions | undefined {
  if (key === undefined && cert === undefined && clientCa === undefined) return undefined
  if (key === undefined || cert === undefined) throw new UsageError('TLS needs --tls-key and --tls-cert')
  const pem = (file: string) => readFileSync(file, 'utf8')
  return { key: pem(key), cert: pem(cert), ...(clientCa === undefined ? {} : { clientCa: pem(clientCa) }) }
}

function replayOf(
  file: string | undefined,
  unmatched: string,
  record: string | undefined,
): ReplayFile | undefined {
  if (unmatched !== 'silence' && unmatched !== 'close')
    throw new UsageError('--unmatched takes silence or close')
  if (file === undefined) return undefined
  if (record !== undefined) throw new UsageError('--record and --replay exclude each other')
  return { file, unmatched }
}

const recordOf = (file: string | undefined, masked: boolean) =>
  file === undefined ? undefined : { file, masked }

/** What passes, line by line into a file that only its owner may read; `close` when all is said. */
export function fileRecorder({ file, masked }: { readonly file: string; readonly masked: boolean }): {
  readonly recorder: Recorder
  readonly close: () => void
} {
  const handle = openSync(file, 'w', 0o600)
  const recorder = new Recorder({
    masked,
    now: () => performance.now(),
    write: (text) => writeSync(handle, text),
  })
  return { recorder, close: () => closeSync(handle) }
}
