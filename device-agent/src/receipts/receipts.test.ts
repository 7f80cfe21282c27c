import { describe, expect, it } from 'vitest'
import { wordsOf } from '../contract/paper.ts'
import { PrintHead } from '../devices/printer/esc-pos/print-head.ts'
import type { ReceiptData } from '../flows/session/receipt-data.ts'
import { BUILT_IN } from './built-in.ts'
import { printable, receiptBytes } from './esc-pos-bytes.ts'
import { receiptHtml } from './html.ts'
import { receiptPng } from './png.ts'
import { renderReceipt, wrap } from './render.ts'
import { parseTemplate } from './template.ts'

const DATA: ReceiptData = {
  language: 'en',
  visit: 'borrow',
  items: [
    {
      title: 'Die Verwandlung & <b>Käfer</b>',
      itemId: '31173000001018',
      due: '2026-12-15T23:59:00',
      provisional: false,
      again: false,
    },
    {
      title: 'Преступление и наказание',
      itemId: '31173000001026',
      due: 'next week',
      provisional: false,
      again: false,
    },
    { title: '源氏物語', itemId: '31173000001034', due: null, provisional: false, again: false },
  ],
  printLines: ['Open on Sunday'],
}
const OPTIONS = { library: 'Lindenhof', kiosk: 'Hall', at: new Date(2026, 10, 24, 14, 5), columns: 42 }
const lines = (template: string, data = DATA) => {
  const result = parseTemplate(template, data.visit)
  if (!result.ok) throw new Error(result.reason)
  return renderReceipt(result.template, data, OPTIONS)
}
const printed = (bytes: Uint8Array) => {
  const paper = new PrintHead().push(bytes).flatMap((event) => (event.kind === 'line' ? [event.line] : []))
  return wordsOf(paper).map((line) => line.trim())
}

describe('a template', () => {
  it.each(
    (['borrow', 'return'] as const).flatMap((visit) =>
      Object.keys(BUILT_IN[visit]).map((language) => [visit, language] as const),
    ),
  )('built in for %s in %s has no mistake', (visit, language) => {
    expect(parseTemplate(BUILT_IN[visit][language] ?? '', visit).ok).toBe(true)
  })
  it.each([
    ['fine\n@loud hello', 2, 'there is no @loud'],
    ['{titel}', 1, 'there is no {titel} here'],
    ['{title}', 1, 'there is no {title} here'],
    ['@items\n{title}', 2, '@items without @end'],
    ['@end', 1, '@end without @items'],
    ['@items\n@items', 2, '@items inside @items'],
  ])('%j is refused at line %i: %s', (text, line, reason) => {
    expect(parseTemplate(text, 'borrow')).toMatchObject({
      ok: false,
      line,
      reason: expect.stringContaining(reason),
    })
  })
  it('repeats its items and leaves the patron out', () => {
    const text = lines(BUILT_IN.borrow.en ?? '').map((line) => line.text)
    expect(text).toContain('Die Verwandlung & <b>Käfer</b>')
    expect(text).toContain('Due Tue, December 15, 2026')
    expect(text).toContain('Due next week')
    expect(text).toContain('Items: 3')
    expect(text).toContain('Open on Sunday')
  })
  it('of returns says how each came back, and marks what the library system does not know yet', () => {
    const back = (itemId: string, change: Partial<ReceiptData['items'][number]>) => ({
      title: null,
      itemId,
      due: null,
      provisional: false,
      again: false,
      ...change,
    })
    const items = [
      back('31173000001018', { title: 'Emma' }),
      back('31173000001026', { again: true }),
      back('31173000001034', { provisional: true }),
    ]
    const text = lines(BUILT_IN.return.en ?? '', { ...DATA, visit: 'return', items, printLines: [] }).map(
      (line) => line.text,
    )
    expect(text).toEqual(
      expect.arrayContaining(['You have returned', 'Emma', 'Returned', 'Was already returned', 'Returned *']),
    )
    expect(text.join(' ')).toContain('It is told later')
  })
  it('of returns knows no due date, and one of loans no outcome', () => {
    expect(parseTemplate('@items\n{due}\n@end', 'return')).toMatchObject({ ok: false, line: 2 })
    expect(parseTemplate('@items\n{outcome}\n@end', 'borrow')).toMatchObject({ ok: false, line: 2 })
  })
  it('shortens a very long title to two lines', () => {
    const items = [
      { title: 'word '.repeat(60).trim(), itemId: '1', due: null, provisional: false, again: false },
    ]
    const text = lines('@items\n{title}\n@end', { ...DATA, items }).map((line) => line.text)
    expect(text).toHaveLength(2)
    expect(text[1]?.endsWith('…')).toBe(true)
  })
})

describe('wrapping', () => {
  it('breaks at words, and inside a word only where it must', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three'])
    expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
    expect(wrap('', 8)).toEqual([''])
  })
})

describe('on the printer', () => {
  it.each(['epson-tm-t88vi', 'generic'])(
    '%s, letters come out right or readable, never as question marks',
    (model) => {
      const paper = printed(receiptBytes(lines(BUILT_IN.borrow.en ?? ''), { model, columns: 42 }))
      expect(paper).toContain('Die Verwandlung & <b>Käfer</b>')
      expect(paper.join('\n')).toContain('Преступление и наказание')
      expect(paper.join('\n')).toContain('YuanShi')
      expect(paper.join('\n')).not.toContain('?\n')
    },
  )
  it('letters of no code page are written in Latin ones', () => {
    expect(printable('Ω é 日本')).not.toContain('?')
  })
})

describe('as a preview', () => {
  it('in HTML nothing in a title becomes markup', () => {
    const html = receiptHtml(lines(BUILT_IN.borrow.en ?? ''))
    expect(html).toContain('&lt;b&gt;Käfer&lt;/b&gt;')
    expect(html).not.toContain('<script')
  })
  it('is a PNG as wide as the paper', async () => {
    const png = Buffer.from(await receiptPng(lines(BUILT_IN.borrow.en ?? ''), 42))
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    expect(png.readUInt32BE(16)).toBe(42 * 12 + 48)
  })
})
