import { beforeEach, describe, expect, it } from 'vitest'
import type { OfflineList } from '../flows/offline/staff-list.ts'
import { Signal } from '../runtime/emitter.ts'
import { Attention } from './attention.ts'
import { alarm, fakeDesk } from './desk.test-support.ts'
import { PACE_MILLISECONDS } from './desk.ts'
import { ATTENTION_MAX } from './mqtt/attention-topic.ts'
import { tellAttention } from './mqtt/tell-attention.ts'
import type { Facts } from './mqtt/topics.ts'

const PATRON = '21234000001001'
const ITEM = '31173000001001'
const listed = (id: number, over: Partial<OfflineList['listed'][number]> = {}) => ({
  ...{ id, kind: 'checkout' as const, outcome: 'refused', item: ITEM, patron: PATRON, due: null },
  ...{ at: '2026-01-15T08:00:00.000Z', message: `Lena Berg (${PATRON}) owes 12.00` },
  ...over,
})

function house() {
  const desk = fakeDesk()
  const changes = new Signal<void>()
  let entries: OfflineList['listed'] = []
  const offline = {
    list: () => ({
      backlog: { count: 0, oldest: null },
      ...{ listed: entries, listedCount: entries.length, next: null },
    }),
    resolve: (id: number) => {
      const found = entries.some((one) => one.id === id)
      if (found) setEntries(entries.filter((one) => one.id !== id))
      return found
    },
    onChange: (listener: () => void) => changes.listen(listener),
  }
  const setEntries = (next: OfflineList['listed']) => {
    entries = next
    changes.tell()
  }
  const attention = new Attention({
    offline,
    desk: desk.desk,
    notices: desk.notices,
    itemOf: (entry) => (entry === '4' ? 'item-of-4' : null),
  })
  const told: Facts<'attention'>[] = []
  const tell = (titles: boolean) =>
    tellAttention({
      attention,
      titles,
      publisher: { publish: (_, facts) => void told.push(JSON.parse(JSON.stringify(facts))) },
    })
  return { attention, desk, setEntries, tell, told }
}
let h: ReturnType<typeof house>
beforeEach(() => {
  h = house()
})
const codes = () => h.attention.view().items.map(({ code }) => code)
const idOf = (code: string) => h.attention.view().items.find((one) => one.code === code)?.id ?? ''

describe('what needs a person', () => {
  it('is everything that a person must look at, newest first', () => {
    h.setEntries([
      listed(1),
      listed(2, { kind: 'checkin', patron: null, at: '2026-01-15T08:01:00.000Z' }),
      listed(3, { outcome: 'unresolved', at: '2026-01-15T08:02:00.000Z' }),
      listed(4, { outcome: 'attention', at: '2026-01-15T08:03:00.000Z' }),
    ])
    h.desk.drop.change({
      bins: [{ bin: 9, name: 'Exceptions', items: 1, full: false, exception: true, emptiedAt: null }],
      exceptions: [
        { id: 7, at: '2026-01-15T07:00:00.000Z', item: ITEM, title: 'Emma', bin: 9, reason: 'DROP_NO_TAG' },
      ],
    })
    h.desk.events.tell(alarm('a', { at: '2026-01-15T06:00:00.000Z', verdict: 'theft' }))
    h.desk.events.tell(alarm('b', { at: '2026-01-15T05:00:00.000Z', verdict: 'rewriteFailed' }))
    h.desk.events.tell(alarm('c', { verdict: 'test' }))
    h.desk.notices.raise('TAG_LEFT_ARMED', '', ITEM)
    h.desk.notices.raise('PRINTER_PAPER_OUT', '', 'printer')
    expect(codes()).toEqual([
      'TAG_LEFT_ARMED',
      ...['OFFLINE_NEEDS_LOOK', 'OFFLINE_UNRESOLVED', 'OFFLINE_RETURN_REFUSED', 'OFFLINE_LOAN_REFUSED'],
      ...['DROP_NO_TAG', 'GATE_ALARM', 'GATE_ALARM_CALM'],
    ])
    expect(h.attention.view().count).toBe(8)
    expect(h.attention.view().items.map(({ place }) => place)).toContain('Exceptions')
    expect(h.attention.view().items.map(({ place }) => place)).toContain('Entrance')
  })

  it('is told whenever it changes, never with a patron nor with words of the library system', () => {
    h.tell(true)
    h.setEntries([listed(1)])
    h.desk.notices.raise('TAG_NOT_SECURED', `item ${ITEM}`, ITEM)
    expect(h.told.map(({ count }) => count)).toEqual([0, 1, 2])
    expect(h.told.at(-1)?.items.map(({ item }) => item)).toEqual([ITEM, ITEM])
    expect(JSON.stringify(h.told)).not.toMatch(new RegExp(`${PATRON}|Berg|owes`))
    h.desk.notices.raise('PRINTER_AWAY', '', 'printer')
    expect(h.told).toHaveLength(3)
  })

  it('names no item where the library does not want that, not even in its id', () => {
    h.tell(false)
    h.setEntries([listed(1)])
    h.desk.notices.raise('TAG_LEFT_ARMED', `item ${ITEM}`, ITEM)
    h.desk.drop.change({
      exceptions: [{ id: 7, at: '', item: ITEM, title: 'Emma', bin: 9, reason: 'DROP_NO_TAG' }],
    })
    h.desk.clock.advance(PACE_MILLISECONDS)
    expect(h.told.at(-1)?.count).toBe(3)
    expect(JSON.stringify(h.told)).not.toMatch(new RegExp(`${ITEM}|Emma`))
  })

  it('is bounded: what is beyond is counted', () => {
    h.tell(true)
    h.setEntries(Array.from({ length: ATTENTION_MAX + 5 }, (_, id) => listed(id)))
    expect(h.told.at(-1)?.items).toHaveLength(ATTENTION_MAX)
    expect(h.told.at(-1)?.count).toBe(ATTENTION_MAX + 5)
  })
})

describe('a person’s word', () => {
  it('takes one off the list, wherever it comes from', async () => {
    h.setEntries([listed(12)])
    h.desk.drop.change({
      exceptions: [{ id: 7, at: '', item: null, title: null, bin: 9, reason: 'DROP_NO_TAG' }],
    })
    h.desk.events.tell(alarm('a', { verdict: 'theft' }))
    h.desk.notices.raise('TAG_LEFT_ARMED', '', ITEM)
    expect(await h.attention.resolve('offline:12')).toBeNull()
    expect(await h.attention.resolve('drop:7')).toBeNull()
    expect(h.desk.drop.asked).toEqual(['resolve 7'])
    expect(await h.attention.resolve(idOf('GATE_ALARM'))).toBeNull()
    expect(await h.attention.resolve(idOf('TAG_LEFT_ARMED'))).toBeNull()
    expect(codes()).toEqual(['DROP_NO_TAG'])
    expect(h.desk.notices.open()).toEqual([])
  })

  it('about what is gone, or what only the kiosk can find out, is refused with the reason', async () => {
    h.setEntries([listed(12)])
    expect(await h.attention.resolve('offline:12')).toBeNull()
    for (const id of ['offline:12', 'offline:x', 'drop:7', 'nothing', ''])
      expect(await h.attention.resolve(id), id).toBe('ATTENTION_GONE')
    h.desk.notices.raise('LOAN_UNRESOLVED', '', '4')
    expect(h.attention.view().items).toMatchObject([{ item: 'item-of-4', resolvable: false }])
    expect(await h.attention.resolve(idOf('LOAN_UNRESOLVED'))).toBe('LOAN_UNRESOLVED')
    expect(codes()).toEqual(['LOAN_UNRESOLVED'])
  })
})
