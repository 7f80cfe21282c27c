import { describe, expect, it } from 'vitest'
import { buildMessage, type Message, parseMessage } from '../protocol/codec.ts'
import { Exchange, type ExchangeOptions, type Outcome } from './exchange.ts'
import { RESENDS_MAX } from './habits.ts'

const request = Buffer.from('the request')
const item = (id: string, title: string, sequence: number | null) =>
  buildMessage(
    'itemInformationResponse',
    {
      circulationStatus: '03',
      securityMarker: '02',
      feeTypeCode: '01',
      transactionDate: '20261006    120600',
      itemId: id,
      titleId: title,
    },
    { sequence },
  )
const status = (sequence: number | null) => {
  const { message } = read('98YYYYNN10000320261006    1200002.00AOM|')
  return buildMessage('acsStatus', (message as Message<'acsStatus'>).fields, { sequence })
}
const damaged = Buffer.from('1803020120261006    120600AB1|AJt|AY4AZ0000')

function read(bytes: Buffer | string) {
  const result = parseMessage(Buffer.from(bytes))
  if (!result.ok) throw new Error(result.fault)
  return result
}

/** An exchange for item 1 under sequence number 4 (or none), fed with `answers`; what went out, and how it ended. */
async function exchange(
  answers: readonly (Buffer | string)[],
  sequence: number | null = 4,
  change: Partial<ExchangeOptions> = {},
) {
  const sent: string[] = []
  const counted: string[] = []
  const statuses: Message[] = []
  let outcome: Outcome | null = null
  const running = new Exchange({
    bytes: request,
    expect: 'itemInformationResponse',
    sequence,
    charset: 'utf8',
    terminator: 'CR',
    checksums: 'optional',
    resends: true,
    retriesMax: RESENDS_MAX,
    readOnly: true,
    previous: null,
    isAbout: ({ fields }) => 'itemId' in fields && fields.itemId === '1',
    send: (bytes) => sent.push(bytes.toString()),
    onStatus: (message) => statuses.push(message),
    count: (counter) => counted.push(counter),
    ...change,
  })
  running.outcome.then((end) => {
    outcome = end
  })
  for (const answer of answers) running.take(parseMessage(Buffer.from(answer)))
  await Promise.resolve()
  return { sent, counted, statuses, outcome: outcome as Outcome | null }
}
const answered = (title: string) => ({ answer: { fields: { titleId: title } } })

describe('an exchange', () => {
  it('ends with the answer that carries its sequence number', async () => {
    const { outcome, sent } = await exchange([item('1', 'mine', 4)])
    expect(outcome).toMatchObject(answered('mine'))
    expect(sent).toEqual(['the request'])
  })

  it('discards answers to earlier requests and keeps waiting', async () => {
    const { outcome, counted } = await exchange([item('1', 'late', 3), item('1', 'mine', 4)])
    expect(outcome).toMatchObject(answered('mine'))
    expect(counted).toEqual(['lateAnswer'])
  })

  it('is over with its answer: a damaged copy in the same segment starts nothing', async () => {
    const { sent, counted } = await exchange([item('1', 'mine', 4), damaged])
    expect(sent).toEqual(['the request'])
    expect(counted).toEqual(['strayAnswer'])
  })

  it('believes its sequence number when the server calls the item by another of its numbers', async () => {
    expect((await exchange([item('0001', 'mine', 4)])).outcome).toMatchObject(answered('mine'))
  })

  it('without sequence numbers ends when an answer is about something else: pairing is lost', async () => {
    expect((await exchange([item('2', 'other', null)], null)).outcome).toHaveProperty('failed')
    expect((await exchange([item('1', 'mine', null)], null)).outcome).toMatchObject(answered('mine'))
  })

  it('asks for a damaged answer again with 97, not by sending the request again', async () => {
    const { outcome, sent } = await exchange([damaged, item('1', 'mine', 4)])
    expect(outcome).toMatchObject(answered('mine'))
    expect(sent).toEqual(['the request', '97AZFEF5\r'])
  })

  it('takes the repeated answer of a server that numbers it 0, and nothing else of that number', async () => {
    const { outcome } = await exchange([damaged, item('2', 'other', 0), item('1', 'mine', 0)])
    expect(outcome).toMatchObject(answered('mine'))
    expect((await exchange([item('1', 'late', 0), item('1', 'mine', 4)])).outcome).toMatchObject(
      answered('mine'),
    )
  })

  it('gives up when answers stay damaged', async () => {
    const { outcome, sent } = await exchange(new Array(RESENDS_MAX + 1).fill(damaged))
    expect(outcome).toEqual({ failed: 'answers stay damaged', how: 'confused', written: true })
    expect(sent).toHaveLength(1 + RESENDS_MAX)
  })

  it('sends the same bytes again after 96, and gives up when 96 does not end', async () => {
    expect((await exchange(['96AZFEF6', item('1', 'mine', 4)])).sent).toEqual(['the request', 'the request'])
    const endless = await exchange(new Array(RESENDS_MAX + 1).fill('96AZFEF6'))
    expect(endless.outcome).toHaveProperty('failed')
    expect(endless.sent).toHaveLength(1 + RESENDS_MAX)
  })

  it('gives up on 96 in answer to 97: the server has nothing to repeat', async () => {
    const { outcome, sent } = await exchange([damaged, '96'])
    expect(outcome).toHaveProperty('failed')
    expect(sent).toEqual(['the request', '97AZFEF5\r'])
  })

  it('takes the status from 98 in place of an answer, then asks again, also after a damaged answer', async () => {
    for (const before of [[], [damaged]]) {
      const { outcome, statuses, sent } = await exchange([...before, status(4), item('1', 'mine', 4)])
      expect(outcome).toMatchObject(answered('mine'))
      expect(statuses).toHaveLength(1)
      expect(sent.filter((bytes) => bytes === 'the request')).toHaveLength(2)
    }
  })

  it('does not take an old 98 for a change of status', async () => {
    const { statuses, sent } = await exchange([status(3), item('1', 'mine', 4)])
    expect(statuses).toEqual([])
    expect(sent).toEqual(['the request'])
  })

  it('reads past plain text and counts it', async () => {
    const { outcome, counted } = await exchange(['Problems handling the request: null', item('1', 'mine', 4)])
    expect(outcome).toMatchObject(answered('mine'))
    expect(counted).toEqual(['notAMessage'])
  })
})
