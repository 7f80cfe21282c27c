/** A connection on a clock that the test moves, to a server that follows a script. */
import { afterEach } from 'vitest'
import { ManualClock } from './clock.test-support.ts'
import { type Connection, createConnection } from './connection.ts'
import type { ConnectionOptions, ConnectionState } from './contract.ts'
import { type Script, ScriptedServer, type ServerOptions } from './scripted-server.test-support.ts'

export const TIMEOUT = 7_000
export const DATE = '20261006    120000'
export const item = { transactionDate: DATE, institutionId: 'M', itemId: '1' }
export const loan = {
  renewalPolicy: 'N',
  noBlock: 'N',
  transactionDate: DATE,
  nbDueDate: ' '.repeat(18),
  institutionId: 'M',
  patronId: '2',
  itemId: '1',
  terminalPassword: '',
}
export const ITEM = '1803020120261006    120600AB1|AJtitle|'
export const LOAN = '121NNY20261006    120531AOM|AA2|AB1|AJtitle|AH|'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

export async function stage(
  script: Script,
  change: Partial<ConnectionOptions> = {},
  options: ServerOptions = {},
) {
  const server = new ScriptedServer(script, options)
  open.push(server)
  const clock = new ManualClock()
  const connection = createConnection({
    host: '127.0.0.1',
    port: await server.listen(),
    charset: 'utf8',
    terminator: 'CR',
    errorDetection: true,
    timeoutMilliseconds: TIMEOUT,
    clock,
    random: () => 0,
    ...change,
  })
  open.push({ close: () => connection.stop() })
  const states: ConnectionState[] = []
  connection.onStatus(({ state }) => states.push(state))
  connection.start()
  return { server, clock, connection, states }
}

export const become = (connection: Connection, wanted: ConnectionState): Promise<void> =>
  new Promise((resolve) => {
    if (connection.status.state === wanted) return resolve()
    const end = connection.onStatus(({ state }) => {
      if (state !== wanted) return
      end()
      resolve()
    })
  })

/** Closes instead of answering. */
export const closing: Script = (_, __, socket) => {
  socket.destroy()
  return null
}
export const login = { user: 'kiosk', password: 'secret', location: 'door' }

/** Resolves when this has happened. */
export async function counted(connection: Connection, counter: string): Promise<void> {
  while (connection.status.counters[counter] === undefined)
    await new Promise((resolve) => setImmediate(resolve))
}
