/** A visit to each library system of the simulator, under the dialect that is meant for it. */
import { afterEach, describe, expect, it } from 'vitest'
import { DIALECT_NAMES, type DialectName } from '../dialects/dialects.ts'
import {
  createSimulator,
  DEMO_LIBRARY,
  demoItem,
  demoPatron,
  type SimulatorOptions,
} from '../simulator/simulator.ts'
import { createCirculation } from './circulation.ts'
import { type IlsStatus, itemId, patronId } from './types.ts'

const LOGIN = { user: 'kiosk', password: 'demo' }
/** Which of the simulator's personalities each dialect is for. */
const PERSONALITY: Readonly<Record<DialectName, NonNullable<SimulatorOptions['personality']>>> = {
  generic: 'lectern-demo',
  koha: 'koha-older',
  'koha-no-block': 'koha',
  evergreen: 'evergreen',
  'evergreen-sip2': 'evergreen-sip2',
  sierra: 'sierra',
  symphony: 'symphony',
  polaris: 'polaris',
  alma: 'alma',
  'folio-edge-sip2': 'folio-edge-sip2',
  'folio-fsip2': 'folio-fsip2',
  'invenio-sip2': 'invenio-sip2',
  gossip: 'lectern-demo',
  voyager: 'lectern-demo',
  'lectern-demo': 'lectern-demo',
}

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function library(dialect: DialectName) {
  const simulator = await createSimulator({ login: LOGIN, personality: PERSONALITY[dialect] })
  const circulation = createCirculation({
    host: '127.0.0.1',
    port: simulator.port,
    login: { ...LOGIN, location: 'DESK' },
    institution: DEMO_LIBRARY.institution,
    terminalPassword: '',
    dialect,
    timeoutMilliseconds: 5_000,
  })
  closing.push(
    () => simulator.close(),
    () => circulation.stop(),
  )
  const online = new Promise<void>((resolve) => {
    circulation.onStatus((status: IlsStatus) => {
      if (status.state === 'online') resolve()
    })
  })
  circulation.start()
  await online
  return { simulator, circulation }
}

const mira = { patron: patronId(demoPatron('Mira K.').patronId), pin: '1234' }
const bruno = { patron: patronId(demoPatron('Bruno F.').patronId) }
const rafael = { patron: patronId(demoPatron('Rafael D.').patronId), pin: '1234' }
const machine = itemId(demoItem('The Time Machine').itemId)
const onLoan = itemId(demoItem('Les Misérables').itemId)

describe.each(DIALECT_NAMES)('under the dialect %s', (dialect) => {
  it('a patron is known, borrows with a due date that is understood, renews or is told why not, and returns', async () => {
    const { circulation, simulator } = await library(dialect)
    const patron = await circulation.patron(mira)
    expect(patron).toMatchObject({ known: 'yes', mayCheckout: true, cardLost: false })
    expect(patron.pinRight).not.toBe('no')
    const lent = await circulation.checkout({ ...mira, item: machine })
    expect(lent).toMatchObject({ lent: true, title: 'The Time Machine', desensitize: 'yes' })
    const due = simulator.loans().find((loan) => loan.itemId === machine)?.due ?? 0
    expect(lent.lent && lent.due?.iso).toBeTruthy()
    expect(new Date((lent.lent && lent.due?.iso) || 0).getTime()).toBe(due)
    expect((await circulation.item(machine)).status).toBe('charged')
    if (circulation.capabilities.renew !== 'no') {
      expect(await circulation.renew({ ...mira, item: machine })).toMatchObject({ lent: true, renewed: true })
    }
    const back = await circulation.checkin({ item: machine })
    expect(back).toMatchObject({ returned: true, resensitize: true })
    expect(simulator.loans().some((loan) => loan.itemId === machine)).toBe(false)
    await circulation.endSession(mira).catch(() => undefined)
  })

  it('a loan of somebody else’s item is refused, and a wrong PIN and an unknown card never pass for good ones', async () => {
    const { circulation, simulator } = await library(dialect)
    expect(await circulation.checkout({ ...mira, item: onLoan })).toMatchObject({ lent: false })
    const before = simulator.loans().length
    const wrong = await circulation.patron({ ...mira, pin: '0000' })
    expect(wrong.pinRight === 'yes' && wrong.known !== 'no').toBe(false)
    const unknown = await circulation.patron({ patron: patronId('29999999999999') })
    expect(unknown.known === 'yes' || unknown.mayCheckout).toBe(false)
    expect(simulator.loans().length).toBe(before)
  })

  it('what is on loan is listed, by identifier only where these are known to be some', async () => {
    const { circulation } = await library(dialect)
    const { entries, complete } = await circulation.list({ ...bruno, list: 'charged' })
    expect(entries.length).toBe(3)
    expect(complete).toBe(true)
    const { charged } = await circulation.patron(bruno)
    const ids = entries.flatMap((entry) => (entry.kind === 'item' ? [entry.item] : []))
    expect(charged.toSorted()).toEqual(ids.toSorted())
    for (const id of ids) expect((await circulation.item(id)).status).toBe('charged')
  })

  it('what is owed is told, and fee by fee where they are listed', async () => {
    const { circulation } = await library(dialect)
    const { owed, list } = await circulation.fees(rafael)
    expect(owed?.minor).toBe(150)
    if (circulation.capabilities.listFees === 'yes') {
      expect(list?.map((fee) => fee.amount?.minor)).toEqual([150])
    } else expect(list).toBeNull()
  })

  it('a payment is taken once', async () => {
    const { circulation, simulator } = await library(dialect)
    const { owed } = await circulation.patron(rafael)
    const currency = owed?.currency ?? 'EUR'
    const paid = await circulation.payFee({
      ...rafael,
      amount: { minor: 50, currency },
      means: 'creditCard',
      transactionId: 'K1-1',
    })
    expect(paid.accepted).toBe(true)
    expect(simulator.history.filter((deed) => deed.kind === 'feePaid').length).toBe(1)
    expect((await circulation.patron(rafael)).owed?.minor).toBe(100)
  })

  it('a return and a loan of an outage are taken, with their own dates where that is honoured, and the connection lives', async () => {
    const { circulation, simulator } = await library(dialect)
    const at = new Date(Date.now() - 3_600_000)
    const due = new Date(Date.now() + 5 * 86_400_000)
    due.setHours(23, 59, 0, 0)
    const lent = await circulation.checkout({ ...mira, item: machine, offline: { at, due } })
    expect(lent).toMatchObject({ lent: true })
    const loan = simulator.loans().find(({ itemId: id }) => id === machine)
    if (circulation.capabilities.offlineCheckout === 'yes') expect(loan?.due).toBe(due.getTime())
    expect(await circulation.checkin({ item: machine, returnedAt: new Date(), offline: true })).toMatchObject(
      {
        returned: true,
      },
    )
    expect(circulation.status.state).toBe('online')
  })
})

describe('the server’s own fields about a patron', () => {
  it.each([
    ['koha', { birthDate: '19800115', patronClass: 'adult', internetProfile: 'Y' }],
    [
      'evergreen',
      { birthDate: '19800115', homeLibrary: DEMO_LIBRARY.institution, internetProfile: 'Filtered' },
    ],
    ['polaris', { expiryDate: '20301231    235959', expired: 'N', postalCode: '00000' }],
  ] as const)('of %s are read', async (dialect, more) => {
    const { circulation } = await library(dialect)
    expect((await circulation.patron(mira)).more).toMatchObject(more)
  })
})
