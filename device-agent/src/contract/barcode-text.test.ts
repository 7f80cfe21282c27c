import { describe, expect, it } from 'vitest'
import { cleanBarcode } from './barcode-text.ts'

describe('a barcode’s text', () => {
  it.each([
    ['31173000001018', '31173000001018', null],
    [']F031173000001018', '31173000001018', 'F'],
    [']F0A31173000001018B', '31173000001018', 'F'],
    ['A31173000001018B', '31173000001018', null],
    ['*LIB0001*', 'LIB0001', null],
    [']C0ABC-1', 'ABC-1', 'C'],
    [' 42 \r', '42', null],
  ])('%j is the number %s', (raw, code, symbology) => {
    expect(cleanBarcode(raw)).toEqual({ code, symbology })
  })
  it.each(['', '   ', ']F0', '1'.repeat(81), 'a\u0000b', 'é'])('%j is none', (raw) => {
    expect(cleanBarcode(raw)).toBeNull()
  })
})
