import {
  createSimulator,
  DEMO_LIBRARY,
  demoItem,
  demoPatrons,
  type Simulator,
} from '../simulator/simulator.ts'
import { type Command, UsageError } from './command.ts'
import { charsetOf, readOptions, wholeNumber } from './options.ts'

export const SIMULATE_USAGE = `sip2 simulate [--port 6001] [--host 127.0.0.1] [--login user:password] [--state file]
              [--latency 0] [--charset utf8] [--crlf] [--no-checksums]
    Serves the demo library until Ctrl-C.
    --port           0: a free one
    --login          demanded of every client
    --state          loans, holds and fees are kept in this file
    --latency        milliseconds before each answer
    --charset        utf8, latin1, cp850, cp437, win1252 or ascii
    --crlf           answers end with CR LF instead of CR
    --no-checksums   answers carry none, even to a client that sends them`

const PORT = '6001'
const PORT_MAX = 65_535
const LATENCY_MAX_MILLISECONDS = 600_000

const ITEMS: readonly (readonly [title: string, shows: string])[] = [
  ['The Time Machine', 'on the shelf'],
  ['Les Misérables', 'on loan'],
  ['The Secret Garden', 'waits on the hold shelf for Ines M.'],
  ['Walden', 'on loan, and Ines M. waits for it'],
  ['The Complete Works of William Shakespeare', 'not for loan'],
  ['War and Peace, read aloud', 'a set of three parts'],
  ['Преступление и наказание', 'a title in Cyrillic'],
]

export const simulate: Command = async (options, { out, complain, ended }) => {
  const { values } = readOptions(options, {
    valued: ['port', 'host', 'login', 'state', 'latency', 'charset'],
    switches: ['crlf', 'no-checksums'],
    positionalsMax: 0,
  })
  const port = wholeNumber('port', values.port ?? PORT, PORT_MAX)
  const latencyMilliseconds = wholeNumber('latency', values.latency ?? '0', LATENCY_MAX_MILLISECONDS)
  const login = values.login === undefined ? undefined : loginOf(values.login)
  const simulator = await createSimulator({
    port,
    host: values.host ?? '127.0.0.1',
    charset: charsetOf(values.charset ?? 'utf8'),
    terminator: values.crlf === true ? 'CRLF' : 'CR',
    errorDetection: values['no-checksums'] === true ? 'never' : 'mirror',
    onTrouble: (error) =>
      complain(`the state cannot be kept: ${error instanceof Error ? error.message : error}`),
    ...(login === undefined ? {} : { login }),
    ...(values.state === undefined ? {} : { stateFile: values.state }),
  })
  await simulator.setFaults({ latencyMilliseconds })
  for (const line of welcome(simulator, login)) out(line)
  await ended
  await simulator.close()
  return 0
}

function loginOf(text: string): { readonly user: string; readonly password: string } {
  const [, user, password] = /^([^:]+):(.+)$/.exec(text) ?? []
  if (user === undefined || password === undefined) throw new UsageError('--login takes user:password')
  return { user, password }
}

function welcome(
  { host, port }: Simulator,
  login: { readonly user: string; readonly password: string } | undefined,
): readonly string[] {
  const cards = demoPatrons.map(({ patronId, pin, name, shows }) => [patronId, pin ?? '-', name, shows])
  const items = ITEMS.map(([title, shows]) => [demoItem(title).itemId, title, shows])
  return [
    `${DEMO_LIBRARY.name} listens on ${host}, port ${port}`,
    `Institution ${DEMO_LIBRARY.institution}; ${login === undefined ? 'no login' : `login ${login.user}, password ${login.password}`}`,
    '',
    ...table([['Card', 'PIN', 'Name', 'Shows'], ...cards]),
    '',
    ...table([['Item', 'Title', 'Shows'], ...items]),
    '',
    'Ctrl-C ends.',
  ]
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
