import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LIST_MAX_CHARACTERS, LIST_PIECE_CHARACTERS } from '@lectern/device-agent/contract/tag-tool'
import { describe, expect, it } from 'vitest'
import de from '../../../messages/tags/de.json' with { type: 'json' }
import en from '../../../messages/tags/en.json' with { type: 'json' }
import { TAG_VIEWS } from '../../gallery/tag-fixtures.ts'
import { translatorOf } from '../../i18n/translate.ts'
import { piecesOf } from './pieces.ts'
import { stageWords } from './stage-words.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const code = readdirSync(folder)
  .filter((name) => /\.(svelte|ts)$/.test(name) && !name.includes('.test.'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n')
const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].filter((name) =>
    /^(count|done|failed|total|part|parts|item|detail|model|maker|bytes|blockSize)$/.test(name ?? ''),
  )

describe('the words of the tag page', () => {
  it('are the same in both languages, with the same placeholders', () => {
    expect(Object.keys(de)).toEqual(Object.keys(en))
    for (const [key, text] of Object.entries(en)) {
      expect(placeholders(de[key as keyof typeof de]).toSorted(), key).toEqual(placeholders(text).toSorted())
    }
  })
  it('are all said somewhere', () => {
    const family =
      /^(step|refusal|model|confidence|note|security|work|pad|trolley\.state|results\.outcome|element)\./
    expect(Object.keys(en).filter((key) => !family.test(key) && !code.includes(`'${key}'`))).toEqual([])
  })
  it.each([
    ['en', en],
    ['de', de],
  ])('say every state of the page in %s', (language, catalogue) => {
    const t = translatorOf(language, catalogue, en)
    for (const view of Object.values(TAG_VIEWS)) {
      const { heading, help } = stageWords(t, view)
      expect(heading).not.toMatch(/[{}]|^step\.|^refusal\./)
      expect(help).not.toMatch(/[{}]/)
    }
  })
})

describe('a long list', () => {
  it('goes in pieces of whole lines, and nothing of it is lost', () => {
    const lines = Array.from({ length: 700 }, (_, n) => `31173${String(n).padStart(9, '0')};2`)
    const pieces = piecesOf(lines.join('\r\n'))
    expect(pieces.length).toBeGreaterThan(5)
    expect(pieces.every((piece) => piece.length <= LIST_PIECE_CHARACTERS)).toBe(true)
    expect(pieces.join('').trim().split('\n')).toEqual(lines)
  })
  it('ends at its limit, and leaves out what is no line of a list', () => {
    expect(piecesOf('x'.repeat(LIST_PIECE_CHARACTERS * 2))).toEqual([])
    expect(piecesOf('1\n'.repeat(LIST_MAX_CHARACTERS)).join('').length).toBeLessThanOrEqual(
      LIST_MAX_CHARACTERS + 1,
    )
    expect(piecesOf('\n\n')).toEqual([])
  })
})
