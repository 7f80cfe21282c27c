import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Total } from '../contract/counts.ts'
import { ManualClock } from '../runtime/clock.ts'
import { dayStart, hourStart } from '../runtime/local-hours.ts'
import type { EntryId } from './contract.ts'
import { JournalFile } from './journal-file.ts'
import { SqliteCounts } from './sqlite-counts.ts'
import { SqliteJournal } from './sqlite-journal.ts'
import { SqliteReturns } from './sqlite-returns.ts'
import { SqliteStored } from './sqlite-stored.ts'

const HOUR = 3_600_000
const MORNING = new Date(2026, 0, 15, 9, 30).getTime()

/** Loses power at the statement that a test names. */
class CutFile extends JournalFile {
  left = Number.POSITIVE_INFINITY
  override run(...words: Parameters<JournalFile['run']>) {
    if (--this.left < 0) throw new Error('the power is gone')
    return super.run(...words)
  }
}

let clock: ManualClock
let file: CutFile
let house: ReturnType<typeof start>
let key = 0

function start() {
  return {
    journal: new SqliteJournal(file),
    stored: new SqliteStored(file),
    returns: new SqliteReturns(file),
    counts: new SqliteCounts(file),
  }
}
const begin = (item = 'x'): EntryId =>
  house.journal.begin({ key: `k${++key}`, patron: 'p', item, tags: ['A'] })
const offline = (kind: 'checkout' | 'checkin', item = 'x') =>
  ({ key: `k${++key}`, kind, patron: null, item, at: MORNING, due: null }) as const
const backAt = (place: 'pad' | 'drop') => {
  const id = house.returns.begin({ place, at: MORNING })
  house.returns.asking(id, 'x', [])
  return id
}
const totals = (kind: Total['kind']) =>
  house.counts
    .totals()
    .filter((total) => total.kind === kind)
    .map(({ kind: _, ...rest }) => Object.values(rest).join(' '))

beforeEach(() => {
  clock = new ManualClock(MORNING)
  file = new CutFile({ file: ':memory:', reserveBytes: 0, wall: () => clock.wall(), freeBytes: () => 1 })
  house = start()
})
afterEach(() => file.shut())

describe('a loan counts', () => {
  it('once, by its media type, whether its tags are proven at once, later or never', () => {
    const withTag = begin()
    house.journal.lent(withTag, ['A'], { media: 'book', renewed: false })
    house.journal.lent(withTag, ['A', 'B'])
    house.journal.armed(withTag)
    house.journal.close(withTag, 'lent')
    house.journal.close(withTag, 'lent')
    house.journal.close(begin(), 'lent', { media: 'video', renewed: false })
    house.journal.close(begin(), 'lent', { media: 'book', renewed: true })
    expect(totals('checkout')).toEqual(['book 1', 'video 1'])
    expect(totals('renewal')).toEqual(['book 1'])
  })

  it('when it was promised in an outage, and not again when it is told', () => {
    const { entry, stored } = house.journal.promise(offline('checkout'), ['A'])
    house.journal.promise(offline('checkout', 'y'), [])
    if (entry !== null) house.journal.close(entry, 'lent')
    house.stored.close(stored, 'done')
    expect(totals('checkout')).toEqual(['unknown 2'])
  })

  it('not where it never came to be', () => {
    house.journal.close(begin(), 'notLent')
    expect(house.counts.totals()).toEqual([])
  })
})

describe('a return counts', () => {
  it('once, by where it came and what it is; one that was not on loan does not', () => {
    const id = backAt('drop')
    house.returns.settle(id, 'returned', 'Emma', { media: 'book' })
    house.returns.settle(id, 'returned', 'Emma', { media: 'book' })
    house.returns.close(id, 1, null)
    house.returns.settle(backAt('pad'), 'again', null)
    house.returns.keep(backAt('pad'), offline('checkin'), false)
    expect(totals('return')).toEqual(['book drop 1', 'unknown pad 1'])
  })
})

describe('a refusal counts', () => {
  it('by its reason, which may come after the entry was closed', () => {
    const id = begin()
    house.journal.refused(id, null)
    expect(totals('refusal')).toEqual([])
    house.journal.refused(id, 'ITEM_ON_HOLD')
    house.journal.refused(id, 'ITEM_ON_HOLD')
    house.journal.refused(begin(), 'ILS_NO_CHECKOUT')
    house.journal.refused(null, 'PATRON_OWES')
    expect(totals('refusal')).toEqual(['ILS_NO_CHECKOUT 1', 'ITEM_ON_HOLD 1', 'PATRON_OWES 1'])
    expect(house.journal.open()).toEqual([])
  })

  it('whose reason never came, at the next start and once', () => {
    house.journal.refused(begin(), null)
    house = start()
    house = start()
    expect(totals('refusal')).toEqual(['ITEM_REFUSED 1'])
  })

  it('where an item is not taken back, also one that nobody was asked about', () => {
    house.returns.settle(backAt('pad'), 'refused', null, { reason: 'ITEM_UNKNOWN' })
    const untaken = house.returns.begin({ place: 'drop', at: MORNING })
    house.returns.settle(untaken, 'untaken', null)
    house.returns.close(untaken, 5, 'DROP_NO_TAG')
    house.returns.close(untaken, 5, 'DROP_NO_TAG')
    const armed = backAt('pad')
    house.returns.settle(armed, 'returned', null)
    house.returns.close(armed, null, 'TAG_NOT_SECURED')
    expect(totals('refusal')).toEqual(['DROP_NO_TAG 1', 'ITEM_UNKNOWN 1'])
  })

  it('where the library system says no to what was promised', () => {
    const id = house.stored.add(offline('checkout'))
    house.stored.close(id, 'refused')
    house.stored.close(id, 'refused')
    expect(totals('refusal')).toEqual(['OFFLINE_REFUSED 1'])
  })
})

describe('a visit counts', () => {
  it('when it ends, by how; one that the kiosk broke off at the next start', () => {
    house.counts.visitBegan()
    house.counts.visitBegan()
    house.counts.visitEnded('finished')
    house.counts.visitEnded('timeout')
    house.counts.visitBegan()
    house = start()
    house = start()
    expect(totals('session')).toEqual(['finished 1', 'interrupted 1'])
  })
})

describe('when the power goes', () => {
  it('at whichever statement, what the journal holds and what is counted are the same', () => {
    const life = [
      () => house.journal.lent(begin('a'), ['A'], { media: 'book', renewed: false }),
      () => house.journal.close(begin('b'), 'lent'),
      () => house.journal.promise(offline('checkout', 'c'), ['A']),
      () => {
        const id = begin('d')
        house.journal.refused(id, null)
        house.journal.refused(id, 'ITEM_ON_HOLD')
      },
      () => house.returns.settle(backAt('drop'), 'returned', null, { media: 'book' }),
      () => house.returns.settle(backAt('pad'), 'refused', null, { reason: 'RETURN_REFUSED' }),
      () => house.stored.close(house.stored.add(offline('checkin', 'e')), 'refused'),
    ]
    const number = (sql: string) => Number(file.get(sql)?.n)
    const counted = (...kinds: string[]) =>
      number(`SELECT coalesce(sum(count), 0) AS n FROM tally WHERE kind IN ('${kinds.join("','")}')`)
    let cuts = 0
    for (const deed of life) {
      for (let statements = 0; ; statements++) {
        file.left = statements
        let done = true
        try {
          deed()
        } catch {
          done = false
          cuts++
        }
        file.left = Number.POSITIVE_INFINITY
        house = start()
        expect(counted('checkout', 'renewal')).toBe(
          number("SELECT count(*) AS n FROM entry WHERE phase = 'lent' OR ending = 'lent'"),
        )
        expect(counted('return')).toBe(
          number("SELECT count(*) AS n FROM returned WHERE verdict IN ('returned', 'kept')"),
        )
        expect(counted('refusal')).toBe(
          number("SELECT count(*) AS n FROM entry WHERE ending = 'notLent'") +
            number("SELECT count(*) AS n FROM returned WHERE verdict = 'refused'") +
            number("SELECT count(*) AS n FROM stored WHERE outcome = 'refused'"),
        )
        expect(number('SELECT sum(count) AS n FROM total')).toBe(number('SELECT sum(count) AS n FROM tally'))
        if (done) break
      }
    }
    expect(cuts).toBeGreaterThan(25)
  })
})

describe('hours', () => {
  it('hold what was counted in them, and are summed to days when they are old; the sum since ever stays', () => {
    house.journal.close(begin(), 'lent')
    clock.advance(HOUR)
    house.journal.close(begin(), 'lent')
    clock.advance(24 * HOUR)
    house.journal.close(begin(), 'lent')
    const [first, next, later] = [MORNING, MORNING + HOUR, MORNING + 25 * HOUR].map(hourStart)
    const seen = () =>
      house.counts.between(0, clock.wall() + 1).map(({ span, start, count }) => [span, start, count])
    expect(seen()).toEqual([
      ['hour', first, 1],
      ['hour', next, 1],
      ['hour', later, 1],
    ])
    const tomorrow = dayStart(clock.wall())
    for (let times = 0; times < 2; times++) house.counts.prune(tomorrow, 0, dayStart)
    expect(seen()).toEqual([
      ['day', dayStart(MORNING), 2],
      ['hour', later, 1],
    ])
    house.counts.prune(tomorrow, tomorrow, dayStart)
    expect(seen()).toEqual([['hour', later, 1]])
    expect(totals('checkout')).toEqual(['unknown 3'])
  })

  it('of a device hold its states, and until when its time is known', () => {
    const hour = hourStart(MORNING)
    house.counts.deviceTime(
      ['rfid', 'printer'],
      [{ device: 'rfid', state: 'ready', hour, milliseconds: 60_000 }],
      MORNING,
    )
    expect([...house.counts.devicesUntil()]).toEqual([
      ['printer', MORNING],
      ['rfid', MORNING],
    ])
    expect(totals('device')).toEqual(['rfid ready 60000'])
  })
})
