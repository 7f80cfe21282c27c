import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KNOWN_IDS_MAX, OUTBOX_MAX, type OutboxParcel } from '../monitoring/mqtt/outbox.ts'
import { openOutbox } from './open-outbox.ts'
import { testOutbox } from './outbox.test-support.ts'
import type { SqliteOutbox } from './sqlite-outbox.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lectern-outbox-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const parcel = (payload: string, over: Partial<OutboxParcel> = {}): OutboxParcel => ({
  topic: 'event/fault',
  payload,
  retain: false,
  expirySeconds: 60,
  ...over,
})
function payloads(outbox: SqliteOutbox): string[] {
  const found: string[] = []
  for (let entry = outbox.next(0); entry !== null; entry = outbox.next(entry.id))
    found.push(entry.parcel.payload)
  return found
}

describe('the outbox', () => {
  it('gives what it was given in its order, until the broker has it', () => {
    const outbox = testOutbox()
    for (const words of ['a', 'b', 'c']) outbox.put('alarm', parcel(words))
    expect(outbox.next(0)).toEqual({ id: 1, parcel: parcel('a') })
    outbox.confirm(2)
    expect(payloads(outbox)).toEqual(['a', 'c'])
  })

  it('of a retained topic keeps the newest alone', () => {
    const outbox = testOutbox()
    const alert = (payload: string) => parcel(payload, { topic: 'alert/ILS_AWAY', retain: true })
    outbox.put('alarm', alert('raised'))
    outbox.put('alarm', parcel('event'))
    outbox.put('alarm', alert(''))
    expect(payloads(outbox)).toEqual(['event', ''])
  })

  it('that is full lets the oldest counts go, and an alarm only where nothing else is left', () => {
    const outbox = testOutbox()
    const told: number[] = []
    outbox.together(() => {
      outbox.put('alarm', parcel('first alarm'))
      outbox.put('count', parcel('first count'))
      outbox.put('count', parcel('second count'))
      for (let i = 3; i < OUTBOX_MAX; i++) outbox.put('alarm', parcel('alarm'))
      for (let i = 0; i < 3; i++) told.push(outbox.put('alarm', parcel(`late ${i}`)))
    })
    expect(told).toEqual([1, 1, 1])
    expect(outbox.waiting).toBe(OUTBOX_MAX)
    const left = payloads(outbox)
    expect(left.filter((words) => words.endsWith('count') || words === 'first alarm')).toEqual([])
    expect(left.at(-1)).toBe('late 2')
  })

  it('knows what it has learnt, and forgets the oldest beyond its limit', () => {
    const outbox = testOutbox()
    expect([outbox.learn('order', 'x'), outbox.learn('order', 'x'), outbox.learn('event', 'x')]).toEqual([
      true,
      false,
      true,
    ])
    outbox.together(() => {
      for (let i = 0; i < KNOWN_IDS_MAX; i++) outbox.learn('order', `order ${i}`)
    })
    expect(outbox.learn('order', 'order 1')).toBe(false)
    expect(outbox.learn('event', 'x')).toBe(false)
    expect(outbox.learn('order', 'x')).toBe(true)
  })

  it('keeps all that is written together, or none of it', () => {
    const outbox = testOutbox()
    const write = () =>
      outbox.together(() => {
        outbox.put('alarm', parcel('a'))
        throw new Error('the power went')
      })
    expect(write).toThrow('JOURNAL_FAILED')
    expect(outbox.waiting).toBe(0)
    outbox.put('alarm', parcel('b'))
    expect(outbox.waiting).toBe(1)
  })

  it('that is damaged is set aside, and a new one begun', () => {
    const options = { folder, wall: () => Date.UTC(2026, 0, 15) }
    writeFileSync(
      join(folder, 'outbox.sqlite'),
      'not a database, and long enough to be taken for one'.repeat(99),
    )
    const { outbox, setAside } = openOutbox(options)
    outbox.put('alarm', parcel('a'))
    outbox.keepAlert({ code: 'ILS_AWAY', key: '', id: 'f', since: '2026-01-15T00:00:00.000Z' })
    outbox.shut()
    expect(setAside).toMatch(/^outbox\.damaged-2026/)
    expect(readdirSync(folder)).toContain(setAside)
    const again = openOutbox(options)
    expect(again.setAside).toBeNull()
    expect(again.outbox.waiting).toBe(1)
    expect(again.outbox.alerts()).toMatchObject([{ id: 'f' }])
    again.outbox.dropAlert('ILS_AWAY', '')
    expect(again.outbox.alerts()).toEqual([])
    again.outbox.shut()
  })
})
