import { describe, expect, it } from 'vitest'
import { checkin, checkout, renew, renewAll } from './loan-calls.ts'
import { stage } from './stage.test-support.ts'
import { itemId, patronId } from './types.ts'

const patron = patronId('P1')
const item = itemId('I1')
const YES = '121NNY20261006    120531AOLIB|AAP1|ABI1|AJA title|AH20261027    235900|'
const NO = '120NUN20261006    120531AOLIB|AAP1|ABI1|'
const BACK = '101YNN20261006    120611AOLIB|ABI1|AQMAIN|'

describe('a checkout', () => {
  it('asks for a loan, not for a renewal, and for nothing that has happened already', async () => {
    const { caller, sent } = stage({}, YES)
    await checkout(caller, { patron, item })
    expect(sent).toEqual(['11NN20261006    120530                  AOLIB|AAP1|ABI1|AC|'])
  })

  it.each([
    ['omit', false, ''],
    ['N', false, 'BON|'],
    ['omit', true, 'BOY|'],
    ['N', true, 'BOY|'],
  ] as const)(
    'to a server that wants "no fee acknowledged" said by %s (acknowledged: %s) ends with %j',
    async (feeNotAcknowledged, feeAcknowledged, end) => {
      const { caller, sent } = stage({ requests: { feeNotAcknowledged } }, YES)
      await checkout(caller, { patron, item, feeAcknowledged })
      expect(sent[0]).toMatch(new RegExp(`AC\\|${end.replace('|', '\\|')}$`))
    },
  )

  it('of an outage has its own dates, and is "no block" only where that is honoured', async () => {
    const offline = { at: new Date(2026, 9, 5, 9, 0, 0), due: new Date(2026, 9, 19, 23, 59, 0) }
    const honoured = stage({ offline: { checkout: 'honoured' } }, YES)
    await checkout(honoured.caller, { patron, item, offline })
    expect(honoured.sent[0]).toMatch(/^11NY20261005 {4}09000020261019 {4}235900AO/)
    for (const noBlock of ['ignored', 'fatal'] as const) {
      const { caller, sent } = stage({ offline: { checkout: noBlock } }, YES)
      await checkout(caller, { patron, item, offline })
      expect(sent[0]).toMatch(/^11NN20261005 {4}090000/)
    }
  })

  it.each([
    ['   Z', /^11NN\d{8} {3}Z\d{6}/],
    ['0000', /^11NN\d{8}0000120530/],
  ] as const)('has dates in the zone %j', async (zone, pattern) => {
    const { caller, sent } = stage({ connection: { zone } }, YES)
    await checkout(caller, { patron, item })
    expect(sent[0]).toMatch(pattern)
  })

  it('is never sent as a cancel to a server that would make a loan of it', async () => {
    const { caller, sent } = stage({}, YES)
    await expect(checkout(caller, { patron, item, cancel: true })).rejects.toMatchObject({
      failure: 'refusedBySupport',
    })
    expect(sent).toEqual([])
    const proven = stage({ requests: { cancelIsHonoured: true } }, YES)
    await checkout(proven.caller, { patron, item, cancel: true })
    expect(proven.sent[0]).toContain('BIY|')
  })

  it('has empty fields where the server wants to see them, and none that it cannot bear', async () => {
    const { caller, sent } = stage(
      { requests: { sendEmpty: ['patronPassword'], omit: ['itemProperties'] } },
      YES,
    )
    await checkout(caller, { patron, item, properties: 'shelf' })
    expect(sent[0]).toContain('|AD|')
    expect(sent[0]).not.toContain('CH')
  })

  it('that is refused without title and date is read all the same', async () => {
    const { caller } = stage({}, NO)
    expect(await checkout(caller, { patron, item })).toEqual({
      lent: false,
      item,
      title: null,
      fee: null,
      reason: null,
      screenMessages: [],
      printLines: [],
    })
  })

  it('that costs a fee says how much, and that this is the reason', async () => {
    const { caller } = stage({}, `${NO}BT06|BHEUR|BV1,50|`)
    expect(await checkout(caller, { patron, item })).toMatchObject({
      lent: false,
      fee: { amount: { minor: 150, currency: 'EUR' }, type: '06' },
      reason: 'feeDue',
    })
  })

  const rules = {
    answers: {
      messages: [
        { about: ['checkout'], pattern: /^on hold/i, reason: 'onHold', refuses: false },
        { about: ['checkout'], pattern: /^not yours/i, reason: 'onLoan', refuses: true },
      ],
    },
  } as const

  it('has its reason from the server’s words where the dialect knows them, and from no others', async () => {
    const known = stage(rules, `${NO}AFOn hold for somebody|`)
    expect(await checkout(known.caller, { patron, item })).toMatchObject({ lent: false, reason: 'onHold' })
    const strange = stage(rules, `${NO}AFIs it on hold?|`)
    expect(await checkout(strange.caller, { patron, item })).toMatchObject({ lent: false, reason: null })
  })

  it('is refused by words that mean no, whatever the flag says, and by no others', async () => {
    const no = stage(rules, `${YES}AFNot yours|`)
    expect(await checkout(no.caller, { patron, item })).toMatchObject({ lent: false, reason: 'onLoan' })
    const yes = stage(rules, `${YES}AFOn hold for you, and now yours|`)
    expect(await checkout(yes.caller, { patron, item })).toMatchObject({ lent: true })
  })

  it.each([
    ['121NNN20261006    120531AOLIB|AAP1|ABI1|AJT|AH|', 'no'],
    ['121NNU20261006    120531AOLIB|AAP1|ABI1|AJT|AH|', 'unknown'],
    ['121NNY20261006    120531AOLIB|AAP1|ABI1|AJT|AH|CIY|', 'no'],
    ['121NNY20261006    120531AOLIB|AAP1|ABI1|AJT|AH|CIN|', 'yes'],
    ['121NN?20261006    120531AOLIB|AAP1|ABI1|AJT|AH|', 'unknown'],
  ] as const)('%s lets security be switched off: %s', async (answer, desensitize) => {
    const { caller } = stage({}, answer)
    expect(await checkout(caller, { patron, item })).toMatchObject({ lent: true, desensitize })
  })

  it.each([
    ['121NUU', '', 'yes'],
    ['121NUN', '', 'no'],
    ['121NUU', 'CIY|', 'no'],
  ])(
    'of a server that never says so, %s %s lets security be switched off: %s',
    async (head, more, desensitize) => {
      const answer = `${head}20261006    120531AOLIB|AA2|AB3|AJEmma|AH|${more}`
      const { caller } = stage({ answers: { unknownMeansDesensitize: true } }, answer)
      expect(await checkout(caller, { patron, item })).toMatchObject({ lent: true, desensitize })
    },
  )

  it('tells what it cost, the server’s number of it, and what is noted with the item', async () => {
    const { caller } = stage({}, `${YES}BT06|BHUSD|BV1.00|BKT77|CHwith map|`, YES)
    expect(await checkout(caller, { patron, item })).toMatchObject({
      lent: true,
      fee: { amount: { minor: 100, currency: 'USD' }, type: '06' },
      transactionId: 'T77',
      properties: 'with map',
    })
    expect(await checkout(caller, { patron, item })).toMatchObject({ fee: null, transactionId: null })
  })

  it('welcomes a renewal only where it is asked to', async () => {
    const { caller, sent } = stage({}, YES)
    await checkout(caller, { patron, item, renewalWelcome: true })
    expect(sent[0]).toMatch(/^11YN/)
  })

  it('takes the number the server uses for the patron', async () => {
    const { caller } = stage({}, YES.replace('AAP1', 'AA0000P1'))
    expect(await checkout(caller, { patron, item })).toMatchObject({ patron: '0000P1' })
  })

  it.each([
    ['03/04/2026', { dayOrMonthFirst: 'day' }, '2026-04-03'],
    ['03/04/2026', { dayOrMonthFirst: 'month' }, '2026-03-04'],
    ['03/04/2026', {}, null],
  ] as const)('due %s under %j is due %s', async (text, answers, iso) => {
    const { caller } = stage({ answers }, YES.replace('20261027    235900', text))
    expect(await checkout(caller, { patron, item })).toMatchObject({ due: { iso, text } })
  })

  it('that is due in noughts or blanks has no due date', async () => {
    for (const none of ['00000000    000000', '   ']) {
      const { caller } = stage({}, YES.replace('20261027    235900', none))
      expect(await checkout(caller, { patron, item })).toMatchObject({ lent: true, due: null })
    }
  })
})

describe('a return', () => {
  it('has the time when the item came back, and the place', async () => {
    const { caller, sent } = stage({}, BACK, BACK)
    await checkin(caller, { item, returnedAt: new Date(2026, 9, 6, 3, 0, 0) })
    await checkin(caller, { item, location: 'DROP' })
    expect(sent).toEqual([
      '09N20261006    12053020261006    030000APDESK|AOLIB|ABI1|AC|',
      '09N20261006    12053020261006    120530APDROP|AOLIB|ABI1|AC|',
    ])
  })

  it('is refused, and has its reason, by words that the dialect knows', async () => {
    const messages = [
      { about: ['checkin'], pattern: /^Withdrawn/, reason: 'needsStaff', refuses: true },
      { about: ['checkin'], pattern: /^No such item/, reason: 'unknownItem', refuses: false },
    ] as const
    const { caller } = stage(
      { answers: { messages } },
      `${BACK}AFWithdrawn|`,
      `${BACK.replace('101', '100')}AFNo such item|`,
      `${BACK}AFNo such item|`,
    )
    expect(await checkin(caller, { item })).toMatchObject({ returned: false, reason: 'needsStaff' })
    expect(await checkin(caller, { item })).toMatchObject({ returned: false, reason: 'unknownItem' })
    expect(await checkin(caller, { item })).toMatchObject({ returned: true, reason: null })
  })

  it('of an outage is "no block" only where that is honoured', async () => {
    const honoured = stage({ offline: { checkin: 'honoured' } }, BACK, BACK)
    await checkin(honoured.caller, { item, offline: true })
    await checkin(honoured.caller, { item })
    expect(honoured.sent.map((text) => text.slice(0, 3))).toEqual(['09Y', '09N'])
    const fatal = stage({ offline: { checkin: 'fatal' } }, BACK)
    await checkin(fatal.caller, { item, offline: true })
    expect(fatal.sent[0]).toMatch(/^09N/)
  })

  it('is never sent as a cancel to a server that would make a return of it', async () => {
    const { caller, sent } = stage({}, BACK)
    await expect(checkin(caller, { item, cancel: true })).rejects.toMatchObject({
      failure: 'refusedBySupport',
    })
    expect(sent).toEqual([])
  })

  it('says where to and for whom, and who had it', async () => {
    const { caller } = stage(
      {},
      '101YNY20261006    120611AOLIB|ABI1|AQMAIN|AJT|CLbin 3|AAP7|CK001|CHx|CRFIC|CSF AUS|CTBR3|CV02|CYP9|DADoe, Jane|AFSend it|',
    )
    expect(await checkin(caller, { item })).toEqual({
      returned: true,
      item,
      title: 'T',
      resensitize: true,
      magneticMedia: 'no',
      alert: true,
      alertType: '02',
      alertMeaning: 'holdElsewhere',
      patron: 'P7',
      hold: { patron: 'P9', name: 'Doe, Jane' },
      permanentLocation: 'MAIN',
      destination: 'BR3',
      sortBin: 'bin 3',
      callNumber: 'F AUS',
      collection: 'FIC',
      properties: 'x',
      media: 'book',
      reason: null,
      screenMessages: ['Send it'],
      printLines: [],
    })
  })

  it.each([
    ['00', 'none'],
    ['01', 'holdHere'],
    ['02', 'holdElsewhere'],
    ['03', 'interlibraryLoan'],
    ['04', 'transit'],
    ['99', 'other'],
    ['98', 'corrupt'],
    ['57', 'other'],
  ] as const)(
    'with an alert of type %s means %s, with Koha’s own types in its dialect',
    async (type, meaning) => {
      const { caller } = stage({ answers: { alerts: { '98': 'corrupt' } } }, `${BACK}CV${type}|`)
      expect(await checkin(caller, { item })).toMatchObject({ alertType: type, alertMeaning: meaning })
    },
  )
})

describe('a renewal', () => {
  it('of one item is asked for without blocks and without others', async () => {
    const { caller, sent } = stage({}, YES.replace(/^12/, '30'))
    expect(await renew(caller, { patron, item, pin: '1234' })).toMatchObject({ lent: true, renewed: true })
    expect(sent).toEqual(['29NN20261006    120530                  AOLIB|AAP1|AD1234|ABI1|AC|'])
  })

  it('may be asked for by others than the patron', async () => {
    const { caller, sent } = stage({}, YES.replace(/^12/, '30'))
    await renew(caller, { patron, item, byOthers: true })
    expect(sent[0]).toMatch(/^29YN/)
  })

  it('carries what is to be noted with the item', async () => {
    const { caller, sent } = stage({}, YES.replace(/^12/, '30'))
    await renew(caller, { patron, item, properties: 'with map' })
    expect(sent[0]).toContain('|CHwith map|')
  })

  it('of all that the server’s words refuse has its reason', async () => {
    const answer = '6610000000020261006    122101AOLIB|AFBlocked|'
    const rule = { about: ['renewAll'], pattern: /^Blocked/, reason: 'blocked', refuses: true } as const
    const { caller } = stage({ answers: { messages: [rule] } }, answer)
    expect(await renewAll(caller, { patron })).toMatchObject({ ok: false, reason: 'blocked' })
    expect(await renewAll(stage({}, answer).caller, { patron })).toMatchObject({ ok: true, reason: null })
  })

  it('of all says what became of each', async () => {
    const { caller } = stage(
      { answers: { listsIdentifiers: true } },
      '6610001000220261006    122101AOLIB|BMI1|BNI2|BNI3|',
    )
    expect(await renewAll(caller, { patron })).toMatchObject({
      ok: true,
      renewed: [{ kind: 'item', item: 'I1' }],
      unrenewed: [
        { kind: 'item', item: 'I2' },
        { kind: 'item', item: 'I3' },
      ],
      renewedCount: 1,
      unrenewedCount: 2,
    })
  })
})
