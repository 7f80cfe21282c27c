import { describe, expect, it } from 'vitest'
import { LecternError } from '../../contract/errors.ts'
import { calm, itemTag, pending, uid } from '../fakes.test-support.ts'
import type { TakenBack } from '../return/contract.ts'
import { SLIP, WHEREABOUTS } from '../return/returns.test-support.ts'
import { ADA, BOOK, TestKiosk } from './kiosk.test-support.ts'

/** Somebody has touched "Return". */
async function returning(settings: ConstructorParameters<typeof TestKiosk>[0] = {}): Promise<TestKiosk> {
  const kiosk = new TestKiosk(settings)
  await kiosk.do({ type: 'startReturn' })
  return kiosk
}
/** Answers about items 1 to `count` that come when the test says so. */
function held(kiosk: TestKiosk, count: number): () => Promise<void> {
  const answers = Array.from({ length: count }, (_, index) => {
    const answer = pending<TakenBack>()
    kiosk.returns.answers.set(BOOK(index + 1), answer.promise)
    return answer
  })
  return async () => {
    for (const [index, answer] of answers.entries()) answer.resolve(kiosk.returns.back(BOOK(index + 1)))
    await calm()
  }
}
const counts = (kiosk: TestKiosk) => ('counts' in kiosk.screen ? kiosk.screen.counts : null)
const problem = (kiosk: TestKiosk) =>
  'problem' in kiosk.screen ? (kiosk.screen.problem?.code ?? null) : null
const FAILED = { ok: false, why: 'failed', detail: '' } as const
const LOCKED = { ok: false, why: 'locked', detail: '' } as const

describe('a return', () => {
  it('of a stack takes every item back without a card, and secures every tag', async () => {
    const kiosk = await returning()
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)), itemTag(3, BOOK(3)))
    expect(kiosk.back).toEqual([`${BOOK(3)}: returned`, `${BOOK(2)}: returned`, `${BOOK(1)}: returned`])
    expect(counts(kiosk)).toEqual({ onPad: 3, returned: 3, inProgress: 0, notReturned: 0 })
    expect([...kiosk.pad.security.values()]).toEqual(['secured', 'secured', 'secured'])
    expect(kiosk.returns.begun).toEqual(['pad', 'pad', 'pad'])
    expect(kiosk.ils.checkouts).toEqual([])
  })

  it('begins at once with what already lies on the pad, and with nothing before the touch', async () => {
    const kiosk = new TestKiosk()
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)))
    await kiosk.pass(20_000)
    expect(kiosk.screen).toMatchObject({ name: 'attract', counts: { onPad: 2 } })
    expect(kiosk.returns.asked).toEqual([])
    await kiosk.do({ type: 'startReturn' })
    expect(counts(kiosk)).toMatchObject({ onPad: 2, returned: 2 })
  })

  it('of a scanned barcode needs no pad, and asks for the tag where the kiosk has one', async () => {
    const kiosk = await returning()
    await kiosk.do({ type: 'scan', code: BOOK(1) })
    expect(kiosk.back).toEqual([`${BOOK(1)}: returned RETURN_TAG_NOT_SEEN`])
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.back).toEqual([`${BOOK(1)}: returned`])
    expect(kiosk.returns.asked.map(({ tags }) => tags)).toEqual([[], [uid(1)]])
    expect(kiosk.pad.security.get(uid(1))).toBe('secured')
  })

  it('by barcode whose tag comes later stays as it came back, and prints no second slip', async () => {
    const kiosk = await returning()
    const forHold = { whereabouts: { ...WHEREABOUTS, alert: 'hold' as const }, slip: SLIP }
    kiosk.returns.answers.set(BOOK(1), Promise.resolve(kiosk.returns.back(BOOK(1), forHold)))
    await kiosk.do({ type: 'scan', code: BOOK(1) })
    const again = { ...forHold, kind: 'again' as const }
    kiosk.returns.answers.set(BOOK(1), Promise.resolve(kiosk.returns.back(BOOK(1), again)))
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.back).toEqual([`${BOOK(1)}: returned`])
    expect(kiosk.slips).toHaveLength(1)
    const no: TakenBack = { kind: 'refused', title: null, problem: { code: 'RETURN_REFUSED' } }
    kiosk.returns.answers.set(BOOK(1), Promise.resolve(no))
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(1)))
    expect(kiosk.back).toEqual([`${BOOK(1)}: returned RETURN_GIVE_TO_STAFF`])
  })

  it('goes through seen and returning, and lets no more than two at a time through', async () => {
    const kiosk = await returning()
    const answer = held(kiosk, 2)
    await kiosk.lay(...[1, 2, 3].map((n) => itemTag(n, BOOK(n))))
    expect(kiosk.back).toEqual([`${BOOK(3)}: seen`, `${BOOK(2)}: returning`, `${BOOK(1)}: returning`])
    expect(counts(kiosk)).toEqual({ onPad: 3, returned: 0, inProgress: 3, notReturned: 0 })
    await answer()
    expect(counts(kiosk)).toMatchObject({ returned: 3, inProgress: 0 })
  })

  it('of an item that was already in, or for a library system that is away, is a return too', async () => {
    const kiosk = await returning()
    kiosk.returns.answers.set(BOOK(1), Promise.resolve(kiosk.returns.back(BOOK(1), { kind: 'again' })))
    kiosk.returns.answers.set(BOOK(2), Promise.resolve(kiosk.returns.back(BOOK(2), { kind: 'kept' })))
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)))
    expect(kiosk.back).toEqual([`${BOOK(2)}: kept`, `${BOOK(1)}: again`])
    expect(counts(kiosk)).toMatchObject({ returned: 2 })
  })

  it('says where to put it, and prints the slip of one that somebody waits for, not who', async () => {
    const kiosk = await returning()
    const forHold = { whereabouts: { ...WHEREABOUTS, alert: 'hold' as const }, slip: SLIP }
    kiosk.returns.answers.set(BOOK(1), Promise.resolve(kiosk.returns.back(BOOK(1), forHold)))
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)))
    expect(kiosk.returnRows).toMatchObject([
      { shelf: 'the left shelf', slip: false },
      { shelf: 'the return shelf', slip: true },
    ])
    expect(kiosk.slips).toEqual([SLIP])
    expect(JSON.stringify(kiosk.session.view())).not.toContain(SLIP.pseudonym)
  })

  it('of twelve with one fault in the middle takes the other eleven back', async () => {
    const kiosk = await returning()
    const id = (n: number) => `3111100000${String(n).padStart(4, '0')}`
    kiosk.returns.answers.set(
      id(6),
      Promise.resolve({ kind: 'refused', title: 'Six', problem: { code: 'ITEM_UNKNOWN' } }),
    )
    await kiosk.lay(...Array.from({ length: 12 }, (_, index) => itemTag(index + 1, id(index + 1))))
    expect(counts(kiosk)).toEqual({ onPad: 12, returned: 11, inProgress: 0, notReturned: 1 })
    expect(kiosk.back.filter((row) => !row.endsWith(': returned'))).toEqual([
      `${id(6)}: refused ITEM_UNKNOWN`,
    ])
  })

  it('that is refused is tried again when the patron says so, or lays it down again', async () => {
    const kiosk = await returning()
    const refusal: TakenBack = { kind: 'refused', title: null, problem: { code: 'ITEM_REFUSED' } }
    const refuse = () => kiosk.returns.answers.set(BOOK(1), Promise.resolve(refusal))
    refuse()
    await kiosk.lay(itemTag(1, BOOK(1)))
    refuse()
    await kiosk.do({ type: 'retry', row: kiosk.rowOf(BOOK(1)) })
    expect(kiosk.back).toEqual([`${BOOK(1)}: refused ITEM_REFUSED`])
    await kiosk.lay()
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.back).toEqual([`${BOOK(1)}: returned`])
  })

  it('whose outcome is not known yet says so, and holds nobody', async () => {
    const kiosk = await returning()
    const unresolved: TakenBack = { kind: 'unresolved', title: 'One', problem: { code: 'ILS_NO_ANSWER' } }
    kiosk.returns.answers.set(BOOK(1), Promise.resolve(unresolved))
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.returnRows).toMatchObject([
      { state: 'unresolved', title: 'One', problem: { code: 'RETURN_UNRESOLVED' }, actions: [] },
    ])
    await kiosk.do({ type: 'finish' }, { type: 'leaveAnyway' })
    expect(kiosk.screen).toMatchObject({ name: 'goodbye', settling: 0 })
  })

  it.each(['OFFLINE_BACKLOG_FULL', 'ILS_AWAY', 'JOURNAL_FAILED'] as const)(
    'that is refused for the kiosk’s own sake (%s) is told in words of returning',
    async (code) => {
      const kiosk = await returning()
      const full: TakenBack = { kind: 'refused', title: null, problem: { code } }
      kiosk.returns.answers.set(BOOK(1), Promise.resolve(full))
      await kiosk.lay(itemTag(1, BOOK(1)))
      expect(kiosk.back).toEqual([`${BOOK(1)}: refused RETURN_PAUSED`])
    },
  )

  it('that cannot be recorded is not tried, and says that returning is paused', async () => {
    const kiosk = await returning()
    kiosk.returns.refuse = new LecternError('JOURNAL_DISK_FULL')
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.back).toEqual([`${BOOK(1)}: refused RETURN_PAUSED`])
    expect(kiosk.returns.asked).toEqual([])
    kiosk.returns.refuse = null
    await kiosk.do({ type: 'retry', row: kiosk.rowOf(BOOK(1)) })
    expect(kiosk.back).toEqual([`${BOOK(1)}: returned`])
  })
})

describe('a set that is returned', () => {
  it('waits for its missing parts', async () => {
    const kiosk = await returning()
    await kiosk.lay(itemTag(1, BOOK(1), 1, 3), itemTag(2, BOOK(1), 2, 3))
    expect(kiosk.returnRows).toMatchObject([
      {
        state: 'attention',
        title: `Title ${BOOK(1)}`,
        problem: { code: 'RETURN_SET_INCOMPLETE', params: { present: 2, total: 3 } },
        actions: ['returnAnyway', 'dismiss'],
      },
    ])
    expect(kiosk.returns.begun).toEqual([])
    await kiosk.lay(...[1, 2, 3].map((part) => itemTag(part, BOOK(1), part, 3)))
    expect(kiosk.back).toEqual([`${BOOK(1)}: returned`])
    expect(kiosk.returns.asked[0]?.tags).toEqual([uid(1), uid(2), uid(3)])
    expect(counts(kiosk)).toMatchObject({ onPad: 1, returned: 1 })
  })

  it('is returned as it is when the patron says so', async () => {
    const kiosk = await returning()
    await kiosk.lay(itemTag(1, BOOK(1), 1, 2))
    await kiosk.do({ type: 'returnAnyway', row: kiosk.rowOf(BOOK(1)) })
    expect(kiosk.back).toEqual([`${BOOK(1)}: returned`])
  })

  it('is left to staff where the library wants to count the parts itself, whatever the screen sends', async () => {
    const kiosk = await returning({ incompleteReturns: false })
    await kiosk.lay(itemTag(1, BOOK(1), 1, 2))
    expect(kiosk.returnRows).toMatchObject([
      { problem: { code: 'RETURN_SET_NEEDS_STAFF' }, actions: ['dismiss'] },
    ])
    await kiosk.do({ type: 'returnAnyway', row: kiosk.rowOf(BOOK(1)) }, { type: 'scan', code: BOOK(1) })
    expect(kiosk.returns.asked).toEqual([])
  })
})

describe('what lies on the pad and cannot be returned as it is', () => {
  it('an item taken away before its turn is named by its title, and returned when it is back', async () => {
    const kiosk = await returning()
    const answer = held(kiosk, 2)
    const [one, two] = [itemTag(1, BOOK(1)), itemTag(2, BOOK(2))]
    await kiosk.lay(one, two, itemTag(3, BOOK(3)))
    await kiosk.lay(one, two)
    await answer()
    expect(kiosk.returnRows[0]).toMatchObject({
      state: 'attention',
      title: `Title ${BOOK(3)}`,
      problem: { code: 'RETURN_TAKEN_AWAY' },
    })
    expect(kiosk.returns.asked).toHaveLength(2)
    await kiosk.lay(one, two, itemTag(3, BOOK(3)))
    expect(counts(kiosk)).toMatchObject({ returned: 3, notReturned: 0 })
  })

  it('a tag that cannot be read points to the barcode, and scanning it takes the tag along', async () => {
    const kiosk = await returning()
    const mute = { uid: uid(9), content: { kind: 'unreadable' as const, why: '' } }
    await kiosk.lay(mute)
    expect(kiosk.back).toEqual(['?: attention RFID_TAG_UNREADABLE'])
    await kiosk.do({ type: 'scan', code: BOOK(1) })
    expect(kiosk.back).toEqual([`${BOOK(1)}: returned`])
    expect(kiosk.pad.security.get(uid(9))).toBe('secured')
    expect(counts(kiosk)).toMatchObject({ onPad: 1, returned: 1 })
  })

  it('a strange tag and a strange barcode are both told, and a card is not needed', async () => {
    const kiosk = await returning()
    await kiosk.lay({ uid: uid(9), content: { kind: 'foreign', usage: 0 } })
    expect(kiosk.back).toEqual(['?: attention CODE_NOT_RECOGNISED'])
    await kiosk.do({ type: 'dismiss', row: kiosk.returnRows[0]?.id ?? '' })
    expect(kiosk.back).toEqual([])
    await kiosk.do({ type: 'scan', code: 'nonsense' })
    expect(problem(kiosk)).toBe('CODE_NOT_RECOGNISED')
    await kiosk.do({ type: 'scan', code: ADA })
    expect(problem(kiosk)).toBe('RETURN_NEEDS_NO_CARD')
    expect(kiosk.screen.name).toBe('returns')
  })
})

describe('a tag that does not raise the alarm again', () => {
  it('is asked for by title, and secured when it is laid back', async () => {
    const kiosk = await returning()
    kiosk.pad.outcomes.push({ ok: false, why: 'gone', detail: '' })
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.lay()
    expect(kiosk.returnRows).toMatchObject([
      { state: 'attention', title: `Title ${BOOK(1)}`, problem: { code: 'TAG_NOT_SECURED' } },
    ])
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.back).toEqual([`${BOOK(1)}: returned`])
    expect(kiosk.returns.asked).toHaveLength(1)
    expect(kiosk.pad.security.get(uid(1))).toBe('secured')
  })

  it('is left to staff at once where it is locked: nobody is asked to lay it back', async () => {
    const kiosk = await returning()
    kiosk.pad.outcomes.push(LOCKED)
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.back).toEqual([`${BOOK(1)}: returned RETURN_GIVE_TO_STAFF`])
    expect(kiosk.returns.secured).toEqual([])
  })

  it('is asked for once where the second try finds it locked', async () => {
    const kiosk = await returning()
    kiosk.pad.outcomes.push(FAILED, LOCKED)
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.do({ type: 'retry', row: kiosk.rowOf(BOOK(1)) })
    expect(kiosk.back).toEqual([`${BOOK(1)}: returned RETURN_GIVE_TO_STAFF`])
  })

  it('is left to staff after two rounds, and the item is returned all the same', async () => {
    const kiosk = await returning()
    kiosk.pad.outcomes.push(FAILED, FAILED, FAILED)
    await kiosk.lay(itemTag(1, BOOK(1)))
    for (const round of [1, 2]) {
      expect(kiosk.back, `round ${round}`).toEqual([`${BOOK(1)}: attention TAG_NOT_SECURED`])
      await kiosk.do({ type: 'retry', row: kiosk.rowOf(BOOK(1)) })
    }
    expect(kiosk.back).toEqual([`${BOOK(1)}: returned RETURN_GIVE_TO_STAFF`])
    expect(kiosk.returns.givenUp).toEqual([1])
    await kiosk.do({ type: 'finish' }, { type: 'end', receipt: 'none' })
    expect(kiosk.screen).toMatchObject({ name: 'goodbye', problem: { code: 'RETURN_GIVE_TO_STAFF' } })
  })
})

describe('the end of a return', () => {
  it('offers a receipt without a card, also for what was already in, and names nobody', async () => {
    const kiosk = await returning()
    kiosk.returns.answers.set(BOOK(2), Promise.resolve(kiosk.returns.back(BOOK(2), { kind: 'again' })))
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)))
    await kiosk.do({ type: 'finish' })
    expect(kiosk.screen).toMatchObject({ name: 'returnsFinish', receipt: { kind: 'ask' } })
    await kiosk.do({ type: 'end', receipt: 'print' })
    expect(kiosk.printed).toMatchObject([
      {
        visit: 'return',
        items: [
          { itemId: BOOK(1), again: false },
          { itemId: BOOK(2), again: true },
        ],
      },
    ])
    expect(kiosk.screen).toMatchObject({ name: 'goodbye', visit: 'return', returned: 2, receipt: 'printed' })
    await kiosk.pass(8_000)
    expect(kiosk.screen.name).toBe('attract')
    expect(kiosk.ils.ended).toEqual([])
  })

  it('of nothing asks about no receipt', async () => {
    const kiosk = await returning()
    await kiosk.do({ type: 'finish' })
    expect(kiosk.screen).toMatchObject({ name: 'goodbye', returned: 0, receipt: 'none' })
  })

  it('goes straight back where nothing was laid down', async () => {
    const kiosk = await returning()
    await kiosk.do({ type: 'cancel' })
    expect(kiosk.screen.name).toBe('attract')
  })

  it('asks before it leaves what is not returned, and takes more items until it is over', async () => {
    const kiosk = await returning()
    await kiosk.lay(itemTag(1, BOOK(1), 1, 2))
    await kiosk.do({ type: 'finish' })
    expect(kiosk.session.view().dialog).toEqual({ name: 'leaveAnyway', visit: 'return', unsettled: 1 })
    await kiosk.do({ type: 'back' })
    expect(kiosk.screen.name).toBe('returns')
    await kiosk.do({ type: 'scan', code: BOOK(2) }, { type: 'finish' }, { type: 'leaveAnyway' })
    expect(kiosk.screen.name).toBe('returnsFinish')
    await kiosk.do({ type: 'scan', code: BOOK(3) })
    expect(kiosk.back[0]).toBe(`${BOOK(3)}: returned RETURN_TAG_NOT_SEEN`)
  })

  it('brings what is under way to its end behind the goodbye screen, also when the patron walked away', async () => {
    const kiosk = await returning()
    const answer = held(kiosk, 3)
    await kiosk.lay(...[1, 2, 3].map((n) => itemTag(n, BOOK(n))))
    await kiosk.pass(60_000)
    expect(kiosk.inactivity).toBe(30)
    for (let second = 0; second < 30; second++) await kiosk.pass(1_000)
    expect(kiosk.screen).toMatchObject({ name: 'goodbye', reason: 'timeout', settling: 3 })
    await kiosk.lay(...[1, 2, 3, 4].map((n) => itemTag(n, BOOK(n))))
    await answer()
    expect(kiosk.screen).toMatchObject({ name: 'goodbye', settling: 0, returned: 3 })
    // Laid down during goodbye: it waits for whoever comes next.
    expect(kiosk.returns.asked.map((request) => request.item)).toEqual([1, 2, 3].map(BOOK))
  })

  it('is put off by one touch, and without any item leads back to the start', async () => {
    const kiosk = await returning()
    await kiosk.pass(60_000)
    expect(kiosk.inactivity).toBe(30)
    await kiosk.do({ type: 'stay' })
    expect(kiosk.inactivity).toBeNull()
    await kiosk.pass(60_000)
    for (let second = 0; second < 30; second++) await kiosk.pass(1_000)
    expect(kiosk.screen.name).toBe('attract')
  })

  it('lets the next patron begin with a card at once', async () => {
    const kiosk = await returning()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.do({ type: 'finish' }, { type: 'end', receipt: 'none' })
    await kiosk.signIn()
    expect(kiosk.screen.name).toBe('items')
  })
})

describe('between returning and borrowing', () => {
  it('what came back and still lies there is not lent before it was lifted', async () => {
    const kiosk = await returning()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.do({ type: 'finish' }, { type: 'end', receipt: 'none' })
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)))
    expect(kiosk.ils.checkouts).toEqual([BOOK(2)])
    expect(kiosk.screen).toMatchObject({
      name: 'items',
      counts: { onPad: 1, yours: 1 },
      problem: { code: 'RETURNED_STILL_HERE' },
    })
    await kiosk.lay(itemTag(2, BOOK(2)))
    expect(problem(kiosk)).toBeNull()
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)))
    expect(kiosk.ils.checkouts).toEqual([BOOK(2), BOOK(1)])
  })

  it('what came back and still lies there is lent when its barcode is scanned, and its tag with it', async () => {
    const kiosk = await returning()
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.do({ type: 'finish' }, { type: 'end', receipt: 'none' })
    await kiosk.signIn()
    await kiosk.do({ type: 'scan', code: BOOK(1) })
    expect(kiosk.rows).toMatchObject([{ state: 'yours', problem: null }])
    expect(kiosk.pad.security.get(uid(1))).toBe('onLoan')
  })

  it('what was lent a moment ago and still lies there comes back only when the patron says so', async () => {
    const kiosk = new TestKiosk()
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)))
    await kiosk.do({ type: 'finish' }, { type: 'end', receipt: 'none' })
    await kiosk.pass(8_000)
    await kiosk.do({ type: 'startReturn' })
    expect(kiosk.back).toEqual([
      `${BOOK(2)}: attention RETURN_LENT_JUST_NOW`,
      `${BOOK(1)}: attention RETURN_LENT_JUST_NOW`,
    ])
    expect(kiosk.returns.asked).toEqual([])
    await kiosk.do({ type: 'returnAnyway', row: kiosk.rowOf(BOOK(1)) })
    await kiosk.lay(itemTag(1, BOOK(1)))
    await kiosk.lay(itemTag(1, BOOK(1)), itemTag(2, BOOK(2)))
    expect(kiosk.back).toEqual([`${BOOK(2)}: returned`, `${BOOK(1)}: returned`])
  })

  it('a patron’s own loan laid down after their card stays theirs', async () => {
    const kiosk = new TestKiosk()
    kiosk.ils.loans.set(BOOK(1), ADA)
    await kiosk.signIn()
    await kiosk.lay(itemTag(1, BOOK(1)))
    expect(kiosk.rows).toMatchObject([{ state: 'yours', alreadyYours: true }])
    expect(kiosk.returns.asked).toEqual([])
  })
})

describe('a kiosk', () => {
  it('that only lends takes nothing back', async () => {
    const kiosk = new TestKiosk({ offers: { lending: true, returns: false } })
    expect(kiosk.screen).toMatchObject({ name: 'attract', lends: { problem: null }, takesBack: null })
    await kiosk.do({ type: 'startReturn' })
    expect(kiosk.screen.name).toBe('attract')
  })

  it('that only takes back asks nobody for a card, and returns no scanned item before the touch', async () => {
    const kiosk = new TestKiosk({ offers: { lending: false, returns: true } })
    expect(kiosk.screen).toMatchObject({ name: 'attract', lends: null, takesBack: { problem: null } })
    await kiosk.do({ type: 'scan', code: ADA })
    expect(problem(kiosk)).toBe('RETURN_NEEDS_NO_CARD')
    await kiosk.do({ type: 'scan', code: BOOK(1) })
    expect(problem(kiosk)).toBe('RETURN_TOUCH_FIRST')
    expect(kiosk.returns.asked).toEqual([])
    await kiosk.do({ type: 'start' })
    expect(kiosk.screen.name).toBe('attract')
    await kiosk.do({ type: 'startReturn' })
    expect(kiosk.screen).toMatchObject({ name: 'returns', problem: null })
  })

  it('that cannot lend now still takes back, and says why a card does not help', async () => {
    const kiosk = new TestKiosk()
    kiosk.around = { ...kiosk.around, closedBecause: 'ILS_AWAY' }
    kiosk.session.refresh()
    expect(kiosk.screen).toMatchObject({
      name: 'attract',
      lends: { problem: { code: 'ILS_AWAY' } },
      takesBack: { problem: null },
    })
    await kiosk.signIn()
    expect(problem(kiosk)).toBe('ILS_AWAY')
    await kiosk.do({ type: 'startReturn' })
    expect(kiosk.screen.name).toBe('returns')
  })

  it('that can neither lend nor take back is closed', async () => {
    const kiosk = new TestKiosk()
    kiosk.around = { ...kiosk.around, closedBecause: 'ILS_AWAY', returnsClosedBecause: 'RETURN_PAUSED' }
    kiosk.session.refresh()
    expect(kiosk.screen).toEqual({ name: 'closed', problem: { code: 'ILS_AWAY' }, message: null })
    await kiosk.do({ type: 'startReturn' })
    expect(kiosk.screen.name).toBe('closed')
  })
})
