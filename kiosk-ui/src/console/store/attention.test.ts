import { describe, expect, it } from 'vitest'
import { newestOf } from './attention.ts'
import { faultsOf } from './device-history.ts'
import { AT, testFleet } from './fleet.test-support.ts'
import { takesOrders } from './kiosk.ts'

const item = (id: string, over: object = {}) => ({
  ...{ id, kind: 'drop', at: AT, severity: 'warning', code: 'DROP_NO_TAG', text: 'T', what_to_do: 'D' },
  ...{ item: null, title: 'Emma', place: 'Exceptions', resolvable: true },
  ...over,
})

describe('what needs a person', () => {
  it('stands with its kiosk, is counted over all, and is gone as soon as the kiosk says so', () => {
    const { kiosk, store, tell } = testFleet()
    tell('k/attention', {
      count: 2,
      items: [item('drop:1'), item('drop:2', { at: '2026-01-15T10:00:00.000Z' })],
    })
    tell('l/attention', { count: 7, items: [item('drop:1', { at: '2026-01-15T09:30:00.000Z' })] })
    expect(store.attention).toBe(9)
    const newest = newestOf(store.kiosks(), 2).map(({ item: { id }, kiosk: { key } }) => `${key} ${id}`)
    expect(newest).toEqual(['main/k drop:2', 'main/l drop:1'])
    tell('k/attention', { count: 0, items: [] })
    expect(kiosk().attention).toEqual({ count: 0, items: [] })
    expect(store.attention).toBe(7)
  })

  it('passes over what it cannot read, and takes a gravity it does not know for the worst', () => {
    const { kiosk, tell } = testFleet()
    tell('k/attention', { items: [7, { kind: 'drop' }, item('x', { severity: 'dreadful', resolvable: 1 })] })
    expect(kiosk().attention).toMatchObject({
      count: 1,
      items: [{ id: 'x', severity: 'error', resolvable: false }],
    })
  })

  it('is ended from here only where the kiosk is there and takes orders', () => {
    const { info, kiosk, offline, online, tell } = testFleet()
    online()
    info()
    expect(takesOrders(kiosk())).toBe(false)
    tell('k/info', { services: ['lend', 'commands'], devices: [] })
    expect(takesOrders(kiosk())).toBe(true)
    offline()
    expect(takesOrders(kiosk())).toBe(false)
  })
})

describe('the history of a device', () => {
  const change = (state: string, code: string | null, minute: number) => ({
    ...{ state, code, detail: '' },
    since: `2026-01-15T09:${String(minute).padStart(2, '0')}:00.000Z`,
  })

  it('is what the kiosk kept, with what to do; what comes after is put before it', () => {
    const { device, kiosk, tell } = testFleet()
    device('ready')
    tell('k/device/printer/history', {
      changes: [change('ready', null, 9), change('fault', 'PRINTER_CUTTER', 5)],
      advice: [{ code: 'PRINTER_CUTTER', text: 'T', what_to_do: 'D' }],
    })
    device('fault', { code: 'PRINTER_PAPER_OUT', text: 'P', what_to_do: 'R', since: AT })
    expect(kiosk().devices[0]?.history.map(({ code, text, whatToDo }) => [code, text, whatToDo])).toEqual([
      ['PRINTER_PAPER_OUT', 'P', 'R'],
      [null, null, null],
      ['PRINTER_CUTTER', 'T', 'D'],
    ])
  })

  it('tells each fault with its end; changes under one code are one', () => {
    const history = [
      change('fault', 'B', 9),
      change('away', 'A', 7),
      change('fault', 'A', 6),
      change('ready', null, 5),
      change('fault', 'A', 3),
    ].map(({ code, since, state }) => ({ code, since, state, text: code, whatToDo: null }))
    const minute = (time: string | null) => (time === null ? null : Number(time.slice(14, 16)))
    expect(faultsOf(history).map(({ code, over, since }) => [code, minute(since), minute(over)])).toEqual([
      ['B', 9, null],
      ['A', 6, 9],
      ['A', 3, 5],
    ])
    expect(faultsOf([])).toEqual([])
  })
})
