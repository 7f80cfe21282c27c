/** Every call under every dialect: whatever a server answers, it is read, or fails with an error of ours; no call goes on for ever. */
import { DIALECT_NAMES, DIALECTS } from 'sip2/dialects'
import { buildMessage, type Fields, type Message, parseMessage } from 'sip2/protocol'
import { describe, expect, it } from 'vitest'
import { Abilities } from '../../sip2-bridge/src/circulation/abilities.ts'
import { Caller } from '../../sip2-bridge/src/circulation/caller.ts'
import { fees, payFee } from '../../sip2-bridge/src/circulation/fee-calls.ts'
import { hold } from '../../sip2-bridge/src/circulation/hold-calls.ts'
import { item, updateItem } from '../../sip2-bridge/src/circulation/item-calls.ts'
import { LIST_MAX_PAGES, list } from '../../sip2-bridge/src/circulation/lists.ts'
import { checkin, checkout, renew, renewAll } from '../../sip2-bridge/src/circulation/loan-calls.ts'
import {
  blockPatron,
  enablePatron,
  endSession,
  patron,
  patronStatus,
} from '../../sip2-bridge/src/circulation/patron-calls.ts'
import { serverFacts } from '../../sip2-bridge/src/circulation/server.ts'
import { IlsError, itemId, patronId } from '../../sip2-bridge/src/circulation/types.ts'
import { FIELDS } from '../../sip2-bridge/src/protocol/fields.ts'
import { MESSAGES } from '../../sip2-bridge/src/protocol/messages.ts'
import { ANSWER, type AnswerName, type RequestName } from '../../sip2-bridge/src/protocol/pairs.ts'
import { Random } from '../support/random.ts'

const CASES_EACH = 100
const VALUES = [
  '',
  'Y',
  'N',
  'U',
  '1',
  '0',
  '   ',
  '0001',
  '9999',
  '-1',
  '3,50',
  '(2)',
  '20261006    120000',
  'EUR',
  'é|x',
]
const IDS = [...Object.values(FIELDS).map(({ id }) => id), 'FA', 'FB', 'FG', 'PA', 'ZZ']

/** A message of this name with anything in it: a header of any length, fields of any message, in any order. */
function anything(random: Random, name: AnswerName<RequestName>): Message {
  const letters = () => String.fromCharCode(32 + random.below(95))
  const header = Array.from({ length: random.below(64) }, () =>
    random.pick(['Y', 'N', '0', '1', ' ', letters()]),
  )
  const fields = Array.from({ length: random.below(30) }, () => {
    const value = random.chance(0.2)
      ? Array.from({ length: random.below(40) }, letters).join('')
      : random.pick(VALUES)
    return `${random.pick(IDS)}${value}|`
  })
  const result = parseMessage(Buffer.from(MESSAGES[name].code + header.join('') + fields.join('')))
  if (!result.ok) throw new Error(`no message: ${name}`)
  return result.message
}

const ada = { patron: patronId('P1'), pin: '1' }
const book = itemId('I1')
const CALLS: Readonly<Record<string, (caller: Caller) => Promise<unknown>>> = {
  patronStatus: (caller) => patronStatus(caller, ada),
  patron: (caller) => patron(caller, ada),
  list: (caller) => list(caller, { ...ada, list: 'charged' }),
  fees: (caller) => fees(caller, ada),
  endSession: (caller) => endSession(caller, ada),
  item: (caller) => item(caller, book),
  checkout: (caller) => checkout(caller, { ...ada, item: book }),
  checkin: (caller) => checkin(caller, { item: book }),
  renew: (caller) => renew(caller, { ...ada, item: book }),
  renewAll: (caller) => renewAll(caller, ada),
  payFee: (caller) =>
    payFee(caller, { ...ada, amount: { minor: 1, currency: 'EUR' }, means: 'cash', transactionId: 'K1' }),
  hold: (caller) => hold(caller, 'place', { ...ada, item: book }),
  updateItem: (caller) => updateItem(caller, { item: book, properties: 'x' }),
  blockPatron: (caller) => blockPatron(caller, { ...ada, message: 'x', cardRetained: false }),
  enablePatron: (caller) => enablePatron(caller, ada),
}

describe.each(DIALECT_NAMES)(`under the dialect %s, over ${CASES_EACH} answers`, (name) => {
  it.each(Object.entries(CALLS))('%s tells something or fails with an error of ours', async (_, call) => {
    let answered = 0
    for (let seed = 1; seed <= CASES_EACH; seed++) {
      const random = new Random(seed)
      let asks = 0
      const abilities = new Abilities(DIALECTS[name], () => null)
      const connection = {
        request: async <N extends RequestName>(request: N, fields: Fields<N>) => {
          buildMessage(request, fields, { sequence: 0 })
          asks++
          return anything(random, ANSWER[request]) as Message<AnswerName<N>>
        },
      }
      const caller = new Caller(connection, DIALECTS[name], abilities, {
        institution: 'LIB',
        terminalPassword: '',
        location: '',
        currency: 'EUR',
        wallDate: () => new Date(0),
      })
      try {
        const told = await call(caller)
        expect(JSON.stringify(told) === undefined, `seed ${seed}`).toBe(false)
        answered++
      } catch (error) {
        expect(error instanceof IlsError && error.failure, `seed ${seed}`).toBe('refusedBySupport')
      }
      expect(asks, `seed ${seed}`).toBeLessThanOrEqual(LIST_MAX_PAGES + 1)
    }
    expect([0, CASES_EACH]).toContain(answered)
  })

  it('the server’s word about itself is read', () => {
    for (let seed = 1; seed <= CASES_EACH; seed++) {
      const said = anything(new Random(seed), 'acsStatus') as Message<'acsStatus'>
      const { timeoutMilliseconds } = serverFacts(said.fields, DIALECTS[name].answers)
      expect(timeoutMilliseconds ?? 1, `seed ${seed}`).toBeGreaterThan(0)
    }
  })
})
