import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type OpenedJournal, openJournal } from './open-journal.ts'
import type { StoredIntent } from './stored-contract.ts'

const PATRON = '21173000000117'
let folder: string
let house: OpenedJournal
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'offline-'))
  open()
})
afterEach(() => {
  house.journal.shut()
  rmSync(folder, { recursive: true })
})

function open(): void {
  house = openJournal({ folder, reserveBytes: 0, wall: () => 5 })
}
function again(): void {
  house.journal.shut()
  open()
}
const loan = (n: number, change: Partial<StoredIntent> = {}): StoredIntent => ({
  key: `key-${n}`,
  kind: 'checkout',
  patron: PATRON,
  item: `item-${n}`,
  at: 1_000 + n,
  due: 9_000,
  ...change,
})
/** Every byte that the folder holds. */
const bytes = () =>
  readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join()

describe('what was made while the library system was away', () => {
  it('waits in its order over a restart, and knows which may have been sent', () => {
    const [first, second] = [
      house.stored.add(loan(1)),
      house.stored.add(loan(2, { kind: 'checkin', patron: null, due: null })),
    ]
    house.stored.sending(first)
    again()
    expect(house.stored.page(null, 10)).toMatchObject([
      {
        id: first,
        phase: 'sending',
        kind: 'checkout',
        patron: PATRON,
        item: 'item-1',
        at: 1_001,
        due: 9_000,
      },
      { id: second, phase: 'stored', kind: 'checkin', patron: null, item: 'item-2' },
    ])
    expect(house.stored.page(first, 10).map(({ id }) => id)).toEqual([second])
    expect(house.stored.backlog()).toEqual({ count: 2, oldestAt: 1_001 })
    expect([house.stored.loansOf(PATRON), house.stored.latest('item-2')?.kind]).toEqual([1, 'checkin'])
  })

  it('is kept once under one key', () => {
    house.stored.add(loan(1))
    expect(() => house.stored.add(loan(1))).toThrow()
    expect(house.stored.backlog().count).toBe(1)
  })

  it('forgets the patron when it is done, and keeps them for staff when it was refused, until that is resolved', () => {
    const [done, refused] = [house.stored.add(loan(1)), house.stored.add(loan(2))]
    house.stored.close(done, 'done')
    house.stored.close(refused, 'refused', 'ITEM NOT FOUND')
    again()
    expect(house.stored.backlog().count).toBe(0)
    expect(house.stored.listed(null, 10)).toMatchObject([
      { id: refused, outcome: 'refused', patron: PATRON, message: 'ITEM NOT FOUND' },
    ])
    expect([
      house.stored.resolve(done),
      house.stored.resolve(refused),
      house.stored.resolve(refused),
    ]).toEqual([false, true, false])
    expect(house.stored.listedCount()).toBe(0)
    house.journal.shut()
    expect(bytes()).not.toContain(PATRON)
    open()
  })
})

describe('the cards a kiosk knows', () => {
  const good = { seenAt: 100, mayCheckout: true, cardLost: false, needsPin: true }

  it('are known again after a restart, without their numbers standing anywhere', () => {
    house.standings.remember(PATRON, good)
    again()
    expect(house.standings.of(PATRON)).toEqual(good)
    expect(house.standings.of('21173000000125')).toBeNull()
    house.journal.shut()
    expect(bytes()).not.toContain(PATRON)
    open()
  })

  it('are found by a key that only the kiosk may read', () => {
    expect(statSync(join(folder, 'standings.key')).mode & 0o777).toBe(0o600)
  })

  it('are forgotten in their time', () => {
    house.standings.remember(PATRON, good)
    house.standings.remember('21173000000125', { ...good, seenAt: 200 })
    house.standings.prune(150)
    expect([house.standings.of(PATRON), house.standings.of('21173000000125')?.seenAt]).toEqual([null, 200])
  })
})
