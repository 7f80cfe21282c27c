import { describe, expect, it } from 'vitest'
import { testFleet } from './fleet.test-support.ts'
import { HeldOrder, HOLD_MILLISECONDS, OPENING_MILLISECONDS, REORDER_MILLISECONDS } from './held-order.ts'
import { ALL, Order } from './order.ts'
import { seen } from './window.ts'

function small() {
  const fleet = testFleet()
  for (const id of ['kiosk-10', 'kiosk-2', 'kiosk-1']) {
    fleet.online(id)
    fleet.ready(id)
    fleet.info(id, id === 'kiosk-1' ? 'Children' : id)
  }
  return { ...fleet, order: new Order(fleet.store) }
}

describe('the order of the cards', () => {
  it('is worst first, then by name as people count', () => {
    const { alert, offline, order, ready } = small()
    expect(order.keys(ALL)).toEqual(['main/kiosk-1', 'main/kiosk-2', 'main/kiosk-10'])
    alert('A', 'warning', 'kiosk-10')
    expect(order.keys(ALL)[0]).toBe('main/kiosk-10')
    ready('kiosk-2', 'out_of_service')
    expect(order.keys(ALL)).toEqual(['main/kiosk-2', 'main/kiosk-10', 'main/kiosk-1'])
    offline('kiosk-1')
    expect(order.keys(ALL)).toEqual(['main/kiosk-1', 'main/kiosk-2', 'main/kiosk-10'])
  })

  it('follows a new name and a new kiosk', () => {
    const { info, online, order, store } = small()
    order.keys(ALL)
    const { ordering } = store
    info('kiosk-10', 'Annex')
    expect(store.ordering).toBeGreaterThan(ordering)
    online('kiosk-0')
    expect(order.keys(ALL)).toEqual(['main/kiosk-0', 'main/kiosk-10', 'main/kiosk-1', 'main/kiosk-2'])
  })

  it('holds what is searched for, of a site, of a kind', () => {
    const { alert, order, raw } = small()
    alert('PRINTER_PAPER_LOW', 'warning', 'kiosk-2')
    raw('lectern/north/n/availability', '{"v":1,"ts":"","boot_id":"b","seq":1,"state":"online"}')
    const keys = (part: object) => order.keys({ ...ALL, ...part })
    expect(keys({ search: 'CHILD lindenhof' })).toEqual(['main/kiosk-1'])
    expect(keys({ search: 'paper_low' })).toEqual(['main/kiosk-2'])
    expect(keys({ search: 'nothing' })).toEqual([])
    expect(keys({ site: 'north' })).toEqual(['north/n'])
    expect(keys({ rank: 'warn' })).toEqual(['main/kiosk-2'])
    expect(order.sites()).toEqual(['main', 'north'])
  })
})

describe('a card does not jump under a finger', () => {
  it('the order is made anew at most once a second, and only where it may be another', () => {
    const held = new HeldOrder()
    expect([held.isDue(1, 0), held.isDue(1, 5_000), held.isDue(2, REORDER_MILLISECONDS - 1)]).toEqual([
      true,
      false,
      false,
    ])
    expect(held.isDue(2, REORDER_MILLISECONDS)).toBe(true)
    expect(held.isDue(3, REORDER_MILLISECONDS + OPENING_MILLISECONDS)).toBe(false)
    expect(held.isDue(3, REORDER_MILLISECONDS + OPENING_MILLISECONDS, OPENING_MILLISECONDS)).toBe(true)
  })

  it('waits while the pointer moves over the list, until it left or lies still', () => {
    const held = new HeldOrder()
    held.touched(0)
    expect(held.isDue(1, HOLD_MILLISECONDS - 1)).toBe(false)
    expect(held.isDue(1, HOLD_MILLISECONDS)).toBe(true)
    held.touched(HOLD_MILLISECONDS)
    held.left()
    expect(held.isDue(2, HOLD_MILLISECONDS + REORDER_MILLISECONDS)).toBe(true)
  })
})

describe('of many cards', () => {
  const grid = { columns: 3, rowHeight: 100 }
  it('only those in the window are in the page, and two rows around it', () => {
    expect(seen(2_000, grid, 0, 500)).toEqual({ first: 0, end: 21, top: 0, height: 66_700 })
    expect(seen(2_000, grid, 1_000, 500)).toEqual({ first: 24, end: 51, top: 800, height: 66_700 })
    expect(seen(2_000, grid, 66_600, 500)).toMatchObject({ first: 1_992, end: 2_000 })
  })
  it('an empty or scrolled-past list asks for nothing that is not there', () => {
    expect(seen(0, grid, 0, 500)).toEqual({ first: 0, end: 0, top: 0, height: 0 })
    expect(seen(4, grid, 9_000, 500)).toMatchObject({ first: 6, end: 4 })
    expect(seen(4, grid, -9_000, 500)).toMatchObject({ first: 0, end: 0 })
  })
})
