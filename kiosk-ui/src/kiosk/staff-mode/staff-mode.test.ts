import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import de from '../../../messages/staff-mode/de.json' with { type: 'json' }
import en from '../../../messages/staff-mode/en.json' with { type: 'json' }
import { CORNER_MILLISECONDS, Corner, isInCorner } from './corner.ts'
import { deviceName, pageTitle, staffModeWords } from './words.ts'

const code = readdirSync(import.meta.dirname)
  .filter((name) => /\.(svelte|ts)$/.test(name) && !name.includes('.test.'))
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  .join('\n')

describe('the words of staff mode', () => {
  it('are the same in every language, and all said somewhere', () => {
    expect(Object.keys(de)).toEqual(Object.keys(en))
    const together =
      /^(page\.\w+|device\.(rfid|scanner|printer|card|io|gate)|state\.\w+|devices\.kind\.\w+|connections\.what\.\w+)$/
    expect(Object.keys(en).filter((key) => !together.test(key) && !code.includes(`'${key}'`))).toEqual([])
  })

  it.each(['en', 'de'])('are sound in %s', (language) => {
    const t = staffModeWords(language)
    const params = {
      ...{ count: 2, number: 1, kind: 'x', name: 'x', detail: 'x', file: 'x', version: 'x' },
      ...{ milliseconds: 7, items: 1, cards: 0, others: 2 },
    }
    for (const key of Object.keys(en) as (keyof typeof en)[]) expect(t(key, params), key).not.toBe('')
    expect(t('devices.pad', params)).toMatch(/: (one item|ein Medium), /)
  })

  it('name devices by what they are, and by their id where there may be several', () => {
    const t = staffModeWords('en')
    const device = { state: 'ready', text: '', whatToDo: '' } as const
    expect(deviceName({ ...device, id: 'printer', kind: 'printer' }, t)).toBe('Printer')
    expect(deviceName({ ...device, id: 'exit', kind: 'gate' }, t)).toBe('Security gate (exit)')
    expect(deviceName({ ...device, id: 'x', kind: 'new' }, t)).toBe('new (x)')
    expect([pageTitle('home', t), pageTitle('paper', t)]).toEqual(['Staff mode', 'Change paper'])
  })
})

describe('the hidden corner', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('innerWidth', 1080)
    vi.stubGlobal('innerHeight', 1920)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('is at the lower left, and small', () => {
    expect(isInCorner({ x: 10, y: 1910 }, 1080, 1920)).toBe(true)
    for (const elsewhere of [
      { x: 140, y: 1910 },
      { x: 10, y: 1780 },
      { x: 10, y: 10 },
      { x: 1070, y: 1910 },
    ])
      expect(isInCorner(elsewhere, 1080, 1920)).toBe(false)
  })

  it('opens once it was held long enough, and not to a finger that lifts or strays', () => {
    let held = 0
    const corner = new Corner(() => held++)
    const there = { x: 20, y: 1900 }
    corner.down(there)
    vi.advanceTimersByTime(CORNER_MILLISECONDS - 1)
    corner.up()
    corner.down(there)
    corner.move({ x: 500, y: 900 })
    vi.advanceTimersByTime(CORNER_MILLISECONDS)
    corner.down({ x: 500, y: 900 })
    vi.advanceTimersByTime(CORNER_MILLISECONDS)
    expect(held).toBe(0)
    corner.down(there)
    corner.move({ x: 25, y: 1890 })
    vi.advanceTimersByTime(CORNER_MILLISECONDS)
    expect(held).toBe(1)
  })
})
