/** A library system that answers what the test says, message by message, under a dialect the test makes. */
import type { Connection } from '../connection/connection.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { GENERIC } from '../dialects/generic.ts'
import { buildMessage, type Fields, type Message, parseMessage } from '../protocol/codec.ts'
import type { AnswerName, RequestName } from '../protocol/pairs.ts'
import { Abilities } from './abilities.ts'
import { Caller } from './caller.ts'
import { IlsError } from './types.ts'

type Part = Exclude<keyof Dialect, 'label' | 'supports'>
export type DialectChange = { readonly [P in Part]?: Partial<Dialect[P]> } & Partial<
  Pick<Dialect, 'supports'>
>

export const dialectWith = (change: DialectChange): Dialect => ({
  ...GENERIC,
  connection: { ...GENERIC.connection, ...change.connection },
  requests: { ...GENERIC.requests, ...change.requests },
  answers: { ...GENERIC.answers, ...change.answers },
  fees: { ...GENERIC.fees, ...change.fees },
  offline: { ...GENERIC.offline, ...change.offline },
  supports: change.supports ?? {},
})

export interface Stage {
  readonly caller: Caller
  readonly abilities: Abilities
  /** Requests as they would stand on the wire, without trailer and end. */
  readonly sent: string[]
  /** The last word of the server about itself, as a message. */
  status: string | null
}

/** Each request takes the next answer: a message, or an error to reject with. */
export function stage(change: DialectChange, ...answers: (string | IlsError)[]): Stage {
  const dialect = dialectWith(change)
  const sent: string[] = []
  let status: string | null = null
  const connection: Pick<Connection, 'request'> = {
    request: async <N extends RequestName>(name: N, fields: Fields<N>) => {
      sent.push(buildMessage(name, fields, { sequence: null }).toString('utf8').trimEnd())
      const next = answers.shift()
      if (next === undefined) throw new Error(`nothing to answer ${name} with`)
      if (next instanceof IlsError) throw next
      return read(next) as Message<AnswerName<N>>
    },
  }
  const abilities = new Abilities(dialect, () =>
    status === null ? null : (read(status).fields as Fields<'acsStatus'>),
  )
  const caller = new Caller(connection, dialect, abilities, {
    institution: 'LIB',
    terminalPassword: '',
    location: 'DESK',
    currency: 'EUR',
    wallDate: () => new Date(2026, 9, 6, 12, 5, 30),
  })
  return {
    caller,
    abilities,
    sent,
    get status() {
      return status
    },
    set status(said) {
      status = said
    },
  }
}

function read(text: string): Message {
  const result = parseMessage(Buffer.from(text))
  if (!result.ok) throw new Error(`no message: ${text}`)
  return result.message
}
