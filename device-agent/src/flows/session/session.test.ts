import { IlsError, itemId, patronId } from 'sip2/circulation'
import { describe, expect, it } from 'vitest'
import { LecternError } from '../../contract/errors.ts'
import { calm, itemTag, pending, uid } from '../fakes.test-support.ts'
import { ADA, BOOK, TestKiosk } from './kiosk.test-support.ts'

describe('a visit', () => {
  it('lends a stack laid down after the card, switches every tag, and shows due dates', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)), itemTag(3, BOOK(3)))
    expect(kiosk.rows.map((row) => row.state)).toEqual(['yours', 'yours', 'yours'])
    expect(kiosk.rows.map((row) => row.due)).toEqual(Array(3).fill('2026-12-15T23:59:00'))
    expect([...kiosk.pad.security.values()]).toEqual(['onLoan', 'onLoan', 'onLoan'])
    expect(kiosk.journal.open()).toEqual([])
  })

  it('sees books laid down before the card, counts them, and lends them when the card comes', async () => {
    const kiosk = new TestKiosk()
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)))
    expect(kiosk.screen).toMatchObject({ name: 'attract', counts: { onPad: 2, yours: 0 } })
    expect(kiosk.ils.checkouts).toEqual([])
    await kiosk.signIn()
    expect(kiosk.screen).toMatchObject({ name: 'items', counts: { onPad: 2, yours: 2, notYours: 0 } })
  })

  it('writes the journal before the library system hears of a loan, and switches the tag only after its yes', async () => {
    const kiosk = new TestKiosk()
    const answer = pending<ReturnType<typeof kiosk.ils.yes>>()
    kiosk.ils.answers.set(BOOK(1), answer.promise)
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.journal.record).toEqual([`begin ${BOOK(1)}`])
    expect(kiosk.pad.written).toEqual([])
    answer.resolve(kiosk.ils.yes(patronId(ADA), itemId(BOOK(1))))
    await calm()
    expect(kiosk.journal.record).toEqual([`begin ${BOOK(1)}`, 'lent 1', 'close 1 lent'])
    expect(kiosk.pad.written).toEqual([uid(1)])
  })

  it('puts the newest item on top', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)))
    expect(kiosk.rows[0]?.itemId).toBe(BOOK(2))
  })

  it('counts an item once that is scanned twice and then laid on the pad', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    await kiosk.do({ type: 'scan', code: BOOK(1) }, { type: 'scan', code: BOOK(1) })
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.ils.checkouts).toEqual([BOOK(1)])
    expect(kiosk.screen).toMatchObject({ counts: { onPad: 1, yours: 1 } })
    expect(kiosk.pad.written).toEqual([uid(1)])
  })

  it('advises to lay a scanned item on the pad, because its tag is still armed', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    await kiosk.do({ type: 'scan', code: BOOK(1) })
    expect(kiosk.rows).toMatchObject([{ state: 'yours', problem: { code: 'TAG_NOT_SEEN' } }])
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.rows).toMatchObject([{ state: 'yours', problem: null }])
  })

  it('knows what already is on the account, lends it no second time, and still switches its tag', async () => {
    const kiosk = new TestKiosk()
    kiosk.ils.loans.set(BOOK(1), ADA)
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.signIn()
    expect(kiosk.ils.checkouts).toEqual([])
    expect(kiosk.rows).toMatchObject([{ state: 'yours', alreadyYours: true }])
    expect(kiosk.pad.written).toEqual([uid(1)])
  })

  it('ends with a receipt of what was lent and nothing of the patron left in the view', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.do({ type: 'finish' })
    expect(kiosk.screen).toMatchObject({ name: 'finish', receipt: { kind: 'ask' } })
    await kiosk.do({ type: 'end', receipt: 'print' })
    expect(kiosk.screen).toMatchObject({ name: 'goodbye', receipt: 'printed', lent: 1 })
    expect(kiosk.printed[0]?.items).toMatchObject([{ itemId: BOOK(1), due: '2026-12-15T23:59:00' }])
    const shown = JSON.stringify(kiosk.session.view())
    for (const secret of ['Ada', ADA, 'Title', BOOK(1)]) expect(shown).not.toContain(secret)
    expect(kiosk.ils.ended).toEqual([ADA])
    await kiosk.pass(8_000)
    expect(kiosk.screen.name).toBe('attract')
  })

  it('sets language, text size, theme and volume back for the next patron', async () => {
    const kiosk = new TestKiosk()
    await kiosk.do({ type: 'prefer', language: 'de', textSize: 'largest', theme: 'dark', volumePercent: 0 })
    await kiosk.signIn()
    await kiosk.do({ type: 'finish' }, { type: 'end', receipt: 'none' })
    expect(kiosk.session.view().preferences.language).toBe('de')
    await kiosk.pass(8_000)
    expect(kiosk.session.view().preferences).toEqual(kiosk.settings.preferences)
  })

  it('keeps books that stay on the pad from being taken for the next patron’s', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.do({ type: 'finish' }, { type: 'end', receipt: 'none' })
    await kiosk.pass(8_000)
    expect(kiosk.screen).toMatchObject({ name: 'attract', counts: { onPad: 0 } })
  })
})

describe('identifying', () => {
  it('asks for the PIN where the library system says it is missing, and lets three tries pass', async () => {
    const kiosk = new TestKiosk()
    kiosk.ils.pins.set(ADA, '4321')
    await kiosk.signIn()
    expect(kiosk.screen).toMatchObject({ name: 'pin', triesLeft: 3, problem: null })
    await kiosk.do({ type: 'enterPin', pin: '0000' })
    expect(kiosk.screen).toMatchObject({ name: 'pin', triesLeft: 2, problem: { code: 'PIN_WRONG' } })
    await kiosk.do({ type: 'enterPin', pin: '4321' })
    expect(kiosk.screen.name).toBe('items')
  })

  it('does not let a PIN be guessed by scanning the card again', async () => {
    const kiosk = new TestKiosk()
    kiosk.ils.pins.set(ADA, '4321')
    await kiosk.signIn()
    const guess = { type: 'enterPin', pin: '0000' } as const
    await kiosk.do(guess, guess, guess)
    expect(kiosk.screen).toMatchObject({ name: 'identify', problem: { code: 'PIN_TRIES_USED_UP' } })
    await kiosk.signIn()
    expect(kiosk.screen).toMatchObject({ name: 'identify', problem: { code: 'PIN_TRIES_USED_UP' } })
    await kiosk.pass(50_000)
    await kiosk.do({ type: 'stay' })
    for (let minute = 0; minute < 6; minute++) {
      await kiosk.do({ type: 'stay' })
      await kiosk.pass(50_000)
    }
    await kiosk.signIn()
    expect(kiosk.screen.name).toBe('pin')
  })

  it.each([
    [{ known: 'no' as const }, 'PATRON_UNKNOWN'],
    [{ mayCheckout: false }, 'PATRON_BLOCKED'],
    [{ mayCheckout: false, standing: ['excessiveFines' as const] }, 'PATRON_OWES'],
    [{ cardLost: true }, 'PATRON_CARD_LOST'],
    [{ known: 'unknown' as const, name: null }, 'PATRON_UNKNOWN'],
  ])('refuses a patron the library system describes as %o with %s', async (answer, code) => {
    const kiosk = new TestKiosk()
    kiosk.ils.patronAnswer = answer
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.signIn()
    expect(kiosk.screen).toMatchObject({ name: 'identify', problem: { code } })
    expect(kiosk.ils.checkouts).toEqual([])
  })

  it('lends nothing to nobody: books without a card stay where they are', async () => {
    const kiosk = new TestKiosk()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.do({ type: 'start' }, { type: 'finish' }, { type: 'end', receipt: 'print' })
    await kiosk.do({ type: 'scan', code: BOOK(2) })
    expect(kiosk.ils.checkouts).toEqual([])
    expect(kiosk.screen.name).toBe('identify')
  })

  it('takes a patron card laid on the pad, once, and not again while it lies there', async () => {
    const kiosk = new TestKiosk()
    const card = { uid: uid(99), content: { kind: 'patron', patronId: ADA, owner: '' } } as const
    await kiosk.lay(card)
    expect(kiosk.screen.name).toBe('items')
    await kiosk.do({ type: 'finish' }, { type: 'end', receipt: 'none' })
    await kiosk.pass(8_000)
    await kiosk.lay(card, itemTag(1, BOOK(1)))
    expect(kiosk.screen.name).toBe('attract')
  })

  it('keeps the card while the library system is away and goes on when it is back', async () => {
    const kiosk = new TestKiosk()
    await kiosk.do({ type: 'start' })
    await kiosk.ilsBecomes(false)
    const online = kiosk.ils.patron
    kiosk.ils.patron = async () => {
      throw new IlsError('notSent', 'away')
    }
    await kiosk.do({ type: 'enterNumber', number: ADA })
    expect(kiosk.screen).toMatchObject({ name: 'identify', problem: { code: 'ILS_AWAY' } })
    kiosk.ils.patron = online
    await kiosk.ilsBecomes(true)
    expect(kiosk.screen.name).toBe('items')
  })
})

describe('inactivity', () => {
  it('warns after a minute, counts down, and ends the session', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    await kiosk.pass(60_000)
    expect(kiosk.inactivity).toBe(30)
    await kiosk.pass(29_000)
    expect(kiosk.inactivity).toBe(1)
    await kiosk.pass(1_000)
    expect(kiosk.screen).toMatchObject({ name: 'goodbye', reason: 'timeout' })
    expect(kiosk.inactivity).toBeNull()
  })

  it('is put off by one touch, as often as wanted', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    for (let touch = 0; touch < 20; touch++) {
      await kiosk.pass(75_000)
      expect(kiosk.inactivity).toBe(15)
      await kiosk.do({ type: 'stay' })
      expect(kiosk.inactivity).toBeNull()
    }
    expect(kiosk.screen.name).toBe('items')
  })

  it('runs under the receipt question too', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    await kiosk.do({ type: 'finish' })
    expect(kiosk.screen.name).toBe('finish')
    await kiosk.pass(90_000)
    expect(kiosk.screen).toMatchObject({ name: 'goodbye', reason: 'timeout' })
  })

  it('runs under the leave-anyway dialog too', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    kiosk.ils.answers.set(BOOK(1), Promise.resolve(kiosk.ils.no(itemId(BOOK(1)))))
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.do({ type: 'finish' })
    expect(kiosk.session.view().dialog).toEqual({ name: 'leaveAnyway', visit: 'borrow', unsettled: 1 })
    await kiosk.pass(90_000)
    expect(kiosk.screen).toMatchObject({ name: 'goodbye', reason: 'timeout' })
    expect(kiosk.session.view().dialog).toBeNull()
  })

  it('dies with the session: after goodbye no timer of it is left', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    await kiosk.do({ type: 'finish' }, { type: 'end', receipt: 'none' })
    await kiosk.pass(8_000)
    await kiosk.signIn('29999000000025')
    await kiosk.pass(59_000)
    expect(kiosk.inactivity).toBeNull()
    expect(kiosk.screen.name).toBe('items')
  })

  it('is not moved by a wall clock that jumps', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    kiosk.clock.jumpWall(3_600_000)
    await kiosk.pass(59_000)
    expect(kiosk.inactivity).toBeNull()
    kiosk.clock.jumpWall(-7_200_000)
    await kiosk.pass(1_000)
    expect(kiosk.inactivity).toBe(30)
  })

  it('dismissing a message does not end the session', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    kiosk.ils.answers.set(BOOK(1), Promise.resolve(kiosk.ils.no(itemId(BOOK(1)))))
    await kiosk.lay(itemTag(1, BOOK(1)))
    const row = kiosk.rows[0]
    await kiosk.do({ type: 'dismiss', row: row?.id ?? '' })
    expect(kiosk.screen).toMatchObject({ name: 'items', counts: { onPad: 1, yours: 0, notYours: 0 } })
    expect(kiosk.rows).toEqual([])
  })
})

describe('what is not yet the patron’s', () => {
  it.each([
    ['charged' as const, 'ITEM_ON_LOAN'],
    ['onHoldShelf' as const, 'ITEM_ON_HOLD'],
    ['lost' as const, 'ITEM_NOT_FOR_LOAN'],
    ['available' as const, 'ITEM_REFUSED'],
  ])('is named with its reason: circulation status %s is %s', async (status, code) => {
    const kiosk = new TestKiosk()
    kiosk.ils.statuses.set(BOOK(1), status)
    kiosk.ils.answers.set(BOOK(1), Promise.resolve(kiosk.ils.no(itemId(BOOK(1)))))
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)))
    const row = kiosk.rows.find(({ itemId }) => itemId === BOOK(1))
    expect(row).toMatchObject({ state: 'refused', title: `Title ${BOOK(1)}`, problem: { code } })
    expect(row?.problem?.libraryMessages).toEqual(['Staff jargon'])
    expect(kiosk.screen).toMatchObject({ counts: { onPad: 2, yours: 1, notYours: 1 } })
    expect(kiosk.pad.security.has(uid(1))).toBe(false)
  })

  it('a set waits until it is complete', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1), 1, 3), itemTag(2, BOOK(1), 2, 3))
    expect(kiosk.rows).toMatchObject([
      {
        state: 'attention',
        set: { present: 2, total: 3 },
        problem: { code: 'SET_INCOMPLETE' },
        title: `Title ${BOOK(1)}`,
      },
    ])
    expect(kiosk.ils.checkouts).toEqual([])
    await kiosk.lay(itemTag(1, BOOK(1), 1, 3), itemTag(2, BOOK(1), 2, 3), itemTag(3, BOOK(1), 3, 3))
    expect(kiosk.rows).toMatchObject([{ state: 'yours' }])
    expect(kiosk.ils.checkouts).toEqual([BOOK(1)])
    expect(kiosk.pad.written).toEqual([uid(1), uid(2), uid(3)])
  })

  it('a set is lent incomplete when the patron confirms it', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1), 1, 3))
    await kiosk.do({ type: 'confirmSet', row: kiosk.rows[0]?.id ?? '' })
    expect(kiosk.rows).toMatchObject([{ state: 'yours', set: { present: 1, total: 3 } }])
  })

  it('a tag that cannot be read points to the barcode, and scanning it takes the tag along', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    await kiosk.lay({ uid: uid(7), content: { kind: 'unreadable' } })
    expect(kiosk.rows).toMatchObject([
      { itemId: null, state: 'attention', problem: { code: 'RFID_TAG_UNREADABLE' } },
    ])
    expect(kiosk.screen).toMatchObject({ counts: { onPad: 1, yours: 0, notYours: 1 } })
    await kiosk.do({ type: 'scan', code: BOOK(1) })
    expect(kiosk.rows).toMatchObject([{ itemId: BOOK(1), state: 'yours' }])
    expect(kiosk.screen).toMatchObject({ counts: { onPad: 1, yours: 1, notYours: 0 } })
    expect(kiosk.pad.written).toEqual([uid(7)])
  })

  it('a refused item laid down again is tried again', async () => {
    const kiosk = new TestKiosk()
    kiosk.ils.answers.set(BOOK(1), Promise.resolve(kiosk.ils.no(itemId(BOOK(1)))))
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.lay()
    expect(kiosk.rows).toMatchObject([{ state: 'refused', onPad: false }])
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.rows).toMatchObject([{ state: 'yours' }])
  })

  it('a full disk makes no loan and says so', async () => {
    const kiosk = new TestKiosk()
    kiosk.journal.refuse = new LecternError('JOURNAL_DISK_FULL')
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.rows).toMatchObject([{ state: 'refused', problem: { code: 'JOURNAL_DISK_FULL' } }])
    expect(kiosk.ils.checkouts).toEqual([])
  })
})

describe('a tag that is not switched', () => {
  it('is asked for again by title when it was taken off in mid-write, and switched when it is back', async () => {
    const kiosk = new TestKiosk()
    kiosk.pad.outcomes.push({ ok: false, why: 'gone', detail: '' })
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.lay()
    expect(kiosk.list).toEqual([`Title ${BOOK(1)}: RFID_TAG_GONE`])
    expect(kiosk.journal.open()).toHaveLength(1)
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.rows).toMatchObject([{ state: 'yours', problem: null }])
    expect(kiosk.journal.open()).toEqual([])
  })

  it('is left to staff when the patron goes without putting it back, and the patron is erased', async () => {
    const kiosk = new TestKiosk()
    kiosk.pad.outcomes.push({ ok: false, why: 'gone', detail: '' })
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.lay()
    await kiosk.do({ type: 'finish' }, { type: 'leaveAnyway' }, { type: 'end', receipt: 'none' })
    expect(kiosk.screen).toMatchObject({ name: 'goodbye', problem: { code: 'TAG_LEFT_ARMED' } })
    expect(kiosk.notices).toEqual([`TAG_LEFT_ARMED ${BOOK(1)}`])
    expect(kiosk.journal.open()).toMatchObject([{ phase: 'armed', patron: null, tags: [uid(1)] }])
  })

  it('is for staff at once where one of its tags is locked: laying it back helps nothing', async () => {
    const kiosk = new TestKiosk()
    const why = (reason: 'gone' | 'locked') => ({ ok: false, why: reason, detail: '' }) as const
    kiosk.pad.outcomes.push(why('gone'), why('locked'))
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1), 1, 2), itemTag(2, BOOK(1), 2, 2))
    expect(kiosk.rows).toMatchObject([{ state: 'yours', problem: { code: 'RFID_TAG_LOCKED' } }])
    await kiosk.do({ type: 'finish' }, { type: 'end', receipt: 'none' })
    expect(kiosk.screen).toMatchObject({ name: 'goodbye', problem: { code: 'RFID_TAG_LOCKED' } })
    expect(kiosk.notices).toEqual([`TAG_LEFT_ARMED ${BOOK(1)}`])
  })

  it('is switched, and the notice cleared, when it comes to the pad later', async () => {
    const kiosk = new TestKiosk()
    kiosk.pad.outcomes.push({ ok: false, why: 'locked', detail: '' })
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.rows).toMatchObject([{ state: 'yours', problem: { code: 'RFID_TAG_LOCKED' } }])
    await kiosk.lay()
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.notices).toEqual([])
    expect(kiosk.pad.security.get(uid(1))).toBe('onLoan')
    expect(kiosk.journal.open()).toEqual([])
  })

  it('stays armed where the library system did not say that security may go', async () => {
    const kiosk = new TestKiosk()
    const yes = kiosk.ils.yes(patronId(ADA), itemId(BOOK(1)))
    kiosk.ils.answers.set(BOOK(1), Promise.resolve({ ...yes, lent: true, desensitize: 'no' } as typeof yes))
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.pad.written).toEqual([])
    expect(kiosk.rows).toMatchObject([{ state: 'yours', problem: { code: 'TAG_LEFT_ARMED' } }])
  })

  it('waits for the reader when its cable is pulled, and goes on when it is back', async () => {
    const kiosk = new TestKiosk()
    kiosk.pad.outcomes.push({ ok: false, why: 'away', detail: '' })
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.lay()
    expect(kiosk.list).toEqual([`Title ${BOOK(1)}: RFID_AWAY`])
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.rows).toMatchObject([{ state: 'yours', problem: null }])
  })
})

describe('a session that ends while an item is in flight', () => {
  it('waits for the answer behind the goodbye screen and finishes tag and journal', async () => {
    const kiosk = new TestKiosk()
    const answer = pending<ReturnType<typeof kiosk.ils.yes>>()
    kiosk.ils.answers.set(BOOK(1), answer.promise)
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.pass(90_000)
    expect(kiosk.screen).toMatchObject({ name: 'goodbye', reason: 'timeout', settling: 1 })
    await kiosk.pass(30_000)
    expect(kiosk.screen.name).toBe('goodbye')
    answer.resolve(kiosk.ils.yes(patronId(ADA), itemId(BOOK(1))))
    await calm()
    expect(kiosk.screen).toMatchObject({ settling: 0, lent: 1 })
    expect(kiosk.pad.written).toEqual([uid(1)])
    expect(kiosk.journal.open()).toEqual([])
    await kiosk.pass(8_000)
    expect(kiosk.screen.name).toBe('attract')
  })

  it('begins nothing more for a patron who walked away, and everything for one who finished', async () => {
    for (const [end, lent] of [
      ['cancel', 2],
      ['end', 4],
    ] as const) {
      const kiosk = new TestKiosk()
      const gate = pending<null>()
      const answer = (n: number) => gate.promise.then(() => kiosk.ils.yes(patronId(ADA), itemId(BOOK(n))))
      for (const n of [1, 2]) kiosk.ils.answers.set(BOOK(n), answer(n))
      await kiosk.signIn()
      await kiosk.lay(...[1, 2, 3, 4].map((n) => itemTag(n, BOOK(n))))
      expect(kiosk.ils.checkouts).toEqual([BOOK(1), BOOK(2)])
      if (end === 'end') await kiosk.do({ type: 'finish' }, { type: 'end', receipt: 'none' })
      else await kiosk.do({ type: 'cancel' })
      gate.resolve(null)
      await calm()
      expect(kiosk.ils.checkouts).toHaveLength(lent)
      expect(kiosk.journal.open()).toEqual([])
    }
  })

  it('lends nothing that is laid down during goodbye', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    await kiosk.do({ type: 'finish' }, { type: 'end', receipt: 'none' })
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.ils.checkouts).toEqual([])
    await kiosk.pass(8_000)
    expect(kiosk.screen).toMatchObject({ name: 'attract', counts: { onPad: 1 } })
  })
})

describe('a lost answer', () => {
  it('is asked about, not repeated: a loan that happened is taken as such', async () => {
    const kiosk = new TestKiosk()
    kiosk.ils.answers.set(BOOK(1), Promise.reject(new IlsError('unknownOutcome', 'closed')))
    kiosk.ils.loans.set(BOOK(1), ADA)
    await kiosk.lay(itemTag(1, BOOK(1)))
    kiosk.ils.patronAnswer = { charged: [], chargedCount: 0 }
    await kiosk.do({ type: 'start' }, { type: 'enterNumber', number: ADA })
    kiosk.ils.patronAnswer = {}
    await calm()
    expect(kiosk.ils.checkouts).toEqual([BOOK(1)])
  })

  it('stays open while the library system is away, and is settled when it is back', async () => {
    const kiosk = new TestKiosk()
    kiosk.ils.answers.set(BOOK(1), Promise.reject(new IlsError('unknownOutcome', 'closed')))
    const online = kiosk.ils.item
    kiosk.ils.item = async () => {
      throw new IlsError('notSent', 'away')
    }
    await kiosk.signIn()
    await kiosk.ilsBecomes(false)
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.ilsBecomes(true)
    await kiosk.ilsBecomes(false)
    expect(kiosk.journal.open()).toHaveLength(kiosk.ils.checkouts.length)
    kiosk.ils.item = online
    kiosk.ils.loans.set(BOOK(1), ADA)
    await kiosk.ilsBecomes(true)
    expect(kiosk.rows).toMatchObject([{ state: 'yours' }])
    expect(kiosk.ils.checkouts).toEqual([BOOK(1)])
    expect(kiosk.pad.security.get(uid(1))).toBe('onLoan')
    expect(kiosk.journal.open()).toEqual([])
    expect(kiosk.notices).toEqual([])
  })

  it('is tried afresh only after the time in which the lost request could still arrive', async () => {
    const kiosk = new TestKiosk()
    kiosk.ils.answers.set(BOOK(1), Promise.reject(new IlsError('unknownOutcome', 'timeout')))
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.list).toEqual([`${BOOK(1)}: LOAN_UNRESOLVED`])
    await kiosk.pass(8_000)
    expect(kiosk.ils.checkouts).toHaveLength(1)
    await kiosk.pass(4_000)
    expect(kiosk.ils.checkouts).toHaveLength(2)
    expect(kiosk.rows).toMatchObject([{ state: 'yours' }])
  })

  it('waits with an item whose request never left, and lends it when the library system is back', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    kiosk.ils.answers.set(BOOK(1), Promise.reject(new IlsError('notSent', 'away')))
    await kiosk.ilsBecomes(true)
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.rows).toMatchObject([{ state: 'attention', problem: { code: 'ILS_AWAY' } }])
    await kiosk.ilsBecomes(true)
    expect(kiosk.rows).toMatchObject([{ state: 'yours' }])
  })
})

describe('receipts', () => {
  it('offer what is left when there is no paper, and never hold the loans', async () => {
    const kiosk = new TestKiosk()
    kiosk.around = { ...kiosk.around, printerProblem: { code: 'PRINTER_PAPER_OUT' } }
    kiosk.session.refresh()
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.do({ type: 'finish' })
    expect(kiosk.screen).toMatchObject({
      receipt: { kind: 'unavailable', problem: { code: 'PRINTER_PAPER_OUT' } },
    })
    expect(kiosk.rows).toMatchObject([{ state: 'yours' }])
  })

  it('that fail are told on the goodbye screen, which then stays twice as long', async () => {
    const kiosk = new TestKiosk()
    kiosk.printOutcome = { printed: false, code: 'PRINTER_COVER_OPEN', came: 'nothing' }
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.do({ type: 'finish' }, { type: 'end', receipt: 'print' })
    expect(kiosk.screen).toMatchObject({
      receipt: 'failed',
      problem: { code: 'PRINTER_COVER_OPEN' },
      lent: 1,
    })
    await kiosk.pass(15_000)
    expect(kiosk.screen.name).toBe('goodbye')
    await kiosk.pass(1_000)
    expect(kiosk.screen.name).toBe('attract')
  })

  it('are not asked about on a kiosk without a printer', async () => {
    const kiosk = new TestKiosk()
    kiosk.around = { ...kiosk.around, devices: { ...kiosk.around.devices, printer: 'none' } }
    kiosk.session.refresh()
    await kiosk.signIn()
    await kiosk.do({ type: 'finish' })
    expect(kiosk.screen.name).toBe('goodbye')
  })
})
