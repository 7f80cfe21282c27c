import { describe, expect, it } from 'vitest'
import { ours } from './ours.ts'
import { rows, type TypedReading } from './recordings.ts'

/** A value of ours in the types that others choose: flags as booleans, counts as numbers, nothing as null or ''. */
function agrees(mine: unknown, theirs: unknown): boolean {
  if (typeof theirs === 'boolean') return (mine === 'Y' || mine === '1') === theirs
  if (typeof theirs === 'number') return Number(mine) === theirs
  if (Array.isArray(theirs)) {
    const list = [mine ?? []].flat().filter((text) => text !== '')
    return JSON.stringify(list) === JSON.stringify(theirs)
  }
  return (mine ?? '') === (theirs ?? '')
}

interface Fault {
  readonly by: string
  readonly what: string
  readonly concerns: (message: string, field: string, theirs: unknown) => boolean
}

/** The first field with an identifier, which stands behind no pipe. */
const firstField = (message: string): string =>
  message.slice(2 + ours(message).fixed.join('').length).split('|')[0] ?? ''
const idOf: Readonly<Record<string, string>> = {
  institutionId: 'AO',
  patronId: 'AA',
  itemId: 'AB',
  screenMessage: 'AF',
}
const isFirst = (message: string, field: string): boolean =>
  firstField(message).startsWith(idOf[field] ?? '-')
const isFirstAndNotInstitution = (message: string, field: string): boolean =>
  field !== 'institutionId' && isFirst(message, field)
const isIn = (message: string, ...codes: readonly string[]) => codes.includes(message.slice(0, 2))
const LISTS = ['holdItem', 'overdueItem', 'chargedItem', 'fineItem']

/** What these peers get wrong by their own source; every other difference is ours to explain. */
const FAULTS: readonly Fault[] = [
  {
    by: 'jsip2',
    what: 'finds a field only behind a pipe, so not the first one, unless that is the institution',
    concerns: isFirstAndNotInstitution,
  },
  {
    by: 'jsip2',
    what: 'SIP2PatronEnableResponseParser passes over the fee, SIP2PatronInformationResponseParser over the location',
    concerns: (message, field) =>
      (isIn(message, '26') && field === 'feeAmount') ||
      (isIn(message, '64') && field === 'permanentLocation'),
  },
  {
    by: 'node-sip2',
    what: 'finds a field only behind a pipe, so not the first one, unless that is the institution',
    concerns: isFirstAndNotInstitution,
  },
  {
    by: 'node-sip2',
    what: 'PatronInformation.js takes characters 47 to 53 for the recall count, which stands at 53 to 57',
    concerns: (message, field) => isIn(message, '64') && field === 'recallItemsCount',
  },
  {
    by: 'node-sip2',
    what: 'reads a fee in the answer to patron enable, where SIP2 2.00 has none',
    concerns: (message, field) => isIn(message, '26') && field === 'feeAmount',
  },
  {
    by: 'gigaflair-sip2-bridge',
    what: 'sip-parser.ts reads the list of one kind from the identifier of the next (AT for holds, AU for overdue …)',
    concerns: (message, field) => isIn(message, '64') && LISTS.includes(field),
  },
  {
    by: 'gigaflair-sip2-bridge',
    what: 'sip-parser.ts takes two capitals in the value of the first field for a new field, or starts too late for it',
    concerns: (message, field, theirs) =>
      isFirst(message, field) || (theirs !== '' && firstField(message).includes(String(theirs))),
  },
  {
    by: 'gigaflair-sip2-bridge',
    what: 'sip-parser.ts puts a word of its own where the server said nothing',
    concerns: (_, field, theirs) =>
      ['titleId', 'personalName'].includes(field) && /^Unknown/.test(String(theirs)),
  },
  {
    by: 'sip2-ruby',
    what: 'gives the first of several screen messages or print lines',
    concerns: (_, field) => field === 'screenMessage' || field === 'printLine',
  },
]

/** What sip2-ruby says in words of its own about the patron status. */
const STATUS_WORDS = ['mayCheckout', 'cardLost']

function compare(file: string) {
  const compared = new Map<string, number>()
  const unexplained: string[] = []
  const seen = new Set<Fault>()
  for (const { by, message, values } of rows<TypedReading>(file)) {
    const mine = ours(message).values
    for (const [field, theirs] of Object.entries(values ?? {})) {
      if (STATUS_WORDS.includes(field)) continue
      compared.set(by, (compared.get(by) ?? 0) + 1)
      if (agrees(mine[field], theirs)) continue
      const fault = FAULTS.find((one) => one.by === by && one.concerns(message, field, theirs))
      if (fault === undefined) unexplained.push(`${by} ${field}: ${String(theirs)} in ${message}`)
      else seen.add(fault)
    }
  }
  return { compared, unexplained, seen }
}

describe('what typed readers say', () => {
  const messages = compare('read-typed.jsonl')
  const answers = compare('answers-typed.jsonl')

  it('of messages and of servers’ answers is what is read here, but for the faults named', () => {
    expect([...messages.unexplained, ...answers.unexplained]).toEqual([])
  })

  it('is compared value by value, for four of them', () => {
    const least = { jsip2: 200, 'node-sip2': 100, 'gigaflair-sip2-bridge': 100, 'sip2-ruby': 30 }
    for (const [peer, count] of Object.entries(least))
      expect((messages.compared.get(peer) ?? 0) + (answers.compared.get(peer) ?? 0), peer).toBeGreaterThan(
        count,
      )
  })

  it('has every fault named', () => {
    const missed = FAULTS.filter((fault) => !messages.seen.has(fault) && !answers.seen.has(fault))
    expect(missed.map(({ by, what }) => `${by}: ${what}`)).toEqual([])
  })

  it('refuses nothing that is a message of 2.00, save where jsip2 wants fields that may be missing', () => {
    for (const { by, message, values } of [
      ...rows<TypedReading>('read-typed.jsonl'),
      ...rows<TypedReading>('answers-typed.jsonl'),
    ]) {
      if (values !== undefined) continue
      expect(by).toBe('jsip2')
      // SIP2ACSStatusResponseParser fails without BX; AlertTypeFactory without one of its codes in CV.
      expect(isIn(message, '98') ? !message.includes('|BX') : /\|CV/.test(message), message).toBe(true)
      expect(ours(message).checked).toBe(true)
    }
  })
})
