import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ERRORS } from '@lectern/device-agent/contract/errors'
import { describe, expect, it } from 'vitest'
import de from '../../messages/de.json' with { type: 'json' }
import en from '../../messages/en.json' with { type: 'json' }
import { dueWords } from './dates.ts'
import { isMessageKey, translator } from './translate.ts'

const source = fileURLToPath(new URL('../', import.meta.url))
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.(svelte|ts)$/.test(name) && !name.includes('.test.'),
)
const code = files.map((name) => readFileSync(join(source, name), 'utf8')).join('\n')
const placeholders = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1] ?? ''))]
    .filter((name) => !/^[A-ZÄÖÜ]/.test(name))
    .toSorted()

describe('the message files', () => {
  it('say the same things in every language, with the same placeholders', () => {
    expect(Object.keys(de).toSorted()).toEqual(Object.keys(en).toSorted())
    for (const [key, text] of Object.entries(en)) {
      if (key.startsWith('language.') || !isMessageKey(key)) continue
      const words = [
        'count',
        'seconds',
        'name',
        'date',
        'present',
        'total',
        'last',
        'title',
        'state',
        'shelf',
      ]
      expect(
        placeholders(de[key]).filter((name) => words.includes(name)),
        key,
      ).toEqual(placeholders(text).filter((name) => words.includes(name)))
    }
  })

  it('have title and help for every failure a patron can meet, and for no other', () => {
    const wanted = Object.entries(ERRORS).flatMap(([code, row]) =>
      row.patron ? [`error.${code}.help`, `error.${code}.title`] : [],
    )
    expect(
      Object.keys(en)
        .filter((key) => key.startsWith('error.'))
        .toSorted(),
    ).toEqual(wanted.toSorted())
  })

  it('hold nothing that is never said', () => {
    const unused = Object.keys(en).filter((key) => {
      if (/^(error|language|goodbye|row\.action)\./.test(key)) return false
      return !code.includes(`'${key}'`)
    })
    expect(unused).toEqual([])
  })

  it.each(['en', 'de'])('are sound ICU messages in %s', (language) => {
    const t = translator(language)
    const params = {
      count: 2,
      seconds: 2,
      name: 'x',
      date: 'x',
      present: 1,
      total: 2,
      last: 'x',
      title: 'x',
      state: 'x',
      shelf: 'x',
    }
    for (const key of Object.keys(en))
      if (isMessageKey(key)) expect(t(key, params).length, key).toBeGreaterThan(0)
    expect(t('pin.tries', { count: 1 })).not.toBe(t('pin.tries', { count: 2 }))
  })
})

describe('a due date', () => {
  it('is said as people say it, with the days that are left', () => {
    expect(dueWords('2026-12-15T23:59:00', 'en', new Date(2026, 10, 24))).toEqual({
      date: 'Tue, Dec 15',
      days: 21,
    })
    expect(dueWords('2026-12-15', 'de', new Date(2026, 11, 15)).days).toBe(0)
  })
  it('that is no date stays as the library wrote it', () => {
    expect(dueWords('after the holidays', 'en')).toEqual({ date: 'after the holidays', days: null })
  })
})
