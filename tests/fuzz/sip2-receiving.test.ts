/** From bytes on the wire to an answer: whatever a server sends, nothing throws and nothing wrong is believed. */
import fc from 'fast-check'
import { buildMessage, Framer, type Message } from 'sip2/protocol'
import { describe, expect, it } from 'vitest'
import {
  amount,
  circulationStatus,
  count,
  due,
  mediaType,
  messages,
} from '../../sip2-bridge/src/circulation/read.ts'
import { Exchange, type Outcome } from '../../sip2-bridge/src/connection/exchange.ts'
import { RESENDS_MAX } from '../../sip2-bridge/src/connection/habits.ts'
import { Rejoiner } from '../../sip2-bridge/src/connection/rejoin.ts'
import { Random } from '../support/random.ts'

const CASES = 20_000
const SEQUENCE = 4

const answer = (titleId: string, sequence: number | null) =>
  buildMessage(
    'itemInformationResponse',
    {
      circulationStatus: '03',
      securityMarker: '02',
      feeTypeCode: '01',
      transactionDate: '20261006    120600',
      itemId: '1',
      titleId,
    },
    { sequence },
  )

/** One thing a server may send while an answer with `SEQUENCE` is awaited; none of them is that answer. */
function disturbance(random: Random): Buffer {
  const kinds: readonly (() => Buffer)[] = [
    () => answer('late', (SEQUENCE + 1 + random.below(9)) % 10),
    () => Buffer.from('Use of uninitialized value $x at Patron.pm line 7\r\n'),
    () => Buffer.from(Array.from({ length: random.below(60) }, () => random.below(256))),
    () => answer('cut', SEQUENCE).subarray(0, 5 + random.below(40)),
    () => damaged(random),
    () => Buffer.from(random.pick(['\r\n\r\n', '\u0000', '96AZFEF6\r', '96\r', '97AZFEF5\r'])),
  ]
  return random.pick(kinds)()
}

function damaged(random: Random): Buffer {
  const bytes = Buffer.from(answer('damaged', SEQUENCE))
  const at = random.below(bytes.length - 1)
  bytes[at] = ((bytes[at] ?? 0) + 1 + random.below(254)) % 256
  return bytes
}

/** What went out, and how it ended. */
async function receive(stream: Buffer, random: Random): Promise<{ sent: number; outcome: Outcome | null }> {
  let sent = 0
  let outcome: Outcome | null = null
  const framer = new Framer()
  const rejoiner = new Rejoiner()
  const exchange = new Exchange({
    bytes: Buffer.from('the request'),
    expect: 'itemInformationResponse',
    sequence: SEQUENCE,
    charset: 'utf8',
    terminator: 'CR',
    checksums: 'optional',
    resends: true,
    retriesMax: RESENDS_MAX,
    readOnly: true,
    previous: null,
    isAbout: (message: Message) => 'titleId' in message.fields && message.fields.titleId === 'right',
    send: () => sent++,
    onStatus: () => undefined,
    count: () => undefined,
  })
  exchange.outcome.then((end) => {
    outcome = end
  })
  for (let at = 0; at < stream.length; ) {
    const next = at + 1 + random.below(80)
    for (const line of framer.lines(stream.subarray(at, next))) {
      const result = rejoiner.take(line, 'utf8')
      if (result !== null) exchange.take(result)
    }
    at = next
  }
  await Promise.resolve()
  return { sent, outcome }
}

describe(`receiving over ${CASES} streams`, () => {
  it('believes no answer but the right one, and asks a limited number of times', async () => {
    let answered = 0
    for (let seed = 1; seed <= CASES; seed++) {
      const random = new Random(seed)
      const before = Array.from({ length: random.below(4) }, () => disturbance(random))
      const { sent, outcome } = await receive(
        Buffer.concat([...before, Buffer.from('\r'), answer('right', SEQUENCE)]),
        random,
      )
      expect(sent, `seed ${seed}`).toBeLessThanOrEqual(1 + RESENDS_MAX)
      // Nothing of what disturbs leaves it waiting for ever: it ends with the right answer, or with a reason.
      expect(outcome, `seed ${seed}`).not.toBeNull()
      if (outcome === null || !('answer' in outcome)) continue
      expect(outcome.answer.fields, `seed ${seed}`).toMatchObject({ titleId: 'right' })
      answered++
    }
    expect(answered).toBeGreaterThan(CASES / 2)
  })
})

describe('reading values', () => {
  it('never throws, and gives whole numbers and real dates or nothing', () => {
    const notation = fc.stringMatching(/^[-$€ ]{0,2}[0-9.,' ]{0,20}$/)
    const date = fc.stringMatching(/^[0-9]{1,8}[-./ T:0-9Z]{0,16}$/)
    fc.assert(
      fc.property(fc.oneof(fc.string(), notation, date), fc.string({ maxLength: 3 }), (text, code) => {
        const owed = amount({ feeAmount: text, currency: code }, 'EUR')
        if (owed !== null) expect(Number.isSafeInteger(owed.minor)).toBe(true)
        const iso = due(text)?.iso ?? null
        if (iso !== null) expect(iso).toMatch(/^\d{4}-\d\d-\d\d(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d)?$/)
        expect(messages([text]).join()).not.toMatch(/[\r\n]/)
        expect(count(text) ?? 0).toBeGreaterThanOrEqual(0)
        expect([circulationStatus(text), mediaType(text)]).not.toContain(undefined)
      }),
      { numRuns: 20_000 },
    )
  })
})
