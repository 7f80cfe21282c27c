import { isErrorCode } from '@lectern/device-agent/contract/errors'
import { describe, expect, it } from 'vitest'
import de from '../../../messages/pictures/de.json' with { type: 'json' }
import en from '../../../messages/pictures/en.json' with { type: 'json' }
import { BY_CODE, BY_CONSUMABLE, pictureOf } from './by-code.ts'
import { PICTURES } from './shapes.ts'
import { pictureWords } from './words.ts'

const names = Object.keys(PICTURES).toSorted()

describe('the pictures', () => {
  it('are each said in every language', () => {
    expect(Object.keys(en).toSorted()).toEqual(names)
    expect(Object.keys(de).toSorted()).toEqual(names)
    expect(pictureWords('de')('roll')).not.toBe(pictureWords('en')('roll'))
  })

  it('each belong to a code of the error table or to what runs out', () => {
    expect(Object.keys(BY_CODE).filter((code) => !isErrorCode(code))).toEqual([])
    const used = new Set<string>([...Object.values(BY_CODE), ...Object.values(BY_CONSUMABLE)])
    expect([...used].toSorted()).toEqual(names)
  })

  it('stay within their frame: every path begins in it', () => {
    for (const [name, shapes] of Object.entries(PICTURES))
      for (const [, d] of shapes) {
        const [, x, y] = /^M\s*([\d.]+)[ ,]([\d.]+)/.exec(d) ?? []
        expect(Number(x) >= 0 && Number(x) <= 240 && Number(y) >= 0 && Number(y) <= 160, `${name} ${d}`).toBe(
          true,
        )
      }
  })

  it('are none for a code that is not known', () => {
    expect(pictureOf('PRINTER_PAPER_OUT')).toBe('roll')
    for (const code of [null, '', 'toString', 'ILS_AWAY']) expect(pictureOf(code)).toBeNull()
  })
})
