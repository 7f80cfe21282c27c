/** The library system in plain words, over SIP2: every message of 2.00, as the dialect has it. */
import { type ConnectionOptions, type ConnectionStatus, createConnection } from '../connection/connection.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { DIALECTS, type DialectName } from '../dialects/dialects.ts'
import type { Charset } from '../protocol/codec.ts'
import { Abilities } from './abilities.ts'
import { Caller } from './caller.ts'
import type { Capabilities, Circulation } from './contract.ts'
import { fees, payFee } from './fee-calls.ts'
import { hold } from './hold-calls.ts'
import { item, updateItem } from './item-calls.ts'
import { list } from './lists.ts'
import { checkin, checkout, renew, renewAll } from './loan-calls.ts'
import { blockPatron, enablePatron, endSession, patron, patronStatus } from './patron-calls.ts'
import { orNull, told } from './read.ts'
import { type ServerFacts, serverFacts } from './server.ts'
import type { IlsStatus } from './types.ts'

export type * from './account.ts'
export type * from './contract.ts'
export { COMPLETED_MAX_ITEMS, type CompletedEntry, withItems } from './entries.ts'
export { type Call, mayBeRepeated } from './repeat.ts'
export type { ServerFacts } from './server.ts'
export * from './types.ts'

type FromDialect = 'charset' | 'terminator' | 'errorDetection'

/** What is left out is the dialect's. */
export interface CirculationOptions extends Omit<ConnectionOptions, FromDialect> {
  readonly institution: string
  /** Empty at most libraries. */
  readonly terminalPassword: string
  readonly dialect: DialectName
  readonly charset?: Charset | undefined
  readonly terminator?: 'CR' | 'CRLF' | undefined
  readonly errorDetection?: boolean | undefined
  /** ISO 4217, of amounts that come without one. */
  readonly currency?: string | undefined
  /** Today, on the wall: for the dates in messages. */
  readonly wallDate?: () => Date
}

/** Which status of the connection is which to callers. */
const STATE = {
  connecting: 'connecting',
  ready: 'online',
  refused: 'refused',
  away: 'away',
  stopped: 'connecting',
} as const

export function createCirculation(options: CirculationOptions): Circulation {
  const dialect = DIALECTS[options.dialect]
  const connection = createConnection({ ...dialect.connection, ...given(options) })
  const abilities = new Abilities(dialect, () => connection.status.server)
  const caller = new Caller(connection, dialect, abilities, {
    institution: options.institution,
    terminalPassword: options.terminalPassword,
    location: options.login?.location ?? '',
    currency: options.currency ?? dialect.answers.currency,
    wallDate: options.wallDate ?? (() => new Date()),
  })
  connection.onStatus(({ state }) => {
    if (state === 'connecting' || state === 'away') abilities.reset()
    else abilities.look()
  })
  return {
    get status(): IlsStatus {
      return statusOf(connection.status, dialect)
    },
    get capabilities(): Capabilities {
      return abilities.all()
    },
    get server(): ServerFacts | null {
      const { server } = connection.status
      return server === null ? null : serverFacts(server, dialect.answers)
    },
    onCapabilities: (listener) => abilities.onChange(listener),
    onStatus: (listener) => connection.onStatus((status) => listener(statusOf(status, dialect))),
    start: () => connection.start(),
    stop: () => connection.stop(),
    tell: (terminal) => connection.tell(terminal),
    check: () => connection.check(),
    patronStatus: (request) => patronStatus(caller, request),
    patron: (request) => patron(caller, request),
    list: (request) => list(caller, request),
    fees: (request) => fees(caller, request),
    endSession: (request) => endSession(caller, request),
    item: (asked) => item(caller, asked),
    checkout: (request) => checkout(caller, request),
    checkin: (request) => checkin(caller, request),
    renew: (request) => renew(caller, request),
    renewAll: (request) => renewAll(caller, request),
    payFee: (payment) => payFee(caller, payment),
    placeHold: (request) => hold(caller, 'place', request),
    changeHold: (request) => hold(caller, 'change', request),
    cancelHold: (request) => hold(caller, 'cancel', request),
    updateItem: (request) => updateItem(caller, request),
    blockPatron: (request) => blockPatron(caller, request),
    enablePatron: (request) => enablePatron(caller, request),
  }
}

/** Without what is undefined, which would hide the dialect's. */
type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> }
function given<T extends object>(options: T): Given<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Given<T>
}

function statusOf({ state, detail, server }: ConnectionStatus, { offline }: Dialect): IlsStatus {
  const asStored = offline.checkout === 'honoured' || offline.checkin === 'honoured'
  return {
    state: STATE[state],
    checkoutOk: told(server?.checkoutOk),
    checkinOk: told(server?.checkinOk),
    takesStored: !(asStored && told(server?.offlineOk) === 'no'),
    libraryName: orNull(server?.libraryName),
    detail,
  }
}
