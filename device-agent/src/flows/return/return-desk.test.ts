import { IlsError, itemId, patronId } from 'sip2/circulation'
import { describe, expect, it } from 'vitest'
import { itemTag, uid } from '../fakes.test-support.ts'
import { returnHouse } from './return.test-support.ts'

const ITEM = itemId('31173000000017')
const PATRON = patronId('21173000000117')

function house(place: 'pad' | 'drop' = 'drop') {
  const around = returnHouse()
  around.ils.loans.set(ITEM, PATRON)
  around.pad.lay(itemTag(1, ITEM))
  const { desk, pad } = around
  const entry = desk.begin(place)
  return { ...around, entry, take: () => desk.takeBack({ entry, item: ITEM, tags: [uid(1)], pad }) }
}

describe('taking an item back', () => {
  it('asks the library system with the time at which it came, then secures its tags', async () => {
    const { take, ils, pad, returns, entry, clock } = house()
    const came = clock.wall()
    clock.advance(5_000)
    expect(await take()).toMatchObject({ kind: 'returned', secured: true, problem: null, slip: null })
    expect(ils.dates).toEqual([new Date(came)])
    expect(pad.security.get(uid(1))).toBe('secured')
    expect(returns.entry(entry)).toMatchObject({ verdict: 'returned', unsecured: [] })
  })

  it('dates a return outside the opening hours to the last closing', async () => {
    const { take, ils, rules, clock } = house()
    const day = new Date(clock.wall())
    rules.calendar = {
      openings: [{ days: [0, 1, 2, 3, 4, 5, 6], opens: 1, closes: 2 }],
      closedDates: new Set(),
    }
    await take()
    expect(ils.dates).toEqual([new Date(day.getFullYear(), day.getMonth(), day.getDate(), 0, 2)])
  })

  it('sends nothing about what it cannot record', async () => {
    const { take, ils, journal } = house()
    journal.file.run("CREATE TRIGGER full BEFORE UPDATE ON returned BEGIN SELECT RAISE(ABORT, 'full'); END")
    expect(await take()).toMatchObject({ kind: 'refused', problem: { code: 'JOURNAL_FAILED' } })
    expect(ils.checkins).toEqual([])
  })

  it('takes an item that was not on loan all the same, and secures it', async () => {
    const { take, ils, pad } = house()
    ils.loans.delete(ITEM)
    ils.about = { status: 'onHoldShelf', callNumber: 'QA 76' }
    expect(await take()).toMatchObject({
      kind: 'again',
      title: `Title ${ITEM}`,
      whereabouts: { alert: 'hold', callNumber: 'QA 76' },
      slip: { kind: 'hold' },
    })
    expect(pad.security.get(uid(1))).toBe('secured')
  })

  it('leaves a refused item whose it is, its tag untouched', async () => {
    const { take, ils, pad, returns, entry } = house()
    ils.answer = { returned: false, screenMessages: ['Nicht hier'] }
    ils.about = { status: 'charged' }
    expect(await take()).toEqual({
      kind: 'refused',
      title: `Title ${ITEM}`,
      problem: { code: 'RETURN_REFUSED', libraryMessages: ['Nicht hier'] },
    })
    expect(pad.written).toEqual([])
    expect(returns.entry(entry)).toMatchObject({ verdict: 'refused' })
  })

  it('counts what came back by what it is, and what was refused by its reason', async () => {
    const taken = house()
    taken.ils.answer = { media: 'videoTape' }
    await taken.take()
    const refused = house('pad')
    refused.ils.answer = { returned: false }
    refused.ils.about = { known: 'no', status: 'lost' }
    await refused.take()
    const counted = ({ journal }: ReturnType<typeof house>) =>
      journal.file
        .all('SELECT kind, about, which, count FROM total')
        .map((row) => Object.values(row).join(' '))
    expect([counted(taken), counted(refused)]).toEqual([['return video drop 1'], ['refusal ITEM_UNKNOWN  1']])
  })

  it('tells an unknown item from one of another library', async () => {
    const known = house()
    known.ils.loans.clear()
    known.ils.about = { known: 'no', title: null, status: 'other' }
    expect(await known.take()).toMatchObject({ problem: { code: 'ITEM_UNKNOWN' } })
    const foreign = house()
    foreign.ils.loans.clear()
    foreign.ils.about = { known: 'no', title: null, status: 'other' }
    foreign.rules.owners = new Set(['DK718500'])
    expect(await foreign.take()).toMatchObject({ problem: { code: 'RETURN_WRONG_LIBRARY' } })
  })

  it('names what is set aside by number and title, and asks nobody to take it back', async () => {
    const { desk, ils, pad, returns, entry } = house()
    await desk.setAside(entry, ITEM)
    returns.close(entry, 9, 'DROP_SET_INCOMPLETE')
    expect(returns.listed(1)).toMatchObject([{ item: ITEM, title: `Title ${ITEM}`, verdict: 'untaken' }])
    expect([ils.checkins, pad.written]).toEqual([[], []])
  })

  it('names what is set aside by number where the library system is away', async () => {
    const { desk, ils, returns, entry } = house()
    ils.become('away')
    await desk.setAside(entry, ITEM)
    expect(returns.entry(entry)).toMatchObject({ phase: 'settled', item: ITEM, verdict: 'untaken' })
  })

  it('does not secure what the library system says not to', async () => {
    const { take, ils, pad, returns, entry } = house()
    ils.answer = { resensitize: false }
    expect(await take()).toMatchObject({ kind: 'returned', secured: true })
    expect(pad.written).toEqual([])
    expect(returns.entry(entry)?.unsecured).toEqual([])
  })

  it('tells staff of a tag that could not be secured until it is', async () => {
    const { take, pad, open, desk, entry, returns } = house()
    pad.outcomes.push({ ok: false, why: 'failed', detail: '' })
    expect(await take()).toMatchObject({ secured: false, problem: { code: 'TAG_NOT_SECURED' } })
    expect([...open]).toEqual([`TAG_NOT_SECURED ${ITEM}`])
    expect(returns.entry(entry)?.unsecured).toEqual([uid(1)])
    expect(await desk.secure(entry, pad)).toBe('secured')
    expect([...open]).toEqual([])
    expect(pad.security.get(uid(1))).toBe('secured')
  })

  it('has an item with a locked tag on the list of staff at once, returned, with the advice to relabel it', async () => {
    const { take, pad, open, returns, entry } = house('pad')
    pad.outcomes.push({ ok: false, why: 'locked', detail: '' })
    expect(await take()).toMatchObject({
      kind: 'returned',
      secured: false,
      problem: { code: 'TAG_CANNOT_BE_SECURED' },
    })
    expect([...open]).toEqual([`TAG_CANNOT_BE_SECURED ${ITEM}`])
    expect(returns.entry(entry)).toBeNull()
    expect(returns.listed(1)).toMatchObject([{ item: ITEM, reason: 'TAG_CANNOT_BE_SECURED' }])
  })

  it('puts a locked tag on the list also where only the second try finds it locked', async () => {
    const { take, desk, pad, open, returns, entry } = house('pad')
    pad.outcomes.push({ ok: false, why: 'failed', detail: '' }, { ok: false, why: 'locked', detail: '' })
    await take()
    expect(await desk.secure(entry, pad)).toBe('never')
    expect([...open]).toEqual([`TAG_CANNOT_BE_SECURED ${ITEM}`])
    expect(returns.listed(1)).toMatchObject([{ item: ITEM, reason: 'TAG_CANNOT_BE_SECURED' }])
  })

  it('makes a slip without name or whole number for an item somebody waits for', async () => {
    const { take, ils } = house()
    ils.answer = {
      title: 'Emma',
      alert: true,
      alertMeaning: 'holdHere',
      hold: { patron: '21173000004711', name: 'Ada' },
      destination: 'MAIN',
      callNumber: 'PR 4034',
    }
    const taken = await take()
    expect(taken).toMatchObject({
      whereabouts: { alert: 'hold' },
      slip: { kind: 'hold', title: 'Emma', pseudonym: '4711', callNumber: 'PR 4034', destination: 'MAIN' },
    })
    expect(JSON.stringify(taken)).not.toMatch(/Ada|21173000004711/)
  })

  it('ends at the screen with the answer; the drop ends what it has sorted', async () => {
    const pad = house('pad')
    await pad.take()
    expect(pad.returns.open()).toEqual([])
    const drop = house('drop')
    await drop.take()
    expect(drop.returns.open()).toHaveLength(1)
  })

  it('forgets that tags of the ended loan were still to be switched to on loan', async () => {
    const { take, journal, open } = house()
    const loan = journal.begin({ key: 'k', patron: PATRON, item: ITEM, tags: [uid(1)] })
    journal.armed(loan)
    open.add(`TAG_LEFT_ARMED ${ITEM}`)
    await take()
    expect(journal.openAbout(ITEM)).toEqual([])
    expect([...open]).toEqual([])
  })

  it('ends quietly where the kiosk is stopped while the library system answers: it is found out at the next start', async () => {
    const { take, journal } = house('pad')
    const taking = take()
    journal.file.shut()
    expect(await taking).toMatchObject({ kind: 'returned' })
  })

  it('holds its claim on an item as long as it works on it', async () => {
    const { take, claims } = house()
    const taking = take()
    expect(claims.has(ITEM)).toBe(true)
    await taking
    expect(claims.has(ITEM)).toBe(false)
  })
})

describe('taking an item back without the library system', () => {
  it('keeps the return with its true time, secures the tag, and goes on', async () => {
    const { take, ils, pad, stored, clock, returns, entry } = house()
    const came = clock.wall()
    ils.become('away')
    clock.advance(60_000)
    expect(await take()).toMatchObject({ kind: 'kept', secured: true })
    expect(stored.page(null, 9)).toMatchObject([{ kind: 'checkin', item: ITEM, at: came, phase: 'stored' }])
    expect(pad.security.get(uid(1))).toBe('secured')
    expect(returns.entry(entry)).toMatchObject({ verdict: 'kept' })
  })

  it('takes nothing where the library chose so, or where too much waits', async () => {
    const { take, ils, rules, desk } = house()
    ils.become('away')
    rules.mode = 'off'
    expect(desk.obstacle()).toBe('ILS_AWAY')
    expect(await take()).toMatchObject({ kind: 'refused', problem: { code: 'ILS_AWAY' } })
    rules.mode = 'returns'
    rules.backlogMax = 0
    expect(desk.obstacle()).toBe('OFFLINE_BACKLOG_FULL')
  })

  it('keeps its place behind a loan of the same item that waits to be told', async () => {
    const { take, stored, ils } = house()
    stored.add({ key: 'loan', kind: 'checkout', patron: PATRON, item: ITEM, at: 1, due: 2 })
    expect(await take()).toMatchObject({ kind: 'kept' })
    expect(stored.page(null, 9).map(({ kind }) => kind)).toEqual(['checkout', 'checkin'])
    expect(ils.checkins).toEqual([])
  })

  it('does not keep a second return of an item whose return waits', async () => {
    const { take, stored } = house()
    stored.add({ key: 'before', kind: 'checkin', patron: null, item: ITEM, at: 1, due: null })
    expect(await take()).toMatchObject({ kind: 'again', secured: true })
    expect(stored.backlog().count).toBe(1)
  })

  it('finds out by asking that a return was carried out whose answer was lost', async () => {
    const { take, ils, stored } = house()
    ils.failure = { error: new IlsError('unknownOutcome', 'lost'), arrives: true }
    expect(await take()).toMatchObject({ kind: 'returned', secured: true })
    expect(stored.backlog().count).toBe(0)
  })

  it('leaves to those who ask on what cannot be found out, as sent', async () => {
    const { take, ils, stored } = house()
    ils.failure = { error: new IlsError('unknownOutcome', 'lost'), arrives: false }
    expect(await take()).toMatchObject({ kind: 'kept' })
    expect(stored.page(null, 9)).toMatchObject([{ item: ITEM, phase: 'sending' }])
  })

  it('keeps what could not be sent at all, as not sent', async () => {
    const { take, ils, stored } = house()
    ils.failure = { error: new IlsError('notSent', 'away'), arrives: false }
    expect(await take()).toMatchObject({ kind: 'kept' })
    expect(stored.page(null, 9)).toMatchObject([{ phase: 'stored' }])
  })
})

describe('what was interrupted', () => {
  it('is kept for the library system, to be asked about first', () => {
    const { desk, returns, entry, stored } = house('drop')
    returns.asking(entry, ITEM, [uid(1)])
    desk.resume()
    expect(stored.page(null, 9)).toMatchObject([{ item: ITEM, phase: 'sending' }])
    expect(returns.entry(entry)).toMatchObject({ verdict: 'kept', unsecured: [uid(1)] })
  })

  it('ends at the screen, and staff hear of a tag that is not secured', () => {
    const { desk, returns, entry, open } = house('pad')
    returns.asking(entry, ITEM, [uid(1)])
    desk.resume()
    expect(returns.open()).toEqual([])
    expect(returns.listed(9)).toMatchObject([{ item: ITEM, reason: 'TAG_NOT_SECURED' }])
    expect([...open]).toEqual([`TAG_NOT_SECURED ${ITEM}`])
  })

  it('ends quietly where nothing was asked yet', () => {
    const { desk, returns } = house('pad')
    desk.resume()
    expect(returns.open()).toEqual([])
    expect(returns.listed(9)).toEqual([])
  })
})

describe('after sorting', () => {
  it('tells the library system the bin where it can be told', async () => {
    const { desk, ils, rules } = house()
    await desk.tellPlace(ITEM, 4)
    rules.tellPlace = false
    await desk.tellPlace(ITEM, 5)
    expect(ils.updates).toEqual([`${ITEM} bin 4`])
  })
})
