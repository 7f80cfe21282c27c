import { describe, expect, it } from 'vitest'
import { COMPLETED_MAX_ITEMS, withItems } from './entries.ts'
import { item } from './item-calls.ts'
import { LIST_MAX_LINES, LIST_MAX_PAGES, list, PAGE_LINES } from './lists.ts'
import { blockPatron, enablePatron, endSession, patron, patronStatus } from './patron-calls.ts'
import { type DialectChange, stage } from './stage.test-support.ts'
import { IlsError, type ItemId, itemId, patronId } from './types.ts'

const asked = { patron: patronId('P1') }
const FLAGS = ' '.repeat(14)
const COUNTS = '000200010003000100000000'
const information = (more: string, counts = COUNTS) =>
  `64${FLAGS}00120261006    120501${counts}AOLIB|AAP1|AEDoe, Jane|${more}`
const status = (more: string, code = '24') =>
  `${code}${FLAGS}00120261006    120501AOLIB|AAP1|AEDoe, Jane|${more}`

describe('a patron', () => {
  it('is asked about in their language, with empty passwords where there are none', async () => {
    const { caller, sent } = stage({}, status('BLY|'), information('BLY|'))
    await patronStatus(caller, { ...asked, language: 'de' })
    await patron(caller, { ...asked, language: 'fr-CA', pin: '99' })
    expect(sent).toEqual([
      '2300320261006    120530AOLIB|AAP1|AC|AD|',
      '6301120261006    120530  Y       AOLIB|AAP1|AC|AD99|',
    ])
  })

  it.each([
    ['de-CH', '003'],
    ['en-GB', '024'],
    ['fr_ca', '011'],
    ['zh-Hant-TW', '027'],
    ['nn', '012'],
    ['uk', '000'],
    [undefined, '000'],
  ])('who reads %s is announced as %s', async (language, code) => {
    const { caller, sent } = stage({}, status(''))
    await patronStatus(caller, { ...asked, ...(language === undefined ? {} : { language }) })
    expect(sent[0]?.slice(2, 5)).toBe(code)
  })

  it.each([
    ['003', 'de'],
    ['012', 'no'],
    ['000', null],
    ['XYZ', null],
  ])('whose language the server calls %s reads %s', async (code, language) => {
    const { caller } = stage({}, information('').replace(`${FLAGS}001`, FLAGS + code))
    expect((await patron(caller, asked)).language).toBe(language)
  })

  it('is known by their status alone to a server that tells no more', async () => {
    const { caller, sent } = stage({ supports: { patronInformation: false } }, status('BLY|CQY|BV2.00|'))
    expect(await patron(caller, { ...asked, pin: '1' })).toMatchObject({
      known: 'yes',
      pinRight: 'yes',
      name: 'Doe, Jane',
      owed: { minor: 200 },
      chargedCount: null,
      charged: [],
      holdsReady: null,
    })
    expect(sent).toEqual(['2300020261006    120530AOLIB|AAP1|AC|AD1|'])
  })

  it('that no message of the server tells of is not asked about', async () => {
    const { caller, sent } = stage({ supports: { patronInformation: false, patronStatus: false } })
    await expect(patron(caller, asked)).rejects.toMatchObject({ failure: 'refusedBySupport' })
    expect(sent).toEqual([])
  })

  const rules = {
    answers: {
      messages: [
        { about: ['patronInformation'], pattern: /^No such card/, reason: 'unknownPatron', refuses: false },
        { about: ['patronInformation'], pattern: /^Card expired/, reason: 'cardExpired', refuses: true },
      ],
    },
  } as const

  it('that the server’s words call unknown is unknown, whatever its flag says', async () => {
    const { caller } = stage(rules, information('BLY|AFNo such card|'))
    expect(await patron(caller, asked)).toMatchObject({ known: 'no', reason: 'unknownPatron' })
  })

  it('whom the server’s words refuse may nothing, whatever its flags say', async () => {
    const { caller } = stage(rules, information('BLY|AFCard expired|'), information('BLY|AFWelcome|'))
    const nothing = { mayCheckout: false, mayRenew: false, mayHold: false }
    expect(await patron(caller, asked)).toMatchObject({ known: 'yes', reason: 'cardExpired', ...nothing })
    expect(await patron(caller, asked)).toMatchObject({ reason: null, mayCheckout: true })
  })

  it('is told with limits, counts and how to reach them', async () => {
    const { caller } = stage(
      {},
      information(
        'BLY|CQY|BHUSD|BV3.50|CC10.00|BZ0010|CA0005|CB0020|BD1 Road|BEj@x.example|BF555|AUI1|AUI2|',
      ),
    )
    expect(await patron(caller, asked)).toMatchObject({
      known: 'yes',
      pinRight: 'yes',
      name: 'Doe, Jane',
      owed: { minor: 350, currency: 'USD' },
      feeLimit: { minor: 1000, currency: 'USD' },
      limits: { holds: 10, overdue: 5, charged: 20 },
      counts: { holds: 2, overdue: 1, charged: 3, fines: 1, recalls: 0, pendingHolds: 0 },
      contact: { address: '1 Road', email: 'j@x.example', phone: '555' },
      chargedCount: 3,
      charged: [],
      holdsReady: null,
    })
  })

  it('has counts only where the server counts', async () => {
    const { caller } = stage({}, information('', '    0001            0000'))
    const { counts } = await patron(caller, asked)
    expect(counts).toEqual({
      holds: null,
      overdue: 1,
      charged: null,
      fines: null,
      recalls: null,
      pendingHolds: 0,
    })
  })

  it.each([
    [{}, '1234', 'unknown'],
    [{ answers: { silenceMeansPinRight: true } }, '1234', 'yes'],
    [{ answers: { silenceMeansPinRight: true } }, undefined, 'unknown'],
  ] satisfies [DialectChange, string | undefined, string][])(
    'of whose PIN nothing is said, under %j with PIN %j, has a PIN that is right: %s',
    async (change, pin, right) => {
      const { caller } = stage(change, information('BLY|'))
      expect((await patron(caller, { ...asked, ...(pin === undefined ? {} : { pin }) })).pinRight).toBe(right)
    },
  )

  it('whose PIN is denied is not believed for the silence of others', async () => {
    const { caller } = stage({ answers: { silenceMeansPinRight: true } }, information('BLY|CQN|'))
    expect((await patron(caller, { ...asked, pin: '1' })).pinRight).toBe('no')
  })

  it('has the server’s own fields only as its dialect reads them', async () => {
    const extra = information('PA20300101|PCadult|AQMAIN|PIfiltered|')
    const evergreen = stage(
      { answers: { patronExtensions: { PA: 'expiryDate', AQ: 'homeLibrary', PI: 'internetProfile' } } },
      extra,
    )
    expect((await patron(evergreen.caller, asked)).more).toEqual({
      expiryDate: '20300101',
      homeLibrary: 'MAIN',
      internetProfile: 'filtered',
    })
    expect((await patron(stage({}, extra).caller, asked)).more).toEqual({})
  })

  it('that the server closes the connection about is unknown', async () => {
    const { caller } = stage(
      {},
      new IlsError('closedInstead', 'closed'),
      new IlsError('closedInstead', 'closed'),
    )
    expect(await patron(caller, asked)).toMatchObject({
      known: 'no',
      reason: 'unknownPatron',
      mayCheckout: false,
    })
    expect(await patronStatus(caller, asked)).toMatchObject({ known: 'no', name: null })
  })

  it('is blocked, enabled and signed off in the server’s words', async () => {
    const { caller, sent } = stage(
      {},
      status('BLN|'),
      status('BLY|', '26'),
      '36Y20261006    121500AOLIB|AAP1|',
    )
    expect(await blockPatron(caller, { ...asked, message: 'left here', cardRetained: true })).toMatchObject({
      known: 'no',
    })
    expect(await enablePatron(caller, { ...asked, pin: '1' })).toMatchObject({ known: 'yes' })
    expect(await endSession(caller, asked)).toBe(true)
    expect(sent).toEqual([
      '01Y20261006    120530AOLIB|ALleft here|AAP1|AC|',
      '2520261006    120530AOLIB|AAP1|AC|AD1|',
      '3520261006    120530AOLIB|AAP1|AC|',
    ])
  })
})

describe('a list', () => {
  const page = (from: number, to: number, count: number) =>
    information(
      Array.from({ length: to - from + 1 }, (_, index) => `AUI${from + index}|`).join(''),
      `00000000${String(count).padStart(4, '0')}000000000000`,
    )
  const charged = { ...asked, list: 'charged' } as const
  const identifiers = { answers: { listsIdentifiers: true } } as const

  it('is read page by page until all is there', async () => {
    const { caller, sent } = stage(identifiers, page(1, 50, 120), page(51, 100, 120), page(101, 120, 120))
    const { entries, complete } = await list(caller, charged)
    expect(entries.length).toBe(120)
    expect(entries.at(-1)).toEqual({ kind: 'item', item: 'I120' })
    expect(complete).toBe(true)
    expect(sent.map((text) => /BP.*$/.exec(text)?.[0])).toEqual(['BP1|BQ50|', 'BP51|BQ100|', 'BP101|BQ150|'])
  })

  it('goes on where the server ended a page early', async () => {
    const { caller, sent } = stage(identifiers, page(1, 20, 30), page(21, 30, 30))
    expect((await list(caller, charged)).entries.length).toBe(30)
    expect(sent[1]).toContain(`BP21|BQ${20 + PAGE_LINES}|`)
  })

  it('of a server that knows no pages and sends the same lines again is not complete, and comes to an end', async () => {
    const { caller, sent } = stage(identifiers, page(1, 20, 30), page(1, 20, 30))
    expect(await list(caller, charged)).toMatchObject({ count: 30, complete: false })
    expect(sent.length).toBe(2)
  })

  it('of a server that knows only where a page ends holds each line once', async () => {
    const { caller } = stage(identifiers, page(1, 50, 120), page(1, 100, 120), page(1, 120, 120))
    const { entries, complete } = await list(caller, charged)
    expect(entries.length).toBe(120)
    expect(new Set(entries.map((entry) => JSON.stringify(entry))).size).toBe(120)
    expect(complete).toBe(true)
  })

  it('is asked for whole where the dialect knows no pages', async () => {
    const { caller, sent } = stage({ answers: { pages: false } }, page(1, 20, 20))
    expect(await list(caller, charged)).toMatchObject({ count: 20, complete: true })
    expect(sent[0]).not.toMatch(/BP|BQ/)
  })

  it('is not read beyond its most lines, nor in more than its most pages', async () => {
    const whole = Array.from({ length: LIST_MAX_LINES / PAGE_LINES + 1 }, (_, index) =>
      page(index * PAGE_LINES + 1, (index + 1) * PAGE_LINES, 9_999),
    )
    const long = await list(stage(identifiers, ...whole).caller, charged)
    expect([long.entries.length, long.complete]).toEqual([LIST_MAX_LINES, false])
    const lines = Array.from({ length: LIST_MAX_PAGES + 1 }, (_, index) => page(index + 1, index + 1, 9_999))
    const slow = stage(identifiers, ...lines)
    expect((await list(slow.caller, charged)).entries.length).toBe(LIST_MAX_PAGES)
    expect(slow.sent.length).toBe(LIST_MAX_PAGES)
  })

  it('that changes while it is read is not complete', async () => {
    const { caller } = stage(identifiers, page(1, 50, 60), page(51, 59, 59))
    expect(await list(caller, charged)).toMatchObject({ complete: false })
  })

  it('of titles is a list of texts', async () => {
    const { caller } = stage({}, page(1, 1, 1))
    expect((await list(caller, charged)).entries).toEqual([{ kind: 'text', text: 'I1' }])
  })

  it('of fines is a list of texts also where other lists hold identifiers', async () => {
    const { caller } = stage(identifiers, information('AVOverdue 3.50|', '000000000000000100000000'))
    expect((await list(caller, { ...asked, list: 'fines' })).entries).toEqual([
      { kind: 'text', text: 'Overdue 3.50' },
    ])
  })

  it.each([
    ['holds', 'Y         ', 'AS', 0],
    ['overdue', ' Y        ', 'AT', 1],
    ['fines', '   Y      ', 'AV', 3],
    ['recalls', '    Y     ', 'BU', 4],
    ['pendingHolds', '     Y    ', 'CD', 5],
  ] as const)('of %s is asked for by %j', async (kind, summary, id, position) => {
    const counts = Array.from({ length: 6 }, (_, at) => (at === position ? '0001' : '0000')).join('')
    const { caller, sent } = stage({}, information(`${id}x|`, counts))
    expect(await list(caller, { ...asked, list: kind })).toEqual({
      list: kind,
      entries: [{ kind: 'text', text: 'x' }],
      count: 1,
      complete: true,
    })
    expect(sent[0]?.slice(23, 33)).toBe(summary)
  })
})

describe('what is known of the items in a list', () => {
  const one = { kind: 'item', item: itemId('I1') } as const
  const two = { kind: 'item', item: itemId('I2') } as const
  const text = { kind: 'text', text: 'A title' } as const
  const titles = (known: Awaited<ReturnType<typeof withItems>>) => known.map(({ about }) => about?.title)
  const asking = (...answers: (string | IlsError)[]) => {
    const scene = stage({}, ...answers)
    return { ...scene, circulation: { item: (id: ItemId) => item(scene.caller, id) } }
  }
  const about = (id: string) => `1804020120261006    120600AB${id}|AJTitle ${id}|`

  it('is asked once for each, and never for a text', async () => {
    const { circulation, sent } = asking(about('I1'), about('I2'))
    expect(titles(await withItems(circulation, [one, text, two, one]))).toEqual([
      'Title I1',
      undefined,
      'Title I2',
      'Title I1',
    ])
    expect(sent.length).toBe(2)
  })

  it('is what came before an answer was missing', async () => {
    const { circulation, sent } = asking(about('I1'), new IlsError('noAnswer', 'lost'), about('I3'))
    const three = { kind: 'item', item: itemId('I3') } as const
    expect(titles(await withItems(circulation, [one, two, three]))).toEqual([
      'Title I1',
      undefined,
      undefined,
    ])
    expect(sent.length).toBe(2)
  })

  it('is asked of so many and no more', async () => {
    const ids = Array.from({ length: COMPLETED_MAX_ITEMS + 1 }, (_, index) => itemId(`J${index}`))
    const { circulation, sent } = asking(...ids.map(about))
    const entries = ids.map((id) => ({ kind: 'item', item: id }) as const)
    expect((await withItems(circulation, entries)).at(-1)).toEqual({ entry: entries.at(-1), about: null })
    expect(sent.length).toBe(COMPLETED_MAX_ITEMS)
  })
})
