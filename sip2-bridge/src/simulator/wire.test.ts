import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MESSAGES, type MessageName } from '../protocol/messages.ts'
import { ANSWER } from '../protocol/pairs.ts'
import { RawClient, sealed } from './raw-client.test-support.ts'
import { createSimulator, demoItem, demoPatron, type Simulator, type SimulatorOptions } from './simulator.ts'

const NOW = new Date(2026, 9, 6, 12, 5, 30).getTime()
const DATE = '20261006    120530'
const NO_DATE = ' '.repeat(18)
const card = (name: string) => demoPatron(name).patronId
const id = (title: string) => demoItem(title).itemId
const MIRA = card('Mira K.')
const TIME_MACHINE = id('The Time Machine')

const checkout = (patron: string, item: string, renewal = 'N') =>
  `11${renewal}N${DATE}${NO_DATE}AOLINDENHOF|AA${patron}|AB${item}|AC|`
const checkin = (item: string) => `09N${DATE}${DATE}AP|AOLINDENHOF|AB${item}|AC|`
const renew = (patron: string, item: string) => `29NN${DATE}${NO_DATE}AOLINDENHOF|AA${patron}|AB${item}|AC|`
const about = (item: string) => `17${DATE}AOLINDENHOF|AB${item}|AC|`
const patron = (name: string, pin = '', summary = '', more = '') =>
  `63000${DATE}${summary.padEnd(10)}AOLINDENHOF|AA${card(name)}|AC|AD${pin}|${more}`
const pay = (name: string, amount: string, currency = 'EUR') =>
  `37${DATE}0102${currency}BV${amount}|AOLINDENHOF|AA${card(name)}|AC|BKK1-7|`

let simulator: Simulator
let client: RawClient
async function start(options: SimulatorOptions = {}) {
  simulator = await createSimulator({ now: () => NOW, ...options })
  client = await RawClient.open(simulator.port)
}
afterEach(async () => {
  client.close()
  await simulator.close()
})
/** Every value of a field, in order. */
const all = (message: string, field: string) =>
  message
    .split('|')
    .filter((part) => part.startsWith(field))
    .map((part) => part.slice(2))

describe('a client that asks, byte by byte', () => {
  beforeEach(() => start())

  it('hears the status of the server', async () => {
    expect(await client.ask('9900802.00AY1AZFCA0')).toBe(
      sealed(`98YYYYYY100003${DATE}2.00AOLINDENHOF|AMLindenhof Library|BXYYYYYYYYYYYYYYYY|`, 1),
    )
  })

  it('of an older protocol hears that it is not spoken here', async () => {
    expect(await client.ask('9900801.00')).toMatch(/^98NNNNNN.*AFPROTOCOL VERSION NOT SUPPORTED\|$/)
  })

  it('checks out, with the due date in SIP2’s form', async () => {
    expect(await client.ask(sealed(checkout(MIRA, TIME_MACHINE), 3))).toBe(
      sealed(
        `121NNY${DATE}AOLINDENHOF|AA${MIRA}|AB${TIME_MACHINE}|AJThe Time Machine|AH20261103    235900|CK001|`,
        3,
      ),
    )
    expect(simulator.loans().find(({ itemId }) => itemId === TIME_MACHINE)).toMatchObject({
      patronId: MIRA,
      checkouts: 1,
    })
  })

  it('is refused with the item’s title and the library’s words', async () => {
    expect(await client.ask(checkout(MIRA, id('Emma')))).toBe(
      `120NUN${DATE}AOLINDENHOF|AA${MIRA}|AB${id('Emma')}|AJEmma|AH|CK001|AFITEM CHECKED OUT TO ANOTHER PATRON|`,
    )
    expect(simulator.history).toEqual([])
  })

  it('has a checkout renewed only where it says so', async () => {
    const again = id('Emma')
    expect(await client.ask(checkout(card('Bruno F.'), again, 'N'))).toMatch(/^120N.*AFALREADY CHECKED OUT/)
    expect(await client.ask(checkout(card('Bruno F.'), again, 'Y'))).toMatch(/^121Y/)
  })

  it('renews one by identifier, one by title, and all', async () => {
    const bruno = card('Bruno F.')
    expect(await client.ask(renew(bruno, id('Emma')))).toMatch(/^301YNY.*AH20261103 {4}235900\|/)
    const byTitle = `29NN${DATE}${NO_DATE}AOLINDENHOF|AA${bruno}|AJJane Eyre|`
    expect(await client.ask(byTitle)).toMatch(new RegExp(`^301Y.*AB${id('Jane Eyre')}`))
    await client.ask(renew(bruno, id('Emma')))
    const answer = await client.ask(`65${DATE}AOLINDENHOF|AA${bruno}|AC|`)
    expect(answer.slice(0, 11)).toBe('66100020001')
    expect(all(answer, 'BM')).toEqual([id('Jane Eyre'), id('Middlemarch')])
    expect(answer).toContain(`BN${id('Emma')}|`)
  })

  it('returns: bin, shelf and borrower', async () => {
    expect(await client.ask(checkin(id('Emma')))).toBe(
      `101YNN${DATE}AOLINDENHOF|AB${id('Emma')}|AQLINDENHOF|AJEmma|CL1|AA${card('Bruno F.')}|CK001|CRFiction|CSF AUS|`,
    )
  })

  it('returns what others wait for, and what is not the library’s, into the staff’s bin', async () => {
    const held = await client.ask(checkin(id('Walden')))
    expect(held).toMatch(/^101YNY.*\|CL9\|.*CV01\|/)
    expect(held).toContain(`CY${card('Ines M.')}|DAInes M.|AFHOLD - ROUTE TO HOLD SHELF|`)
    expect(await client.ask(checkin('31173009999994'))).toMatch(/^100NNY.*CL9\|CV99\|AFITEM NOT FOUND\|/)
  })

  it.each([
    ['The Time Machine', '03', '0'],
    ['Emma', '04', '0'],
    ['Walden', '04', '1'],
    ['The Secret Garden', '08', '1'],
    ['The Complete Works of William Shakespeare', '01', '0'],
  ])('learns how %s stands: %s, %s waiting', async (title, status, queue) => {
    const answer = await client.ask(about(id(title)))
    expect(answer.slice(0, 8)).toBe(`18${status}0001`)
    expect(answer).toContain(`|AJ${title}|CF${queue}|`)
    expect(answer.includes('|AH')).toBe(status === '04')
    expect(answer).toContain('|BGXX-LINDENHOF|')
  })

  it('learns about a PIN: right, wrong, not given, not needed', async () => {
    const pinOf = async (name: string, pin: string) => all(await client.ask(patron(name, pin)), 'CQ')
    expect(await pinOf('Mira K.', '1234')).toEqual(['Y'])
    expect(await pinOf('Mira K.', '4321')).toEqual(['N'])
    expect(await pinOf('Mira K.', '')).toEqual(['N'])
    expect(await pinOf('Jonas B.', '')).toEqual(['Y'])
    expect(await client.ask(`23000${DATE}AOLINDENHOF|AA${MIRA}|AC|AD1234|`)).toMatch(/^24 {14}.*\|BLY\|CQY\|/)
    expect(await client.ask(`23000${DATE}AOLINDENHOF|AAnobody|AC|AD|`)).toMatch(/^24YYYY {10}.*\|BLN\|/)
  })

  it.each([
    ['Hugo P.', 'YYYY          '],
    ['Selma R.', 'YYYYY         '],
    ['Emil T.', 'YYYY          '],
    ['Ottilie W.', 'YYYY      Y   '],
    ['Rafael D.', '              '],
    ['Wanda S.', 'Y    Y        '],
    ['Karl H.', '      Y       '],
  ])('learns what is the matter with the card of %s', async (name, flags) => {
    expect((await client.ask(patron(name, '1234'))).slice(2, 16)).toBe(flags)
  })

  it('counts a patron’s things, and lists what it asks for, a page at a time', async () => {
    const counts = async (name: string) => (await client.ask(patron(name))).slice(37, 61)
    expect(await counts('Ines M.')).toBe('000100000000000000000001')
    expect(await counts('Karl H.')).toBe('000000020002000000000000')
    expect(await counts('Ottilie W.')).toBe('000000000000000300000000')

    const list = async (name: string, position: number, field: string, more = '') =>
      all(await client.ask(patron(name, '', `${' '.repeat(position)}Y`, more)), field)
    expect(await list('Ines M.', 0, 'AS')).toEqual([id('The Secret Garden')])
    expect(await list('Ines M.', 5, 'CD')).toEqual([id('Walden')])
    expect(await list('Karl H.', 1, 'AT')).toEqual([id('Heart of Darkness'), id('Heidi')])
    expect(await list('Ottilie W.', 3, 'AV')).toEqual(['12.40 Overdue', '10.00 Overdue', '5.00 Overdue'])
    const charged = await list('Agathe N.', 2, 'AU')
    expect(charged).toHaveLength(20)
    expect(await list('Agathe N.', 2, 'AU', 'BP6|BQ8|')).toEqual(charged.slice(5, 8))
    expect(await list('Agathe N.', 2, 'AU', 'BP19|')).toEqual(charged.slice(18))
    expect(await list('Agathe N.', 2, 'AU', 'BP0|BQ1|')).toEqual(charged.slice(0, 1))
    expect(await list('Agathe N.', 2, 'AU', 'BPx|BQy|')).toEqual(charged)
    expect(await client.ask(patron('Agathe N.'))).not.toContain('|AU')
  })

  it('pays what is owed once, in the library’s currency', async () => {
    expect(await client.ask(pay('Ottilie W.', '7.40'))).toBe(
      `38Y${DATE}AOLINDENHOF|AA${card('Ottilie W.')}|BKK1-7|`,
    )
    for (const wrong of ['20.01', '0', '-1.00', '1,00', '1e3', '']) {
      expect(await client.ask(pay('Ottilie W.', wrong))).toMatch(/^38N.*AFPAYMENT NOT ACCEPTED/)
    }
    expect(await client.ask(pay('Ottilie W.', '1.00', 'USD'))).toMatch(/^38N/)
    expect(simulator.library.owes(card('Ottilie W.'))).toBe(2000)
  })

  it('holds, is told its place, and cancels', async () => {
    const hold = (mode: string, what: string) => client.ask(`15${mode}${DATE}AOLINDENHOF|AA${MIRA}|${what}`)
    expect(await hold('+', `AB${id('Walden')}|`)).toMatch(/^161N.*BR2\|/)
    expect(await hold('+', `AB${id('Walden')}|`)).toMatch(/^160N/)
    expect(await hold('+', 'AJThe Time Machine|')).toMatch(new RegExp(`^161Y.*BR1\\|.*AB${TIME_MACHINE}`))
    expect(await hold('*', `AB${id('Walden')}|`)).toMatch(/^161N/)
    expect(await hold('-', `AB${id('Walden')}|`)).toMatch(/^161N/)
    expect(await hold('-', `AB${id('Walden')}|`)).toMatch(/^160N/)
    expect(await hold('*', `AB${id('Walden')}|`)).toMatch(/^160N/)
  })

  it('notes an item’s properties, blocks a card and enables it, ends a session', async () => {
    expect(await client.ask(`19${DATE}AOLINDENHOF|AB${TIME_MACHINE}|AC|CHspine torn|`)).toMatch(/^201/)
    expect(await client.ask(about(TIME_MACHINE))).toContain('|CHspine torn|')
    expect(await client.ask(`19${DATE}AOLINDENHOF|ABnothing|AC|CHx|`)).toMatch(/^200/)
    const tail = `${DATE}AOLINDENHOF|`
    expect(await client.ask(`01Y${tail}ALleft here|AA${MIRA}|AC|`)).toMatch(/^24YYYY/)
    expect(await client.ask(checkout(MIRA, TIME_MACHINE))).toMatch(/^120.*AFPATRON BLOCKED/)
    expect(await client.ask(`25${tail}AA${MIRA}|AC|AD1234|`)).toMatch(/^26 {14}/)
    expect(await client.ask(`35${tail}AA${MIRA}|AC|`)).toBe(`36Y${tail}AA${MIRA}|`)
  })

  it('has nothing it sends back that would break the frame', async () => {
    expect(await client.ask(about(`a${'x'.repeat(300)}`))).toBe('96')
  })
})

describe('every request of SIP2 2.00', () => {
  const vectors = readFileSync(new URL('../../fixtures/vectors.txt', import.meta.url), 'utf8').split('\n')
  const nameOf = (vector: string) =>
    (Object.keys(MESSAGES) as MessageName[]).find((name) => MESSAGES[name].code === vector.slice(0, 2))
  const requests = vectors.flatMap((vector) => {
    const name = nameOf(vector)
    return name !== undefined && name in ANSWER ? [{ vector, name: name as keyof typeof ANSWER }] : []
  })

  it('has a vector here', () => {
    expect(new Set(requests.map(({ name }) => name))).toEqual(new Set(Object.keys(ANSWER)))
  })

  it.each(requests)('$name gets its one answer, with its number and a checksum', async ({ vector, name }) => {
    await start()
    const answer = await client.ask(vector)
    const sequence = vector.at(-7)
    expect(answer.slice(0, 2)).toBe(MESSAGES[ANSWER[name]].code)
    expect(answer).toBe(sealed(answer.slice(0, -9), Number(sequence)))
    expect(await client.ask('97AZFEF5')).toBe(answer)
  })

  it('is ignored where it is none: answers, unknown codes and plain text get no answer', async () => {
    await start()
    client.write('98YYYYNN\r77what\rhello\r\n\n')
    expect(await client.ask(`35${DATE}AO|AA1|AC|`)).toMatch(/^36Y/)
  })
})

describe('error detection', () => {
  beforeEach(() => start())

  it('asks for a request with a wrong checksum again, and carries it out when it comes whole', async () => {
    const request = sealed(checkout(MIRA, TIME_MACHINE), 4)
    expect(await client.ask(request.replace('AA2', 'AA3'))).toBe('96AZFEF6')
    expect(simulator.history).toEqual([])
    expect(await client.ask(request)).toMatch(/^121/)
  })

  it('repeats its last answer when asked, even when that asked for a repetition', async () => {
    expect(await client.ask('97AZFEF5')).toBe('96AZFEF6')
    const answer = await client.ask(sealed(checkout(MIRA, TIME_MACHINE), 4))
    expect(await client.ask('97AZFEF5')).toBe(answer)
    expect(await client.ask('9900802.00AY1AZ0000')).toBe('96AZFEF6')
    expect(await client.ask('97AZFEF5')).toBe('96AZFEF6')
    expect(simulator.history).toHaveLength(1)
  })

  it('carries a request out once that comes twice, also when something damaged came between', async () => {
    const request = sealed(checkout(MIRA, TIME_MACHINE), 4)
    const answer = await client.ask(request)
    expect(await client.ask(request)).toBe(answer)
    expect(await client.ask('9900802.00AY1AZ0000')).toBe('96AZFEF6')
    expect(await client.ask(request)).toBe(answer)
    expect(simulator.history).toHaveLength(1)
  })

  it('takes the same request under the next number for a new one', async () => {
    await client.ask(sealed(checkout(MIRA, TIME_MACHINE), 4))
    expect(await client.ask(sealed(checkout(MIRA, TIME_MACHINE), 5))).toMatch(/^120.*AFALREADY CHECKED OUT/)
  })

  it('begins anew on each connection', async () => {
    const request = sealed(checkout(MIRA, TIME_MACHINE), 4)
    await client.ask(request)
    const other = await RawClient.open(simulator.port)
    expect(await other.ask('97AZFEF5')).toBe('96AZFEF6')
    expect(await other.ask(request)).toMatch(/^120/)
    other.close()
  })

  it('is left out for a client without it', async () => {
    expect(await client.ask(about(TIME_MACHINE))).toMatch(/\|$/)
  })
})

describe('a server that is told how to speak', () => {
  it('wants a login first, and closes on the wrong one', async () => {
    await start({ login: { user: 'term1', password: 'secret' } })
    expect(await client.ask('9300CNterm1|COsecret|CPMAIN|AY0AZF511')).toBe('941AY0AZFDFD')
    expect(await client.ask(about(TIME_MACHINE))).toMatch(/^1803/)
    const wrong = await RawClient.open(simulator.port)
    wrong.write('9300CNterm1|COguess|\r')
    expect(await wrong.untilClosed()).toBe('940\r')
    const none = await RawClient.open(simulator.port)
    none.write(`${checkout(MIRA, TIME_MACHINE)}\r`)
    expect(await none.untilClosed()).toBe('')
    expect(simulator.history).toEqual([])
  })

  it('ends lines with CR LF and leaves out checksums', async () => {
    const login = { user: 'term1', password: 'secret' }
    await start({ terminator: 'CRLF', errorDetection: 'never', login })
    expect(await client.ask('9300CNterm1|COsecret|CPMAIN|AY0AZF511')).toBe('941')
    const wrong = await RawClient.open(simulator.port)
    wrong.write('9300CNterm1|COguess|\r')
    expect(await wrong.untilClosed()).toBe('940\r\n')
  })

  it('writes in its character set, and loses what that lacks', async () => {
    await start({ charset: 'ascii' })
    expect(await client.ask(about(id('Les Misérables')))).toContain('|AJLes Miserables|')
    expect(await client.ask(about(id('Οδύσσεια')))).toContain('|AJ????????|')
  })
})
