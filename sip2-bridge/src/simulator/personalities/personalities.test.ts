import { afterEach, describe, expect, it } from 'vitest'
import { parseMessage } from '../../protocol/codec.ts'
import { inSegments } from '../damage.ts'
import { ManualClock } from '../manual-clock.test-support.ts'
import { RawClient, sealed } from '../raw-client.test-support.ts'
import {
  createSimulator,
  demoItem,
  demoPatron,
  type Personality,
  type PersonalityName,
  type Simulator,
  type SimulatorOptions,
} from '../simulator.ts'
import { PERSONALITIES } from './personalities.ts'

const NOW = new Date(2026, 9, 6, 12, 5, 30).getTime()
const DATE = '20261006    120530'
const NO_DATE = ' '.repeat(18)
const id = (title: string) => demoItem(title).itemId
const card = (name: string) => demoPatron(name).patronId
const MIRA = card('Mira K.')
const TIME_MACHINE = id('The Time Machine')
const LOGIN = { user: 'kiosk', password: 'demo' }
const BRANCHES = ['BL', 'CQ'] as const

const checkout = (patron: string, item: string, { noBlock = 'N', nbDue = NO_DATE, more = '' } = {}) =>
  `11N${noBlock}${DATE}${nbDue}AOLINDENHOF|AA${patron}|AB${item}|AC|${more}`
const checkin = (item: string, { noBlock = 'N', more = '' } = {}) =>
  `09${noBlock}${DATE}${DATE}AP|AOLINDENHOF|AB${item}|AC|${more}`
const information = (patron: string, summary = '', pin = '|') =>
  `63000${DATE}${summary.padEnd(10)}AOLINDENHOF|AA${patron}|AC${pin}`
const status = (patron: string, pin: string) => `23000${DATE}AOLINDENHOF|AA${patron}|AC|AD${pin}|`
const blocked = `01N${DATE}AOLINDENHOF|ALx|AA${MIRA}|AC|`
const enable = `25${DATE}AOLINDENHOF|AA${MIRA}|AC|`
const held = (mode: string, item: string) => `15${mode}${DATE}AOLINDENHOF|AA${MIRA}|AB${item}|`

const all = (message: string, field: string) =>
  message
    .split('|')
    .filter((part) => part.startsWith(field))
    .map((part) => part.slice(2))

const open: Simulator[] = []
afterEach(async () => {
  for (const simulator of open.splice(0)) await simulator.close()
})
async function as(personality: PersonalityName | Personality, options: SimulatorOptions = {}) {
  const simulator = await createSimulator({ now: () => NOW, personality, ...options })
  open.push(simulator)
  return { simulator, client: await RawClient.open(simulator.port) }
}

describe('every personality', () => {
  it.each(Object.keys(PERSONALITIES) as PersonalityName[])(
    '%s logs in, lends and takes back',
    async (name) => {
      const { client, simulator } = await as(name, { login: LOGIN })
      expect(await client.ask('9300CNkiosk|COdemo|CP|')).toMatch(/^941/)
      const told = await client.ask('9900802.00')
      expect(told).toMatch(/^98Y[YN]{5}\d{6}/)
      const { offlineOk, retriesAllowed, supportedMessages, timeoutPeriod } = PERSONALITIES[name].status
      expect(told.slice(7, 14)).toBe(`${offlineOk}${timeoutPeriod}${retriesAllowed}`)
      expect(all(told, 'BX')).toEqual([supportedMessages])
      expect(await client.ask(checkout(MIRA, TIME_MACHINE))).toMatch(/^121/)
      expect(await client.ask(information(MIRA))).toMatch(/^64/)
      expect(await client.ask(checkin(TIME_MACHINE))).toMatch(/^101/)
      expect(simulator.history.map(({ kind }) => kind)).toEqual(['checkout', 'checkin'])
    },
  )

  it.each(Object.keys(PERSONALITIES) as PersonalityName[])('%s sends checksums as it does', async (name) => {
    const { client } = await as(name)
    const checked = async (text: string) => {
      const result = parseMessage(Buffer.from(await client.ask(text)), PERSONALITIES[name].session.charset)
      return result.ok && result.checked
    }
    const { errorDetection } = PERSONALITIES[name].session
    expect(await checked('9900802.00AY1AZFCA0')).toBe(errorDetection !== 'never')
    expect(await checked('9900802.00')).toBe(errorDetection === 'always')
  })
})

describe('lectern-demo', () => {
  const CHECKOUT_THEN = checkout(MIRA, id('Emma'), { noBlock: 'Y', nbDue: '20261224    120000' })

  it('takes a checkout that happened already, with its dates, whoever had the item', async () => {
    const { client, simulator } = await as('lectern-demo')
    const then = CHECKOUT_THEN.replace(DATE, '20261001    080000')
    expect(await client.ask(then)).toMatch(/^121NNY.*\|AH20261224 {4}120000\|/)
    expect(simulator.library.loan(id('Emma'))).toMatchObject({
      patronId: MIRA,
      since: new Date(2026, 9, 1, 8).getTime(),
      due: new Date(2026, 11, 24, 12).getTime(),
    })
    const at = new Date(2026, 9, 1, 8).getTime()
    expect(simulator.history).toMatchObject([
      { kind: 'checkin', patronId: card('Bruno F.'), at },
      { kind: 'checkout', patronId: MIRA, at },
    ])
  })

  it('lends to the blocked what happened already, and refuses what it does not know', async () => {
    const { client } = await as('lectern-demo')
    const happened = (patron: string, item: string) => client.ask(checkout(patron, item, { noBlock: 'Y' }))
    expect(await happened(card('Hugo P.'), TIME_MACHINE)).toMatch(/^121/)
    expect(await happened(card('Hugo P.'), TIME_MACHINE)).toMatch(/^120.*ALREADY/)
    expect(await happened('nobody', id('Heidi'))).toMatch(/^120.*PATRON NOT FOUND/)
    expect(await happened(MIRA, 'nothing')).toMatch(/^120.*ITEM NOT FOUND/)
  })

  it('takes a return that happened already, with its date', async () => {
    const { client, simulator } = await as('lectern-demo')
    expect(await client.ask(checkin(id('Emma'), { noBlock: 'Y' }))).toMatch(/^101/)
    expect(simulator.history).toMatchObject([{ kind: 'checkin', at: NOW }])
  })

  it('asks for a yes to what costs, and charges it then', async () => {
    const { client, simulator } = await as('lectern-demo')
    const film = id('The General')
    const first = await client.ask(checkout(MIRA, film))
    expect(first).toMatch(/^120.*\|BT06\|BHEUR\|BV1\.50\|.*A CHARGE APPLIES/)
    expect(await client.ask(checkout(MIRA, film, { more: 'BON|' }))).toMatch(/^120/)
    expect(simulator.library.owes(MIRA)).toBe(0)
    expect(await client.ask(checkout(MIRA, film, { more: 'BOY|' }))).toMatch(
      /^121.*\|BT06\|BHEUR\|BV1\.50\|.*BKFEE-/,
    )
    expect(simulator.library.owes(MIRA)).toBe(150)
  })

  it('lists fees one by one, and takes a payment for one or over all', async () => {
    const { client, simulator } = await as('lectern-demo')
    const ottilie = card('Ottilie W.')
    const detailed = await client.ask(information(ottilie, '      Y'))
    expect(all(detailed, 'CG')).toEqual(['FEE-1', 'FEE-2', 'FEE-3'])
    expect(all(detailed, 'FA')).toEqual(['12.40', '10.00', '5.00'])
    expect(all(detailed, 'FC')).toEqual(Array(3).fill('06.10.2026'))
    const pay = (amount: string, more = '') =>
      client.ask(`37${DATE}0102EURBV${amount}|AOLINDENHOF|AA${ottilie}|AC|${more}`)
    expect(await pay('10.01', 'CGFEE-2|')).toMatch(/^38N/)
    expect(await pay('1.00', 'CGFEE-9|')).toMatch(/^38N/)
    expect(await pay('10.00', 'CGFEE-2|')).toMatch(/^38Y/)
    expect(await pay('13.00')).toMatch(/^38Y/)
    expect(simulator.library.feesOf(ottilie).map(({ feeId, minor }) => [feeId, minor])).toEqual([
      ['FEE-3', 440],
    ])
  })

  it('keeps a hold for another branch, sends the item there, and shelves it when it arrives', async () => {
    const { client } = await as('lectern-demo')
    const asked = await client.ask(`15+${DATE}BW20261231    235959|BSWALDHOF|AO|AA${MIRA}|AB${TIME_MACHINE}|`)
    expect(asked).toMatch(/^161Y.*\|BW20261231 {4}235959\|BR1\|BSWALDHOF\|/)
    expect(await client.ask(checkin(TIME_MACHINE))).toMatch(/^101YNY.*\|CTWALDHOF\|CV02\|CY/)
    expect(await client.ask(`17${DATE}AO|AB${TIME_MACHINE}|`)).toMatch(/^1810.*\|CTWALDHOF\|/)
    const there = checkin(TIME_MACHINE).replace('AP|', 'APWALDHOF|')
    expect(await client.ask(there)).toMatch(/^101YNY.*\|CV01\|CY/)
    expect(await client.ask(`17${DATE}AO|AB${TIME_MACHINE}|`)).toMatch(/^1808/)
  })

  it.each([
    ['The Sonnets', '04', 'WALDHOF'],
    ['Kalevala', '03', 'INTERLIBRARY LOAN'],
    ['Beowulf', '98', undefined],
  ])('tells where %s goes', async (title, alert, destination) => {
    const { client } = await as('lectern-demo')
    const answer = await client.ask(checkin(id(title)))
    expect(answer.slice(2, 6)).toBe('1YNY')
    expect(all(answer, 'CV')).toEqual([alert])
    expect(all(answer, 'CT')).toEqual(destination === undefined ? [] : [destination])
  })

  it('makes a real loan of a cancelled return, unless it is told to cancel', async () => {
    const undo = checkout(card('Bruno F.'), id('Emma'), { more: 'BIY|' })
    const plain = await as('lectern-demo')
    await plain.client.ask(checkin(id('Emma')))
    expect(await plain.client.ask(undo)).toMatch(/^121N/)
    expect(plain.simulator.loans().find(({ itemId }) => itemId === id('Emma'))).toMatchObject({ since: NOW })
    const { client, simulator } = await as('lectern-demo', { cancels: true })
    const before = simulator.library.loan(id('Emma'))
    await client.ask(checkin(id('Emma')))
    expect(await client.ask(undo)).toMatch(/^121N/)
    expect(simulator.library.loan(id('Emma'))).toEqual(before)
    expect(await client.ask(checkin(id('Emma'), { more: 'BIY|' }))).toMatch(/^101YNN/)
    expect(simulator.library.loan(id('Emma'))).toBeUndefined()
    expect(await client.ask(checkin(id('Emma'), { more: 'BIY|' }))).toMatch(/^100/)
  })
})

describe('koha', () => {
  it('ends lines with CR LF, and repeats without sequence and checksum', async () => {
    const { client } = await as('koha')
    const answer = await client.ask(sealed(checkout(MIRA, TIME_MACHINE), 3))
    expect(await client.ask('97AZFEF5')).toBe(answer.slice(0, -9))
  })

  it('carries out twice what comes twice', async () => {
    const { client, simulator } = await as('koha')
    const request = sealed(checkout(MIRA, TIME_MACHINE), 3)
    await client.ask(request)
    expect(await client.ask(request)).toMatch(/^121Y/)
    expect(simulator.history.map(({ kind }) => kind)).toEqual(['checkout', 'renew'])
  })

  it('takes a no-block return for a plain one; before it could, it died of both', async () => {
    const { client, simulator } = await as('koha')
    expect(await client.ask(checkin(id('Emma'), { noBlock: 'Y' }))).toMatch(/^101/)
    expect(simulator.history[0]).not.toHaveProperty('at')
    const older = await as('koha-older')
    older.client.write(`${checkout(MIRA, TIME_MACHINE, { noBlock: 'Y' })}\r`)
    expect(await older.client.untilClosed()).toBe('')
    expect(older.simulator.history).toEqual([])
  })

  it('tells CQ in 64 only where a PIN was sent, and amounts as numbers without a currency', async () => {
    const { client } = await as('koha')
    const flags = (answer: string) => BRANCHES.map((field) => all(answer, field))
    expect(flags(await client.ask(information(MIRA)))).toEqual([['Y'], []])
    expect(flags(await client.ask(information(MIRA, '', '|AD0|')))).toEqual([['Y'], ['N']])
    expect(flags(await client.ask(status(MIRA, '')))).toEqual([['Y'], ['N']])
    const owing = await client.ask(status(card('Rafael D.'), '1234'))
    expect([all(owing, 'BV'), all(owing, 'BH')]).toEqual([['1.5'], []])
    expect(all(await client.ask(status(MIRA, '1234')), 'BV')).toEqual([])
    expect(await client.ask(information(MIRA))).toContain('|PB19800115|PCadult|PIY|')
  })

  it('finds a card by its other number and calls it by its own', async () => {
    const { client, simulator } = await as('koha')
    const other = MIRA.slice(5)
    expect(await client.ask(information(other))).toContain(`|AA${MIRA}|AE`)
    expect(await client.ask(checkout(other, TIME_MACHINE))).toMatch(/^121/)
    expect(simulator.library.loan(TIME_MACHINE)?.patronId).toBe(MIRA)
  })

  it('tells in a refusal whether the card is valid', async () => {
    const { client } = await as('koha')
    expect(all(await client.ask(checkout(MIRA, 'nothing')), 'BL')).toEqual(['Y'])
    expect(all(await client.ask(checkout('nobody', TIME_MACHINE)), 'BL')).toEqual(['N'])
  })

  it('cuts a client off that says nothing for a minute', async () => {
    const clock = new ManualClock()
    const { client } = await as('koha', { clock })
    await client.ask('9900802.00')
    clock.advance(59_999)
    expect(await client.ask('9900802.00')).toMatch(/^98/)
    clock.advance(60_000)
    expect((await client.untilClosed()).trim()).toBe('')
  })
})

describe('evergreen', () => {
  it('dies of no block, with nothing done', async () => {
    for (const request of [
      checkout(MIRA, TIME_MACHINE, { noBlock: 'Y' }),
      checkin(id('Emma'), { noBlock: 'Y' }),
    ]) {
      const { client, simulator } = await as('evergreen')
      client.write(`${request}\r`)
      expect(await client.untilClosed()).toBe('')
      expect(simulator.history).toEqual([])
    }
  })

  it('counts all holds, lists titles, and denies recalls to everybody', async () => {
    const { client } = await as('evergreen')
    const answer = await client.ask(information(card('Ines M.'), 'Y'))
    expect(answer.slice(2, 6)).toBe('  Y ')
    expect(answer.slice(37, 41)).toBe('0002')
    expect(all(answer, 'AS')).toEqual(['The Secret Garden', 'Walden'])
    const fines = await client.ask(information(card('Ottilie W.'), '   Y'))
    expect(all(fines, 'AV')[0]).toBe('12.40 Overdue Emma / Jane Austen')
    expect(all(fines, 'PC')).toEqual(['adult'])
    expect(all(fines, 'AQ')).toEqual(['LINDENHOF'])
  })

  it('writes due dates as ISO, and places no holds', async () => {
    const { client } = await as('evergreen')
    expect(await client.ask(checkout(MIRA, TIME_MACHINE))).toContain('|AH2026-11-03 23:59:00|')
    expect(await client.ask(held('+', id('Walden')))).toMatch(/^160/)
    expect(await client.ask(held('-', id('Walden')))).toMatch(/^160/)
  })
})

describe('evergreen-sip2', () => {
  it('sends no checksum, says N for what it does, and nothing to what it does not', async () => {
    const { client } = await as('evergreen-sip2')
    expect(await client.ask('9900802.00AY1AZFCA0')).toMatch(/^98YYYYNN999999.*BXYYYNYNYYNYYNNNYN\|$/)
    expect(await client.ask(blocked)).toMatch(/^24/)
    client.write(`${enable}\r`)
    expect(await client.ask(information(MIRA))).toMatch(/^64/)
  })

  it('takes any text for a yes, also BO=N', async () => {
    const { client } = await as('evergreen-sip2')
    expect(await client.ask(checkout(MIRA, id('The General')))).toMatch(/^120/)
    expect(await client.ask(checkout(MIRA, id('The General'), { more: 'BON|' }))).toMatch(/^121/)
  })

  it('knows no card whose PIN is wrong', async () => {
    const { client } = await as('evergreen-sip2')
    const wrong = await client.ask(status(MIRA, '9999'))
    expect(wrong).toMatch(/^24YYYY {10}/)
    expect([all(wrong, 'BL'), all(wrong, 'CQ'), all(wrong, 'AE')]).toEqual([['N'], ['N'], ['']])
    expect(all(await client.ask(status(MIRA, '1234')), 'CQ')).toEqual(['Y'])
  })

  it('sends CV=00 where nothing is the matter', async () => {
    const { client } = await as('evergreen-sip2')
    expect(all(await client.ask(checkin(id('Emma'))), 'CV')).toEqual(['00'])
  })

  it('answers 940 and waits for the next try', async () => {
    const { client } = await as('evergreen-sip2', { login: LOGIN })
    expect(await client.ask('9300CNkiosk|COwrong|')).toBe('940')
    expect(await client.ask('9300CNkiosk|COdemo|')).toBe('941')
  })
})

describe('folio-edge-sip2', () => {
  it('ignores everything before the login, and what it has no handler for', async () => {
    const { client, simulator } = await as('folio-edge-sip2', { login: LOGIN })
    client.write(`${checkout(MIRA, TIME_MACHINE)}\r`)
    expect(await client.ask('9300CNkiosk|COdemo|')).toBe('941')
    for (const request of [blocked, enable, held('+', TIME_MACHINE)]) client.write(`${request}\r`)
    expect(await client.ask(information(MIRA))).toMatch(/^64/)
    expect(simulator.history).toEqual([])
  })

  it('repeats what comes twice, in code page 850', async () => {
    const { client, simulator } = await as('folio-edge-sip2')
    const request = sealed(checkout(MIRA, id('Die Räuber')), 3)
    const answer = await client.ask(request)
    expect(answer).toMatch(/^121NUY/)
    expect(await client.ask(request)).toBe(answer)
    expect(simulator.history).toHaveLength(1)
  })

  it('gives a group of fields for each fee', async () => {
    const { client } = await as('folio-edge-sip2')
    const answer = await client.ask(information(card('Rafael D.'), '      Y'))
    expect(answer).toContain(`|CGFEE-4|FA1.50|FB${id('Emma')}|FC06.10.2026|FDEmma|FE04|FFOverdue|`)
  })
})

describe('folio-fsip2', () => {
  it('answers every 97 with a bare 96', async () => {
    const { client } = await as('folio-fsip2')
    await client.ask(sealed(checkout(MIRA, TIME_MACHINE), 3))
    expect(await client.ask('97AZFEF5')).toBe('96')
  })

  it('denies everything where it has no handler, and does nothing', async () => {
    const { client, simulator } = await as('folio-fsip2')
    expect(await client.ask(blocked)).toMatch(/^24Y{14}000.*AFno handler/)
    expect(await client.ask(enable)).toMatch(/^26Y{14}/)
    expect(await client.ask(held('+', TIME_MACHINE))).toMatch(/^160N/)
    expect(simulator.history).toEqual([])
  })

  it('puts identifier, amount, type and title into a fine item', async () => {
    const { client } = await as('folio-fsip2')
    expect(all(await client.ask(information(card('Rafael D.'), '   Y')), 'AV')).toEqual([
      'FEE-4 1.50 "Overdue" Emma',
    ])
    expect(all(await client.ask(information('nobody')), 'CQ')).toEqual(['N'])
  })
})

describe('invenio-sip2', () => {
  it('leaves out zeros in front of a checksum', async () => {
    const { client } = await as('invenio-sip2')
    // The sum grows by a letter each time, past 61440, from where on the complement has three digits.
    const digits = new Set<number>()
    for (let length = 200; length <= 255; length++) {
      const answer = await client.ask(checkout('z'.repeat(length), 'z'.repeat(240)))
      const [, sum = ''] = /AZ([0-9A-F]+)$/.exec(answer) ?? []
      expect(sum).not.toMatch(/^0/)
      digits.add(sum.length)
    }
    expect(digits).toContain(3)
  })
})

describe('the closed ones', () => {
  it('(sierra) write 0000 for a zone', async () => {
    const { client } = await as('sierra')
    expect(await client.ask('9900802.00')).toContain('202610060000120530')
    expect(await client.ask(checkout(MIRA, TIME_MACHINE))).toContain('|AH202611030000235900|')
  })

  it('(polaris) send their own fields and two pipes in a row', async () => {
    const { client } = await as('polaris')
    const answer = await client.ask(sealed(information(MIRA), 2))
    expect(answer).toContain(
      '|BC19800115    235959|PA1|PEMAIN|PS|U4Yes|U5|PZ00000|PX20301231    235959|PYN|FA0.00||AY2AZ',
    )
    expect(parseMessage(Buffer.from(answer))).toMatchObject({ ok: true, checked: true })
  })

  it('(alma) cancel, renew whatever is asked, and take what happened already', async () => {
    const { client, simulator } = await as('alma')
    const due = '20261224    120000'
    expect(await client.ask(checkout(MIRA, TIME_MACHINE, { noBlock: 'Y', nbDue: due }))).toContain(
      `|AH${due}|`,
    )
    expect(await client.ask(checkout(MIRA, TIME_MACHINE))).toMatch(/^121Y/)
    expect(await client.ask(checkin(TIME_MACHINE, { more: 'BIY|' }))).toMatch(/^101/)
    expect(simulator.library.loan(TIME_MACHINE)).toBeUndefined()
  })

  it('(symphony) send a message in segments of 64 bytes', async () => {
    const pieces = inSegments(Buffer.alloc(130), 64)
    expect(pieces.map(({ length }) => length)).toEqual([64, 64, 2])
    const { client } = await as('symphony')
    expect(await client.ask(information(MIRA))).toMatch(/^64.*\|$/)
  })
})

describe('a personality of one’s own', () => {
  it('is the demo library’s with another habit: it hangs up on a wrong login without a word', async () => {
    const demo = PERSONALITIES['lectern-demo']
    const silent = { ...demo, session: { ...demo.session, loginFailure: 'close' as const } }
    const { client } = await as(silent, { login: LOGIN })
    client.write('9300CNkiosk|COwrong|\r')
    expect(await client.untilClosed()).toBe('')
  })

  it('hangs up on a request that it cannot do', async () => {
    const demo = PERSONALITIES['lectern-demo']
    const curt = { ...demo, session: { ...demo.session, absent: { hold: 'close' as const } } }
    const { client, simulator } = await as(curt)
    client.write(`${held('+', TIME_MACHINE)}\r`)
    expect(await client.untilClosed()).toBe('')
    expect(simulator.history).toEqual([])
  })
})

describe('a server with prompts before SIP2', () => {
  it('asks for the login, and speaks SIP2 then', async () => {
    const { client } = await as('koha', { login: LOGIN, prompts: true })
    client.write('kiosk\r\n')
    client.write('demo\r\n')
    expect(await client.next()).toBe('login: password: Login OK.  Initiating SIP')
    expect(await client.ask('9900802.00')).toMatch(/^98/)
  })

  it('ends after three wrong ones', async () => {
    const { client } = await as('koha', { login: LOGIN, prompts: true })
    client.write('kiosk\r\nwrong\r\n'.repeat(3))
    const said = await client.untilClosed()
    expect(said.match(/Invalid login/g)).toHaveLength(3)
    expect(said).not.toContain('Login OK')
  })
})
