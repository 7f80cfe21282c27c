import { ERRORS } from '@lectern/device-agent/contract/errors'
import { describe, expect, it } from 'vitest'
import de from '../../messages/advice/de.json' with { type: 'json' }
import { adviceIn } from './advice.ts'

const told = { text: ERRORS.PRINTER_PAPER_OUT.staff, whatToDo: ERRORS.PRINTER_PAPER_OUT.whatToDo }

describe('advice for staff', () => {
  it('has text and advice in every language for every row of the error table, and for no other', () => {
    const wanted = Object.keys(ERRORS).flatMap((code) => [`${code}.text`, `${code}.whatToDo`])
    expect(Object.keys(de).toSorted()).toEqual(wanted.toSorted())
    for (const [key, text] of Object.entries(de)) expect(text.length, key).toBeGreaterThan(3)
  })

  it('names the same settings, files and programs', () => {
    const names = (text: string) => [...text.matchAll(/`[^`]+`/g)].map(([name]) => name).toSorted()
    for (const [code, { staff, whatToDo }] of Object.entries(ERRORS)) {
      const german = adviceIn('de', code, { text: '', whatToDo: '' })
      expect(names(german.text + german.whatToDo), code).toEqual(names(staff + whatToDo))
    }
  })

  it('is said in the language that is asked for', () => {
    expect(adviceIn('de', 'PRINTER_PAPER_OUT', told)).toEqual({
      text: 'Der Bondrucker hat kein Papier.',
      whatToDo: 'Legen Sie eine neue Rolle ein.',
      language: 'de',
    })
    expect(adviceIn('en', 'PRINTER_PAPER_OUT', told)).toEqual({ ...told, language: 'en' })
  })

  it('of a row that is newer than the page is said as it was told', () => {
    const newer = { text: 'Something new.', whatToDo: null }
    expect(adviceIn('de', 'NOT_YET_KNOWN', newer)).toEqual({
      text: 'Something new.',
      whatToDo: '',
      language: 'en',
    })
    expect(adviceIn('de', null, newer).language).toBe('en')
  })
})
