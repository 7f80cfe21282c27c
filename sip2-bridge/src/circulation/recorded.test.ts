/** What Koha and SIPServer really answered (fixtures/), in plain words. */
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { ScriptedServer, willing } from '../connection/scripted-server.test-support.ts'
import type { DialectName } from '../dialects/dialects.ts'
import { type Circulation, createCirculation, itemId, patronId } from './circulation.ts'

/** Request and answer, without trailers, of every recorded exchange. */
function exchanges(file: string): readonly (readonly [request: string, answer: string])[] {
  const lines = readFileSync(new URL(`../../fixtures/${file}`, import.meta.url), 'utf8').split('\n')
  const plain = (line = '') =>
    line
      .slice(2)
      .replace(/(\\r|\\n|AY\dAZ[0-9A-F]{4}).*$/, '')
      .replaceAll(/(?:\\x[0-9a-f]{2})+/g, (hex) => Buffer.from(hex.replaceAll('\\x', ''), 'hex').toString())
  return lines.flatMap((line, index) =>
    line.startsWith('> ') ? [[plain(line), plain(lines[index + 1])] as const] : [],
  )
}

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

/** A server that gives the recorded answer to the first request like `example`, and the circulation that asks it. */
async function replay(
  dialect: DialectName,
  file: string,
  example: RegExp,
  change = {},
): Promise<Circulation> {
  const [, answer] = exchanges(file).find(([request]) => example.test(request)) ?? []
  if (answer === undefined) throw new Error(`not recorded: ${example}`)
  const server = new ScriptedServer((frame, times, socket) => willing(frame, times, socket) ?? answer)
  open.push(server)
  const circulation = createCirculation({
    host: '127.0.0.1',
    port: await server.listen(),
    institution: 'CPL',
    terminalPassword: '',
    charset: 'utf8',
    terminator: 'CR',
    errorDetection: true,
    timeoutMilliseconds: 2_000,
    dialect,
    ...change,
  })
  open.push({ close: () => circulation.stop() })
  circulation.start()
  return circulation
}

describe('patrons of Koha', () => {
  const file = 'koha-patron.txt'
  const ask = async (example: RegExp, dialect: DialectName = 'koha', change = {}) =>
    (await replay(dialect, file, example, change)).patron({ patron: patronId('1'), pin: '1' })

  it('with twenty loans are listed with all of them', async () => {
    const carol = await ask(/^63.{21} {2}Y .*AA23529000000003/)
    expect(carol).toMatchObject({ patron: '23529000000003', known: 'yes', pinRight: 'yes', chargedCount: 20 })
    expect(carol.charged).toHaveLength(20)
    expect(carol.charged).toContain('39000003001')
  })

  it('owe in the library’s currency, since Koha names none', async () => {
    const owing = /^63.{21} {2}Y .*AA23529000000003/
    expect((await ask(owing)).owed).toEqual({ minor: 275, currency: 'EUR' })
    expect((await ask(owing, 'koha', { currency: 'USD' })).owed).toEqual({ minor: 275, currency: 'USD' })
  })

  it('are told of holds that wait for them, not of those still to come', async () => {
    const hank = /^63.{21}Y .*AA23529000000009/
    expect((await ask(hank)).holdsReady).toBe(1)
    expect((await ask(hank, 'generic')).holdsReady).toBeNull()
  })

  it('that nobody knows are unknown, and may nothing', async () => {
    expect(await ask(/^63.*AA99999999999999/)).toMatchObject({
      known: 'no',
      pinRight: 'unknown',
      name: null,
      mayCheckout: false,
      screenMessages: ['Invalid cardnumber'],
    })
  })

  it('with a wrong PIN are told apart from those without one', async () => {
    expect((await ask(/^63.*AA23529000000001\|AC\|AD9876/)).pinRight).toBe('no')
    expect((await ask(/^63.*AA23529000000001\|AC\|$/)).pinRight).toBe('unknown')
  })

  it('of a server whose lists are not known to be identifiers have none', async () => {
    const carol = await ask(/^63.{21} {2}Y .*AA23529000000003/, 'generic')
    expect(carol).toMatchObject({ charged: [], chargedCount: 20 })
  })
})

describe('items of Koha', () => {
  const file = 'koha-circ.txt'
  const item = (id: string) => new RegExp(`^17.*AB${id}\\|`)
  it.each([
    ['39000000002', { known: 'yes', title: 'The Left Hand of Darkness', status: 'available', media: 'book' }],
    ['39000003001', { status: 'charged', due: { iso: '2026-10-01T23:59:00', text: '20261001    235900' } }],
    ['39000002004', { status: 'onHoldShelf', holdQueueLength: 1 }],
    ['39000000009', { title: 'Cien años de soledad' }],
    ['39000000017', { title: 'Pipe | Title : with "quotes" & <tags>' }],
    ['nosuch', { known: 'no', title: null, status: 'other' }],
  ])('%s', async (id, facts) => {
    const circulation = await replay('koha', file, item(id))
    expect(await circulation.item(itemId(id))).toMatchObject({ item: id, ...facts })
  })

  const loan = async (example: RegExp) =>
    (await replay('koha', file, example)).checkout({ patron: patronId('1'), item: itemId('39000000002') })

  it('that are lent may be switched off, with their due date', async () => {
    expect(await loan(/^11YN.*AB39000000002/)).toMatchObject({
      lent: true,
      renewed: false,
      desensitize: 'yes',
      due: { iso: '2026-12-15T23:59:00' },
      patron: '23529000000001',
    })
  })

  it('that the patron already has are renewed', async () => {
    expect(await loan(/^11NN.*AB39000000002\|/)).toMatchObject({ lent: true, renewed: true })
  })

  it('that cost something are refused with the fee, before anybody agreed to it', async () => {
    expect(await loan(/^11NN.*AB39000001010/)).toMatchObject({
      lent: false,
      fee: { amount: { minor: 250, currency: 'USD' }, type: '06' },
    })
  })

  it('that are somebody else’s are refused without a fee', async () => {
    expect(await loan(/^11NN.*AB39000003010/)).toMatchObject({ lent: false, fee: null })
  })

  const back = async (id: string) =>
    (await replay('koha', file, new RegExp(`^09.*AB${id}\\|`))).checkin({ item: itemId(id) })

  it('that come back to a hold elsewhere say where to', async () => {
    expect(await back('39000002002')).toMatchObject({
      returned: true,
      resensitize: true,
      alert: true,
      alertType: '02',
      destination: 'MPL',
      permanentLocation: 'CPL',
    })
  })

  it('that nobody knows are not returned', async () => {
    expect(await back('nosuch')).toMatchObject({ returned: false, alert: true, alertType: '99', title: null })
  })
})

describe('SIPServer', () => {
  it('denies recalls to everybody, and nothing else by that', async () => {
    const circulation = await replay('evergreen', 'sipserver-dummy.txt', /^63.*AAdjfiander/)
    expect(await circulation.patron({ patron: patronId('djfiander') })).toMatchObject({
      known: 'yes',
      mayCheckout: true,
      mayRenew: true,
      standing: [],
      holdsReady: null,
    })
  })
})
