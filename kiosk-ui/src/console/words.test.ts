import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import de from '../../messages/console/de.json' with { type: 'json' }
import en from '../../messages/console/en.json' with { type: 'json' }
import { LANGUAGES } from '../i18n/languages.ts'
import { deviceHash, kioskHash, routeOf } from './route.ts'
import { totalsOf } from './store/counted.ts'
import { consoleWords, isConsoleKey, wordOf } from './words.ts'

const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.(svelte|ts)$/.test(name) && !name.includes('.test.'),
)
const code = files.map((name) => readFileSync(join(import.meta.dirname, name), 'utf8')).join('\n')
/** Every placeholder there is. */
const PARAMS = {
  ...{ count: 2, ago: 'x', at: 'x', library: 'x', version: 'x', bin: 1, gate: 'x', lent: 1, returned: 2 },
  ...{ both: 'yes', order: 'x', item: 'x', currency: 'EUR', title: 'x', total: '1', peak: 'x', most: '1' },
}
/** A branch of a plural may hold a single word too. */
const placeholders = (text: string): readonly string[] =>
  Object.keys(PARAMS).filter((name) => new RegExp(`(?<!\\b(one|other) )\\{${name}[,}]`).test(text))
/** Keys that the code puts together. */
const TOGETHER =
  /^(rank|kioskState|lends|counter|device|state|consumable|level|verdict|order|drop|attentionKind)\.[a-z_A-Z]+$|^event\.\w+$|^numbers\.(today|yesterday|month)$/

describe('the words of the console', () => {
  it('are the same in every language, with the same placeholders', () => {
    expect(Object.keys(de).toSorted()).toEqual(Object.keys(en).toSorted())
    for (const [key, text] of Object.entries(en))
      if (isConsoleKey(key)) expect(placeholders(de[key]), key).toEqual(placeholders(text))
  })

  it('are all said somewhere', () => {
    const unused = Object.keys(en).filter((key) => !TOGETHER.test(key) && !code.includes(`'${key}'`))
    expect(unused).toEqual([])
  })

  it.each(LANGUAGES)('are sound ICU messages in %s', (language) => {
    const t = consoleWords(language)
    for (const key of Object.keys(en))
      if (isConsoleKey(key)) expect(t(key, PARAMS).length, key).toBeGreaterThan(0)
    expect(t('fleet.title', { count: 1 })).not.toBe(t('fleet.title', { count: 2 }))
    expect(wordOf(t, 'state', 'dreaming')).toBe('dreaming')
  })

  it('say of a visit what was lent and what came back', () => {
    const t = consoleWords('en')
    expect(t('event.session', { lent: 2, returned: 1, both: 'yes' })).toBe('2 items lent, one returned')
    expect(t('event.session', { lent: 0, returned: 3, both: 'no' })).toBe('3 returned')
  })
})

describe('an address', () => {
  it('leads to the fleet, a kiosk or its device, and back', () => {
    expect(routeOf(kioskHash('main/kiosk-1'))).toEqual({ page: 'kiosk', key: 'main/kiosk-1' })
    expect(routeOf(deviceHash('main/kiosk-1', 'a/b'))).toEqual({
      page: 'device',
      key: 'main/kiosk-1',
      device: 'a/b',
    })
    expect(routeOf('#numbers')).toEqual({ page: 'numbers' })
    expect(routeOf('#attention')).toEqual({ page: 'attention' })
    for (const hash of ['', '#', '#fleet', '#kiosk/main', '#kiosk//x', '#kiosk/%zz/x'])
      expect(routeOf(hash), hash).toEqual({ page: 'fleet' })
  })
})

it('what a kiosk has counted since ever is summed over its labels', () => {
  const values = {
    ...{ 'lectern_checkouts_total{media="book"}': 7, 'lectern_checkouts_total{media="music"}': 2 },
    ...{ 'lectern_sessions_total{ended="left"}': 3, lectern_uptime_seconds: 5 },
  }
  expect(totalsOf(values)).toEqual({ checkouts: 9, visits: 3 })
  expect(totalsOf({})).toEqual({})
})
