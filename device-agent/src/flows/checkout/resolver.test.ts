import { describe, expect, it } from 'vitest'
import { ManualClock } from '../../runtime/clock.ts'
import { calm, FakeIls, FakePad, itemTag, MemoryJournal, uid } from '../fakes.test-support.ts'
import { offlineParts, RULES } from '../offline/offline.test-support.ts'
import { Resolver } from './resolver.ts'

const PATRON = '29999000000017'
const ITEM = '31111000000011'

function stage() {
  const clock = new ManualClock()
  const circulation = new FakeIls()
  const journal = new MemoryJournal(clock)
  const pad = new FakePad()
  const open: string[] = []
  const notices = {
    raise: (code: string) => void open.push(code),
    clear: (code: string) => void open.splice(open.indexOf(code), open.includes(code) ? 1 : 0),
  }
  const { ports } = offlineParts({ circulation, journal, notices, rules: () => RULES })
  const resolver = new Resolver({ ...ports, pad })
  const id = journal.begin({ key: 'k', patron: PATRON, item: ITEM, tags: [uid(1)] })
  return { clock, circulation, journal, pad, open, resolver, id }
}

describe('a tag left armed by a loan that the library system does not know yet', () => {
  const promised = async (then: 'lentOnly' | 'returned') => {
    const { circulation, journal, pad, resolver, id } = stage()
    journal.close(id, 'notLent')
    circulation.become('away')
    const loan = { patron: PATRON, item: ITEM, at: 1, due: 2, kind: 'checkout' } as const
    journal.promise({ ...loan, key: 'p' }, [uid(2)])
    if (then === 'returned')
      journal.stored.add({ ...loan, key: 'r', kind: 'checkin', patron: null, due: null })
    resolver.resume()
    pad.lay(itemTag(2, ITEM))
    await calm()
    return { journal, pad }
  }

  it('is switched when it is next seen, without asking anybody', async () => {
    const { journal, pad } = await promised('lentOnly')
    expect(pad.written).toEqual([uid(2)])
    expect(journal.open()).toEqual([])
  })

  it('is left as it is where the item came back meanwhile', async () => {
    const { journal, pad } = await promised('returned')
    expect(pad.written).toEqual([])
    expect(journal.open()).toEqual([])
  })
})

describe('a checkout found open at a start', () => {
  it('that the library system never carried out is closed as not lent, once it cannot arrive any more', async () => {
    const { clock, journal, open, resolver } = stage()
    resolver.resume()
    await calm()
    expect(open).toEqual(['LOAN_UNRESOLVED'])
    expect(journal.open()).toHaveLength(1)
    for (let second = 0; second < 12; second++) {
      clock.advance(1_000)
      await calm()
    }
    expect(journal.record.at(-1)).toBe('close 1 notLent')
    expect(open).toEqual([])
  })

  it('that was carried out has its tag switched when it lies on the pad', async () => {
    const { circulation, journal, pad, open, resolver } = stage()
    circulation.loans.set(ITEM, PATRON)
    pad.lay(itemTag(1, ITEM))
    resolver.resume()
    await calm()
    expect(pad.security.get(uid(1))).toBe('onLoan')
    expect(journal.record.at(-1)).toBe('close 1 lent')
    expect(open).toEqual([])
  })

  it('that was carried out is told to staff while its tag is elsewhere, without the patron', async () => {
    const { circulation, journal, pad, open, resolver } = stage()
    circulation.loans.set(ITEM, PATRON)
    resolver.resume()
    await calm()
    expect(open).toEqual(['TAG_LEFT_ARMED'])
    expect(journal.open()).toMatchObject([{ phase: 'armed', patron: null }])
    pad.lay(itemTag(1, ITEM))
    await calm()
    expect(open).toEqual([])
    expect(journal.open()).toEqual([])
  })

  it('waits for the library system, however long it is away', async () => {
    const { clock, circulation, journal, resolver } = stage()
    circulation.become('away')
    resolver.resume()
    for (let hour = 0; hour < 72; hour++) clock.advance(3_600_000)
    await calm()
    expect(journal.open()).toHaveLength(1)
    circulation.become('online')
    await calm()
    expect(journal.open()).toEqual([])
  })

  it('leaves the tag alone of an item that was returned meanwhile', async () => {
    const { circulation, journal, pad, resolver, id } = stage()
    journal.lent(id, [])
    pad.lay(itemTag(1, ITEM))
    resolver.resume()
    await calm()
    expect(circulation.loans.size).toBe(0)
    expect(pad.written).toEqual([])
    expect(journal.open()).toEqual([])
  })

  it('whose last tag was proven just before the power went is ended, as nothing is left to switch', async () => {
    for (const phase of ['lent', 'armed'] as const) {
      const { journal, open, resolver, id } = stage()
      journal.lent(id, [])
      if (phase === 'armed') journal.armed(id)
      journal.proven(id, uid(1))
      resolver.resume()
      await calm()
      expect(journal.record.at(-1), phase).toBe('close 1 lent')
      expect(open, phase).toEqual([])
    }
  })

  it('is asked about once for all who want to know', async () => {
    const { circulation, journal, resolver, id } = stage()
    circulation.loans.set(ITEM, PATRON)
    expect(await Promise.all([resolver.settle(id), resolver.settle(id)])).toEqual(['lent', 'lent'])
    expect(journal.record.filter((line) => line.startsWith('lent'))).toHaveLength(1)
  })

  it('of an item that somebody else has by now is not lent to this patron', async () => {
    const { clock, circulation, journal, resolver, id } = stage()
    circulation.loans.set(ITEM, '29999000000099')
    const settled = resolver.settle(id)
    for (let second = 0; second < 12; second++) {
      clock.advance(1_000)
      await calm()
    }
    expect(await settled).toBe('notLent')
    expect(journal.record.at(-1)).toBe('close 1 notLent')
  })
})
