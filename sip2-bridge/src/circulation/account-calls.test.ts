import { describe, expect, it } from 'vitest'
import { fees, payFee } from './fee-calls.ts'
import { hold } from './hold-calls.ts'
import { item, updateItem } from './item-calls.ts'
import { stage } from './stage.test-support.ts'
import { IlsError, itemId, patronId } from './types.ts'

const asked = { patron: patronId('P1') }
const information = (more: string, fines = '0000') =>
  `64${' '.repeat(14)}00120261006    120501000000000000${fines}00000000AOLIB|AAP1|AEDoe, Jane|${more}`

describe('fees', () => {
  it('are one sum where the server lists none', async () => {
    const { caller, sent } = stage({}, information('BHEUR|BV3.50|'))
    expect(await fees(caller, asked)).toEqual({
      owed: { minor: 350, currency: 'EUR' },
      list: null,
      mayPayOne: false,
      mayPayPart: true,
    })
    expect(sent[0]?.slice(23, 33)).toBe(' '.repeat(10))
  })

  it('say whether one may be paid by itself, or less than all, as the dialect knows', async () => {
    const { caller } = stage({ fees: { payOne: true, payPart: false } }, information('BV3.50|'))
    expect(await fees(caller, asked)).toMatchObject({ mayPayOne: true, mayPayPart: false })
  })

  it('come in groups, each begun by its identifier, where the seventh position of the summary brings them', async () => {
    const { caller, sent } = stage(
      { fees: { details: 'groups', payOne: true } },
      information('BHEUR|BV4.00|CGa1|FA1.50|FBI1|FC02.10.2026|FDA title|FE2|FFOverdue|CGa2|FA2.50|'),
    )
    const { list } = await fees(caller, asked)
    expect(list).toEqual([
      {
        id: 'a1',
        amount: { minor: 150, currency: 'EUR' },
        type: 'Overdue',
        item: 'I1',
        title: 'A title',
        date: '02.10.2026',
        text: null,
      },
      {
        id: 'a2',
        amount: { minor: 250, currency: 'EUR' },
        type: null,
        item: null,
        title: null,
        date: null,
        text: null,
      },
    ])
    expect(sent[0]?.slice(23, 33)).toBe('      Y   ')
  })

  it('are read from the lines of fines in the server’s notation, and kept as text where they do not fit it', async () => {
    const { caller } = stage(
      { fees: { details: 'text', fineText: /^(?<id>\w+) (?<amount>[\d.]+) "(?<type>[^"]*)" (?<title>.*)$/ } },
      information('BV4.00|'),
      information('AVf1 1.50 "Overdue" A title|AVby hand|', '0002'),
    )
    const { list } = await fees(caller, asked)
    expect(list).toMatchObject([
      { id: 'f1', amount: { minor: 150 }, type: 'Overdue', title: 'A title' },
      { id: null, amount: null, text: 'by hand' },
    ])
  })
})

describe('a payment', () => {
  const payment = {
    ...asked,
    amount: { minor: 350, currency: 'EUR' },
    means: 'creditCard',
    transactionId: 'KIOSK7-000123',
  } as const
  const TAKEN = '38Y20261006    121001AOLIB|AAP1|BK9001|'

  it('names amount, currency, means and our number', async () => {
    const { caller, sent } = stage({}, TAKEN)
    expect(await payFee(caller, payment)).toEqual({
      accepted: true,
      paid: null,
      transactionId: '9001',
      reason: null,
      screenMessages: [],
      printLines: [],
    })
    expect(sent).toEqual(['3720261006    1205300102EURBV3.50|AOLIB|AAP1|AC|BKKIOSK7-000123|'])
  })

  it.each([
    [5, 'EUR', '.', '0.05'],
    [1234567, 'EUR', ',', '12345,67'],
    [350, 'JPY', '.', '350'],
    [350, 'KWD', '.', '0.350'],
  ] as const)('of %i minor units of %s with %j is written %s', async (minor, currency, decimalMark, text) => {
    const { caller, sent } = stage({ fees: { decimalMark } }, TAKEN)
    await payFee(caller, { ...payment, amount: { minor, currency } })
    expect(sent[0]).toContain(`${currency}BV${text}|`)
  })

  it.each([
    ['cash', '10'],
    ['debitCard', '11'],
    ['creditCard', '12'],
    ['contactless', '13'],
    ['mobile', '14'],
  ] as const)(
    'by %s has the type that the dialect gives it, and the fee’s type of the dialect',
    async (means, type) => {
      const paymentTypes = {
        cash: '10',
        debitCard: '11',
        creditCard: '12',
        contactless: '13',
        mobile: '14',
      }
      const { caller, sent } = stage({ fees: { paymentTypes, feeType: '04' } }, TAKEN)
      await payFee(caller, { ...payment, means })
      expect(sent[0]?.slice(20, 24)).toBe(`04${type}`)
    },
  )

  it('of one fee is sent only where one fee can be paid', async () => {
    const { caller, sent } = stage({}, TAKEN)
    await expect(payFee(caller, { ...payment, fee: 'a1' })).rejects.toMatchObject({
      failure: 'refusedBySupport',
    })
    expect(sent).toEqual([])
    const one = stage({ fees: { payOne: true } }, TAKEN)
    await payFee(one.caller, { ...payment, fee: 'a1' })
    expect(one.sent[0]).toContain('|CGa1|')
  })

  it('is never sent as a write-off', async () => {
    const types = { cash: '00', debitCard: '02', creditCard: '06', contactless: '02', mobile: '02' }
    const { caller, sent } = stage({ fees: { paymentTypes: types, writeOffTypes: ['06'] } }, TAKEN)
    await expect(payFee(caller, payment)).rejects.toMatchObject({ failure: 'invalid' })
    expect(sent).toEqual([])
  })

  it.each([0, -5, 1.5, Number.NaN])('of %d is none', async (minor) => {
    const { caller, sent } = stage({}, TAKEN)
    await expect(payFee(caller, { ...payment, amount: { minor, currency: 'EUR' } })).rejects.toMatchObject({
      failure: 'invalid',
    })
    expect(sent).toEqual([])
  })

  it('whose answer is lost is not sent again', async () => {
    const { caller, sent } = stage({}, new IlsError('unknownOutcome', 'lost'), TAKEN)
    await expect(payFee(caller, payment)).rejects.toMatchObject({ failure: 'unknownOutcome' })
    expect(sent.length).toBe(1)
  })

  it('that the server’s words refuse is not taken, and has its reason', async () => {
    const { caller } = stage(
      {
        answers: {
          messages: [{ about: ['feePaid'], pattern: /^See staff/, reason: 'needsStaff', refuses: true }],
        },
      },
      `${TAKEN}AFSee staff|`,
    )
    expect(await payFee(caller, payment)).toMatchObject({ accepted: false, reason: 'needsStaff' })
  })

  it('is told with what was really paid where the server says so', async () => {
    const { caller } = stage({}, `${TAKEN}FG3,00|`)
    expect(await payFee(caller, payment)).toMatchObject({ paid: { minor: 300, currency: 'EUR' } })
  })
})

describe('a hold', () => {
  const PLACED = '161N20261006    123001BW20261106    000000|BR3|BSMAIN|AOLIB|AAP1|ABI1|AJA title|'
  it.each([
    ['place', '+'],
    ['cancel', '-'],
    ['change', '*'],
  ] as const)('is asked for by its mode: %s', async (mode, sign) => {
    const { caller, sent } = stage({}, PLACED)
    await hold(caller, mode, {
      ...asked,
      item: itemId('I1'),
      type: 'anyCopy',
      pickupLocation: 'MAIN',
      expires: new Date(2026, 10, 6),
    })
    expect(sent).toEqual([`15${sign}20261006    120530AOLIB|AAP1|BW20261106    000000|BSMAIN|BY2|ABI1|AC|`])
  })

  it('has its place in the queue, where and until when', async () => {
    const { caller } = stage({}, PLACED)
    expect(await hold(caller, 'place', { ...asked, title: 'A title' })).toMatchObject({
      ok: true,
      available: false,
      queuePosition: 3,
      pickupLocation: 'MAIN',
      expires: { iso: '2026-11-06T00:00:00' },
      item: 'I1',
      title: 'A title',
    })
  })

  it('that is refused is not to be had, whatever else the answer says', async () => {
    const { caller } = stage({}, PLACED.replace('161N', '160Y'))
    expect(await hold(caller, 'place', { ...asked, title: 'A title' })).toMatchObject({
      ok: false,
      available: false,
      reason: null,
    })
  })

  it('is refused, and has its reason, by words that the dialect knows', async () => {
    const messages = [
      { about: ['hold'], pattern: /^Too many holds/, reason: 'limit', refuses: true },
      { about: ['hold'], pattern: /^Your card/, reason: 'blocked', refuses: false },
    ] as const
    const { caller } = stage(
      { answers: { messages } },
      `${PLACED}AFToo many holds|`,
      `${PLACED.replace('161', '160')}AFYour card|`,
      `${PLACED}AFYour card|`,
    )
    const ask = () => hold(caller, 'place', { ...asked, title: 'A title' })
    expect(await ask()).toMatchObject({ ok: false, reason: 'limit' })
    expect(await ask()).toMatchObject({ ok: false, reason: 'blocked' })
    expect(await ask()).toMatchObject({ ok: true, reason: null })
  })

  it('says that its fee was agreed to, or not, as the server understands it', async () => {
    const { caller, sent } = stage({}, PLACED, PLACED)
    await hold(caller, 'place', { ...asked, title: 'A title', feeAcknowledged: true })
    await hold(caller, 'place', { ...asked, title: 'A title' })
    expect(sent.map((text) => /BO.\|/.exec(text)?.[0])).toEqual(['BOY|', undefined])
  })

  it('of nothing is not asked for', async () => {
    const { caller, sent } = stage({})
    await expect(hold(caller, 'place', asked)).rejects.toMatchObject({ failure: 'invalid' })
    expect(sent).toEqual([])
  })
})

describe('an item', () => {
  it('is told with everything a server may say', async () => {
    const { caller } = stage(
      {},
      '1804020620261006    120600ABI1|AJA title|CF2|AH20261027    235900|CJ20261020    000000|CM20261030    000000|BGXX-1|BHEUR|BV1.00|CK001|AQMAIN|APBR2|CHx|CRFIC|CSF AUS|CTBR3|CYP9|DADoe, Jane|',
    )
    expect(await item(caller, itemId('I1'))).toMatchObject({
      known: 'yes',
      status: 'charged',
      securityMarker: '02',
      due: { iso: '2026-10-27T23:59:00' },
      recallAt: { iso: '2026-10-20T00:00:00' },
      holdUntil: { iso: '2026-10-30T00:00:00' },
      holdQueueLength: 2,
      owner: 'XX-1',
      fee: { minor: 100, currency: 'EUR' },
      feeType: '06',
      destination: 'BR3',
      hold: { patron: 'P9', name: 'Doe, Jane' },
      permanentLocation: 'MAIN',
      currentLocation: 'BR2',
      callNumber: 'F AUS',
      collection: 'FIC',
      properties: 'x',
    })
  })

  it('is unknown without title and status, and where words of the server say so', async () => {
    const unknown = stage({}, '1801000120261006    120600ABI1|AJ   |')
    expect(await item(unknown.caller, itemId('I1'))).toMatchObject({ known: 'no', title: null })
    const said = '1803000120261006    120600ABI1|AJUnknown|AFNo such item|'
    const messages = [
      { about: ['itemInformation'], pattern: /^No such item/, reason: 'unknownItem', refuses: false },
    ] as const
    const { caller } = stage({ answers: { messages } }, said)
    expect(await item(caller, itemId('I1'))).toMatchObject({ known: 'no' })
    expect(await item(stage({}, said).caller, itemId('I1'))).toMatchObject({ known: 'yes' })
  })

  it('that the server closes the connection about is unknown', async () => {
    const { caller } = stage({}, new IlsError('closedInstead', 'closed'))
    expect(await item(caller, itemId('I1'))).toMatchObject({ known: 'no', title: null })
  })

  it('has its place noted where the server stores it', async () => {
    const { caller, sent } = stage({}, '20120261006    123101ABI1|', '20020261006    123101ABI1|')
    const update = { item: itemId('I1'), properties: 'shelf=3B' }
    expect([await updateItem(caller, update), await updateItem(caller, update)]).toEqual([true, false])
    expect(sent[0]).toBe('1920261006    120530AOLIB|ABI1|CHshelf=3B|AC|')
  })
})
