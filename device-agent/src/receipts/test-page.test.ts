import { expect, it } from 'vitest'
import { wordsOf } from '../contract/paper.ts'
import { PrintHead } from '../devices/printer/esc-pos/print-head.ts'
import { testPageBytes } from './test-page.ts'

it('the test page names the kiosk, has the letters of its languages, and a line as wide as the paper', () => {
  const bytes = testPageBytes({
    library: 'Lindenhof',
    kiosk: 'Hall',
    languages: ['en', 'de'],
    at: new Date(2026, 10, 24, 14, 5),
    paper: { model: 'epson-tm-t88vi', columns: 42 },
  })
  const lines = new PrintHead().push(bytes).flatMap((event) => (event.kind === 'line' ? [event.line] : []))
  const words = wordsOf(lines).map((line) => line.trim())
  expect(words.slice(0, 3)).toEqual(['Lindenhof', 'Hall', 'Nov 24, 2026, 2:05 PM'])
  expect(words).toContain('Test page')
  expect(words.join(' ')).toContain('Zwölf Boxkämpfer')
  expect(words.join(' ')).toContain('€')
  expect(words).toContain('123456789012345678901234567890123456789012')
  expect(words.every((line) => line.length <= 42)).toBe(true)
})
