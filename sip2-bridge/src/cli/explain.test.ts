import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHARSETS } from '../protocol/codec.ts'
import { MESSAGES } from '../protocol/messages.ts'
import { explain } from './explain.ts'

const explained = (text: string) => explain(Buffer.from(text), { charset: 'utf8' })
const squeezed = (text: string) => explained(text).lines.map((line) => line.replaceAll(/ +/g, ' ').trim())

describe('a message explained', () => {
  it('shows each field by its number, its name, its value and what that means', () => {
    expect(squeezed('1804020120261006    120600AB312|AJEmma|CK001|AQMAIN|')).toEqual([
      '18 item information response',
      'circulation status 04 = charged',
      'security marker 02 = tattle-tape',
      'fee type code 01 = other or unknown',
      'transaction date 20261006 120600 = 2026-10-06 12:06:00 local time',
      'AB item id 312',
      'AJ title id Emma',
      'CK media type 001 = book',
      'AQ permanent location MAIN',
      'no checksum',
    ])
  })

  it('says what the flags of a patron mean', () => {
    expect(squeezed('24Y    Y        00120261006    120500AO|AA1|AE|BLY|')).toContain(
      "patron status 'Y Y ' = charge privileges denied, too many items charged",
    )
  })

  it('lists repeated fields one by one, and names those its table does not have', () => {
    const lines = squeezed('1001020120261006    120600AOA|AB1|AQ|AFone|AFtwo|ZZthree|')
    expect(lines.filter((line) => line.startsWith('AF'))).toEqual([
      'AF screen message one',
      'AF screen message two',
    ])
    expect(lines).toContain('ZZ not in this message’s table three')
  })

  it('hides passwords and PINs, also where they stand twice or hold a pipe', () => {
    for (const text of [
      '9300CNterm1|COs3cret|COs3cret|CPMAIN|',
      '2300120261006    120500AOMAIN|AA1|ACs3cret|ADs3cret|ADs3cret|',
      '2300120261006    120500AOMAIN|AA1|AC|ADx|s3cret|',
      '1720261006    120600AO|AB1|ADs3cret|',
      '9300CNterm1|COs3cret|AY0AZ0000',
    ]) {
      const { lines } = explained(text)
      expect(lines.join('\n')).toContain('(hidden)')
      expect(lines.join('\n')).not.toContain('s3cret')
    }
  })

  it('is shown although its checksum does not fit, with the one that would', () => {
    const { good, lines } = explained('9900802.00AY1AZFCA1')
    expect(good).toBe(false)
    expect(lines[0]).toBe('99  sc status')
    expect(lines.at(-1)).toContain('checksum FCA1 does not fit: these bytes give FCA0')
  })

  it('fits its checksum in its own character set only', () => {
    const bytes = Buffer.from(
      '24              00120261006    120000AOMAIN|AA1|AEREN\x90|BLY|AY6AZF170',
      'latin1',
    )
    expect(explain(bytes, { charset: 'cp850' }).lines.join()).toContain('RENÉ')
    expect(explain(bytes, { charset: 'cp850' }).good).toBe(true)
  })

  it('is not repeated where it is none', () => {
    for (const text of ['Password: s3cret', '77s3cret', '', '\r\n']) {
      const { good, lines } = explained(text)
      expect(good).toBe(false)
      expect(lines.join()).not.toContain('s3cret')
    }
  })

  it('keeps what would move a terminal’s cursor to itself', () => {
    expect(explained('1804020120261006    120600AB1|AJa\u001b[2Jb|').lines.join('\n')).not.toContain('\u001b')
  })

  it('explains every vector of the protocol’s tests', () => {
    const file = new URL('../../fixtures/vectors.txt', import.meta.url)
    const vectors = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /^\d\d/.test(line))
    expect(vectors.filter((vector) => !explained(vector).good)).toEqual([])
    expect(new Set(vectors.map((vector) => vector.slice(0, 2))).size).toBe(Object.keys(MESSAGES).length)
  })

  it('whatever arrives, never throws and always has something to say', () => {
    const noise = fc.uint8Array({ maxLength: 200 })
    const code = fc.constantFrom('', ...Object.values(MESSAGES).map((row) => row.code))
    fc.assert(
      fc.property(code, noise, fc.constantFrom(...CHARSETS), (start, bytes, charset) => {
        const { lines } = explain(Buffer.concat([Buffer.from(start), bytes]), { charset })
        expect(lines.length).toBeGreaterThan(0)
      }),
    )
  })
})
