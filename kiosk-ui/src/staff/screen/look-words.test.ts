import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import de from '../../../messages/look/de.json' with { type: 'json' }
import en from '../../../messages/look/en.json' with { type: 'json' }
import { LANGUAGES } from '../../i18n/languages.ts'
import { type LookKey, lookWords } from './words.ts'

const code = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.svelte'))
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  .join('\n')
/** Keys that the code puts together, each from a union of the contract that its type check holds complete. */
const TOGETHER = /^(stage|said|refused|over)\./
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted()

it('the words of the look at the screen are the same in every language, and all are said somewhere', () => {
  expect(Object.keys(de)).toEqual(Object.keys(en))
  for (const key of Object.keys(en) as LookKey[]) {
    expect(placeholders(de[key]), key).toEqual(placeholders(en[key]))
    expect(TOGETHER.test(key) || code.includes(`'${key}'`), key).toBe(true)
  }
})

it.each(LANGUAGES)('they are sound ICU messages in %s', (language) => {
  const t = lookWords(language)
  const params = { by: 'x', minutes: 9, seconds: '07' }
  for (const key of Object.keys(en) as LookKey[]) expect(t(key, params).length, key).toBeGreaterThan(0)
  expect(t('left', params)).toContain('9:07')
})
