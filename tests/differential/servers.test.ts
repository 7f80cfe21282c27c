/** What SIPServer and SIP2Mediator really answered to each message, in plain words. */
import { type Circulation, createCirculation, itemId, patronId } from 'sip2/circulation'
import { afterEach, describe, expect, it } from 'vitest'
import { ScriptedServer, willing } from '../../sip2-bridge/src/connection/scripted-server.test-support.ts'
import { ours } from './ours.ts'
import { exchanges } from './recordings.ts'

const SERVERS = ['sipserver.txt', 'sip2mediator.txt'] as const
type Server = (typeof SERVERS)[number]

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

/** Without the trailer: a replay has a sequence of its own. */
const bare = (text: string): string => text.replace(/AY\dAZ[0-9A-F]{4}$/, '')

/** A server that gives the recorded answer to the first request like `example`, and the circulation that asks it. */
async function replay(file: Server, example: RegExp, answered = /^/): Promise<Circulation> {
  const found = exchanges(file).find(
    ({ request, answer }) => example.test(bare(request)) && answered.test(answer),
  )
  if (found === undefined) throw new Error(`not recorded: ${example}`)
  const server = new ScriptedServer(
    (frame, times, socket) => willing(frame, times, socket) ?? bare(found.answer),
  )
  open.push(server)
  const circulation = createCirculation({
    host: '127.0.0.1',
    port: await server.listen(),
    institution: 'ANY',
    terminalPassword: '',
    charset: 'utf8',
    terminator: 'CR',
    errorDetection: true,
    timeoutMilliseconds: 2_000,
    dialect: 'evergreen',
  })
  open.push({ close: () => circulation.stop() })
  circulation.start()
  return circulation
}

describe('the servers', () => {
  it.each([
    ['sipserver.txt', '10 12 16 18 20 24 26 30 36 64 66 94 96 98'],
    ['sip2mediator.txt', '10 12 16 18 24 30 36 38 64 66 94 98'],
  ] as const)('of %s answered with %s, and every answer is read', (file, codes) => {
    const answers = exchanges(file).filter(({ answer }) => !answer.startsWith('<'))
    for (const { request, answer } of answers) {
      const { checked } = ours(answer)
      const mirrors = file === 'sipserver.txt' && /AZ[0-9A-F]{4}$/.test(request)
      expect(checked, answer).toBe(mirrors)
    }
    expect([...new Set(answers.map(({ answer }) => answer.slice(0, 2)))].toSorted().join(' ')).toBe(codes)
  })

  it('hang up on what they do not know, or fail at', () => {
    const hungUp = (file: Server) =>
      exchanges(file)
        .filter(({ answer }) => answer === '<EOF>')
        .map(({ request }) => request.slice(0, 2))
    // The dummy library of SIPServer cannot take in an unknown item, nor a fee; SIP2Mediator has no 19 and no 25.
    expect(hungUp('sipserver.txt')).toEqual(['09', '37'])
    expect(hungUp('sip2mediator.txt')).toEqual(['19', '25'])
  })

  it('answer a 97 each in its own way: SIPServer by the last answer under number 0, SIP2Mediator not at all', () => {
    const resent = (file: Server) => exchanges(file).filter(({ request }) => request.startsWith('97'))
    const [first, second] = resent('sipserver.txt')
    expect(first?.answer).toMatch(/^18.*AY0AZ[0-9A-F]{4}$/)
    expect(second?.answer).toBe('96AZFEF6')
    expect(resent('sip2mediator.txt').map(({ answer }) => answer)).toEqual(['<NOTHING>'])
  })

  it('carry out a repeated request again: SIPServer with the same answer to the byte', () => {
    const twice = exchanges('sipserver.txt').filter(
      ({ request }, index, all) => request === all[index - 1]?.request,
    )
    expect(twice).toHaveLength(1)
  })
})

describe('patrons', () => {
  const ask = async (file: Server, example: RegExp) =>
    (await replay(file, example)).patron({ patron: patronId('1'), pin: '1' })

  it('of SIPServer are known, with their PIN judged, and may borrow', async () => {
    expect(await ask('sipserver.txt', /^63.*AAdjfiander\|AC\|AD6789/)).toMatchObject({
      patron: 'djfiander',
      known: 'yes',
      pinRight: 'yes',
      name: 'David J. Fiander',
      mayCheckout: true,
      mayHold: true,
      cardLost: false,
      standing: [],
      chargedCount: 0,
    })
  })

  it('of SIP2Mediator owe what is said, in the currency that is said', async () => {
    expect(await ask('sip2mediator.txt', /^63.{21} {2}Y .*AA20001\|AC\|AD4711/)).toMatchObject({
      patron: '20001',
      name: 'Tester, Bücher',
      owed: { minor: 150, currency: 'USD' },
      chargedCount: 0,
    })
  })

  it.each([
    ['sipserver.txt', 'unknown'],
    ['sip2mediator.txt', 'no'],
  ] as const)('whom nobody knows may nothing (%s)', async (file, pinRight) => {
    expect(await ask(file, /^63.*AAnobody/)).toMatchObject({
      patron: 'nobody',
      known: 'no',
      pinRight,
      name: null,
      mayCheckout: false,
    })
  })

  it('with loans have all of them counted, also where the list is not taken for identifiers', async () => {
    const circulation = await replay('sipserver.txt', /^63/, /AU1565921879/)
    expect(await circulation.patron({ patron: patronId('1') })).toMatchObject({
      charged: [],
      chargedCount: 4,
    })
    const listed = exchanges('sip2mediator.txt').find(({ answer }) => /AU30001/.test(answer))
    expect(ours(listed?.answer ?? '').values).toMatchObject({
      chargedItemsCount: '0003',
      chargedItem: ['30001', '30003', '30002'],
    })
  })
})

describe('items', () => {
  it.each([
    [
      'sipserver.txt',
      '1565921879',
      { known: 'yes', title: 'Perl 5 desktop reference', status: 'available', media: 'book' },
    ],
    ['sipserver.txt', 'nosuch', { known: 'no', title: null }],
    [
      'sip2mediator.txt',
      '30003',
      { known: 'yes', title: 'Река и мост', status: 'available', currentLocation: 'Main' },
    ],
    ['sip2mediator.txt', '30002', { title: 'Die Brücke über den Fluß' }],
    ['sip2mediator.txt', 'nosuch', { known: 'no', title: null }],
  ] as const)('of %s: %s', async (file, id, facts) => {
    const circulation = await replay(file, new RegExp(`^17.*AB${id}\\|`))
    expect(await circulation.item(itemId(id))).toMatchObject(facts)
  })

  it.each([
    ['sipserver.txt', '1565921879', { patron: 'djfiander', title: 'Perl 5 desktop reference' }],
    ['sip2mediator.txt', '30001', { patron: '20001', due: { iso: '2026-12-16T23:59:00' } }],
  ] as const)('of %s are lent, and renewed when asked for again', async (file, id, facts) => {
    const request = { patron: patronId('1'), item: itemId(id) }
    const lent = await (await replay(file, new RegExp(`^11NN.*AB${id}\\|`))).checkout(request)
    expect(lent).toMatchObject({ lent: true, renewed: false, desensitize: 'yes', media: 'book', ...facts })
    const again = await (await replay(file, new RegExp(`^11YN.*AB${id}\\|`))).checkout(request)
    expect(again).toMatchObject({ lent: true, renewed: true })
  })

  it.each([
    ['sipserver.txt', /^11NN.*AAmiker/, 'Item checked out to another patron'],
    ['sipserver.txt', /^11NN.*ABnosuch/, 'Invalid Item'],
    ['sip2mediator.txt', /^11NN.*AA20009/, 'Not possible'],
  ] as const)('of %s are refused with the server’s own words', async (file, example, words) => {
    const item = itemId(
      example.source.includes('nosuch') ? 'nosuch' : file === 'sipserver.txt' ? '1565921879' : '30001',
    )
    const refused = await (await replay(file, example)).checkout({ patron: patronId('1'), item })
    expect(refused).toMatchObject({ lent: false, fee: null, screenMessages: [words] })
  })

  it.each([
    [
      'sipserver.txt',
      '1565921879',
      { returned: true, resensitize: true, alert: false, title: 'Perl 5 desktop reference' },
    ],
    [
      'sip2mediator.txt',
      '30001',
      { returned: true, alert: false, sortBin: 'bin 2', permanentLocation: 'Main' },
    ],
    ['sip2mediator.txt', '30003', { alert: true, alertType: '01', destination: 'Branch' }],
    ['sip2mediator.txt', 'nosuch', { returned: false, title: null }],
  ] as const)('of %s: %s is taken back with what to do about it', async (file, id, facts) => {
    const circulation = await replay(file, new RegExp(`^09N.*AB${id}\\|`))
    expect(await circulation.checkin({ item: itemId(id) })).toMatchObject(facts)
  })

  it.each(SERVERS)('sessions of %s end', async (file) => {
    expect(await (await replay(file, /^35/)).endSession({ patron: patronId('1') })).toBe(true)
  })
})
