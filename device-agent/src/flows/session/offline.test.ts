import { IlsError, itemId, patronId } from 'sip2/circulation'
import { describe, expect, it } from 'vitest'
import { calm, itemTag, pending, uid } from '../fakes.test-support.ts'
import { RULES } from '../offline/offline.test-support.ts'
import type { OfflineRules } from '../offline/rules.ts'
import { ADA, BOOK, TestKiosk } from './kiosk.test-support.ts'

const BEN = '29999000000025'

/** The library system welcomed these cards once, and is away now. */
async function outage(
  rules: Partial<OfflineRules> = {},
  known: readonly string[] = [ADA],
): Promise<TestKiosk> {
  const kiosk = new TestKiosk()
  kiosk.rules = { ...RULES, ...rules }
  for (const card of known) {
    await kiosk.signIn(card)
    await kiosk.do({ type: 'cancel' })
    await kiosk.pass(10_000)
  }
  await kiosk.ilsBecomes(false)
  return kiosk
}
const problem = (kiosk: TestKiosk) => ('problem' in kiosk.screen ? kiosk.screen.problem : null)

describe('a visit while the library system is away', () => {
  it('lends to a known card by the rules, switches the tags, and says what is to be confirmed', async () => {
    const kiosk = await outage()
    expect(problem(kiosk)).toEqual({ code: 'OFFLINE_LENDING', params: { count: 5 } })
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)))
    await kiosk.signIn()
    expect(kiosk.rows).toMatchObject([
      { state: 'yours', provisional: true, due: '2026-01-29T23:59:00' },
      { state: 'yours', provisional: true, due: '2026-01-29T23:59:00' },
    ])
    expect(kiosk.pad.written.toSorted()).toEqual([uid(1), uid(2)])
    expect(problem(kiosk)).toEqual({ code: 'OFFLINE_LENDING', params: { count: 3 } })
    expect(kiosk.ils.checkouts).toEqual([])
    expect(kiosk.journal.open()).toEqual([])
    await kiosk.do({ type: 'finish' }, { type: 'end', receipt: 'print' })
    expect(kiosk.printed[0]?.items.map((item) => item.provisional)).toEqual([true, true])
  })

  it('keeps each loan with the time it was made, and tells it when the library system is back', async () => {
    const kiosk = await outage()
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    const at = kiosk.clock.wall()
    expect(kiosk.journal.stored.page(null, 9)).toMatchObject([
      { kind: 'checkout', patron: ADA, item: BOOK(1), at, phase: 'stored' },
    ])
    kiosk.replay.start()
    await kiosk.pass(5_000)
    expect(kiosk.ils.checkouts).toEqual([])
    await kiosk.ilsBecomes(true)
    await kiosk.pass(5_000)
    expect(kiosk.ils.loans.get(BOOK(1))).toBe(ADA)
    expect(kiosk.journal.stored.backlog().count).toBe(0)
  })

  it('stops at the number of items the rules allow, also when the patron comes again', async () => {
    const kiosk = await outage({ itemsMax: 2 })
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)), itemTag(3, BOOK(3)))
    expect(kiosk.rows.map((row) => row.problem?.code ?? row.state).toSorted()).toEqual([
      'OFFLINE_LIMIT',
      'yours',
      'yours',
    ])
    await kiosk.do({ type: 'cancel' })
    await kiosk.pass(10_000)
    await kiosk.signIn()
    expect(problem(kiosk)).toEqual({ code: 'OFFLINE_LIMIT', params: { count: 2 } })
  })

  it('shows a loan promised in an earlier visit as already theirs, and refuses it to somebody else', async () => {
    const kiosk = await outage({}, [ADA, BEN])
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.do({ type: 'cancel' })
    await kiosk.pass(10_000)
    await kiosk.signIn(BEN)
    expect(kiosk.rows).toMatchObject([{ state: 'refused', problem: { code: 'ITEM_ON_LOAN' } }])
    await kiosk.do({ type: 'cancel' })
    await kiosk.pass(10_000)
    await kiosk.signIn()
    expect(kiosk.rows).toMatchObject([{ state: 'yours', alreadyYours: true, provisional: true }])
    expect(kiosk.journal.stored.backlog().count).toBe(1)
  })

  it.each([
    ['a card this kiosk does not know', {}, [], {}, 'OFFLINE_CARD_UNKNOWN'],
    ['a card that was blocked when it was last seen', {}, [ADA], { mayCheckout: false }, 'OFFLINE_BLOCKED'],
    [
      'a blocked card, where any card may borrow',
      { whoMayBorrow: 'anyCard' },
      [ADA],
      { mayCheckout: false },
      'OFFLINE_BLOCKED',
    ],
    ['a card, after the hours are over', { lendingMaxMilliseconds: -1 }, [ADA], {}, 'OFFLINE_TOO_LONG'],
    ['a card, when no more may wait', { backlogMax: 0 }, [ADA], {}, 'OFFLINE_BACKLOG_FULL'],
    ['a card, where only returns go on', { mode: 'returns' }, [ADA], {}, 'ILS_AWAY'],
  ] as const)(
    'does not lend to %s, and keeps the card until the library system is back',
    async (_, rules, known, answer, code) => {
      const kiosk = new TestKiosk()
      kiosk.rules = { ...RULES }
      kiosk.ils.patronAnswer = answer
      for (const card of known) {
        await kiosk.signIn(card)
        await kiosk.do({ type: 'cancel' })
        await kiosk.pass(10_000)
      }
      kiosk.rules = { ...RULES, ...rules }
      await kiosk.ilsBecomes(false)
      await kiosk.lay(itemTag(1, BOOK(1)))
      await kiosk.signIn()
      expect(kiosk.screen).toMatchObject({ name: 'identify', problem: { code } })
      expect(kiosk.pad.written).toEqual([])
      kiosk.ils.patronAnswer = {}
      await kiosk.ilsBecomes(true)
      expect(kiosk.rows).toMatchObject([{ state: 'yours', provisional: false }])
    },
  )

  it('does not lend on a card with a PIN, which cannot be checked, unless the library lends without', async () => {
    const kiosk = new TestKiosk()
    kiosk.rules = { ...RULES }
    kiosk.ils.pins.set(ADA, '1234')
    await kiosk.signIn()
    await kiosk.do({ type: 'enterPin', pin: '1234' }, { type: 'cancel' })
    await kiosk.pass(10_000)
    await kiosk.ilsBecomes(false)
    await kiosk.signIn()
    expect(problem(kiosk)).toEqual({ code: 'OFFLINE_NEEDS_PIN' })
    kiosk.rules = { ...RULES, withoutPin: true }
    await kiosk.signIn()
    expect(kiosk.screen.name).toBe('items')
  })

  it('goes on with the rest of the stack when the library system goes in the middle, and on-line when it is back', async () => {
    const kiosk = new TestKiosk()
    kiosk.rules = { ...RULES }
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.ilsBecomes(false)
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)))
    await kiosk.ilsBecomes(true)
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)), itemTag(3, BOOK(3)))
    expect(kiosk.rows.map((row) => row.provisional)).toEqual([false, true, false])
    expect(kiosk.ils.checkouts).toEqual([BOOK(1), BOOK(3)])
  })

  it('lends a request that could not leave by the rules, as if the library system had been away before', async () => {
    const kiosk = new TestKiosk()
    kiosk.rules = { ...RULES }
    await kiosk.signIn()
    const answer = pending<ReturnType<typeof kiosk.ils.yes>>()
    kiosk.ils.answers.set(BOOK(1), answer.promise)
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.ilsBecomes(false)
    answer.reject(new IlsError('notSent', 'gone'))
    await calm()
    expect(kiosk.rows).toMatchObject([{ state: 'yours', provisional: true }])
  })

  it('does not lend by the rules what was lent before and only waits for its tag', async () => {
    const kiosk = await outage()
    const before = kiosk.journal.begin({ key: 'b', patron: ADA, item: BOOK(1), tags: [uid(1)] })
    kiosk.journal.lent(before, [uid(1)])
    kiosk.journal.armed(before)
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.rows).toMatchObject([{ state: 'attention', problem: { code: 'OFFLINE_ITEM_WAITS' } }])
    expect(kiosk.journal.stored.backlog().count).toBe(0)
  })

  it('never lends by the rules what may have been lent already', async () => {
    const kiosk = new TestKiosk()
    kiosk.rules = { ...RULES }
    await kiosk.signIn()
    const answer = pending<ReturnType<typeof kiosk.ils.yes>>()
    kiosk.ils.answers.set(BOOK(1), answer.promise)
    kiosk.ils.item = () => Promise.reject(new IlsError('notSent', 'gone'))
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.ilsBecomes(false)
    answer.reject(new IlsError('unknownOutcome', 'lost'))
    await calm()
    expect(kiosk.rows).toMatchObject([{ state: 'uncertain' }])
    expect(kiosk.journal.stored.backlog().count).toBe(0)
  })
})

describe('an item whose return the library system does not know yet', () => {
  it('is lent once it was told, or the patron is asked to come back', async () => {
    const kiosk = new TestKiosk()
    kiosk.rules = { ...RULES }
    kiosk.ils.loans.set(BOOK(1), ADA)
    const stored = { key: 'r', kind: 'checkin', patron: null, item: BOOK(1), at: 0, due: null } as const
    kiosk.journal.stored.add(stored)
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.ils.checkouts).toEqual([])
    await kiosk.pass(4_000)
    expect(kiosk.rows).toMatchObject([{ state: 'refused', problem: { code: 'OFFLINE_ITEM_WAITS' } }])
    await kiosk.do({ type: 'retry', row: kiosk.rows[0]?.id ?? '' })
    kiosk.replay.start()
    await calm()
    expect(kiosk.ils.checkins).toEqual([BOOK(1)])
    expect(kiosk.ils.checkouts).toEqual([BOOK(1)])
    expect(kiosk.ils.loans.get(itemId(BOOK(1)))).toBe(patronId(ADA))
  })
})
