import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeTag } from '../decode-tag.ts'
import { compact, expand } from './compaction.ts'
import { decodeDataSets } from './data-sets.ts'
import { decodeIsil, encodeIsil } from './isil.ts'
import { decodeElements, encodeElements } from './iso28560-2.ts'

const bytes = (hex: string) => Uint8Array.fromHex(hex.replaceAll(' ', ''))

/** The worked example of ISO 28560-2's annex. */
const ANNEX = bytes(
  '91 00 05 1C BE 99 1A 14 02 01 D0 14 02 04 B3 46 07 44 1C B6 E2 E3 35 D6 83 02 07 AC C0 9E BA A0 6F 6B 00 00',
)

describe('the annex’s tag', () => {
  it('is read element by element', () => {
    expect(decodeElements(ANNEX)).toEqual({
      primaryId: '123456789012',
      owner: 'US-InU-Mu',
      setInformation: '1203',
      shelfLocation: 'QA268.L55',
    })
  })

  it('is an item: part 3 of 12', () => {
    expect(decodeTag(ANNEX)).toEqual({
      kind: 'item',
      itemId: '123456789012',
      part: 3,
      parts: 12,
      owner: 'USInU-Mu',
    })
  })

  it('is an item also where only its first blocks were read', () => {
    expect(decodeTag(ANNEX.subarray(0, 28))).toMatchObject({
      itemId: '123456789012',
      part: 3,
      parts: 12,
      owner: '',
    })
  })

  it('is an item also with more memory behind its end', () => {
    expect(decodeTag(Uint8Array.of(...ANNEX, 0, 0, 0, 0, 0x5a))).toMatchObject({ itemId: '123456789012' })
  })

  it('is read in the order of its own, with the shelf before the owner', () => {
    expect(decodeDataSets(ANNEX)?.map(({ object }) => object)).toEqual([1, 2, 4, 6, 3])
  })
})

describe('owner codes', () => {
  it.each([
    ['US-InU-Mu', 'ACC09EBAA06F6B'],
    ['CN-110108-1-NLC', '1B81E110108A1AC7307F'],
    ['CN-120104-C-YBL', '1B81E120104AD1D6644C'],
  ])('%s is packed and read to the byte', (isil, hex) => {
    expect(encodeIsil(isil)?.toHex().toUpperCase()).toBe(hex)
    expect(decodeIsil(bytes(hex))).toBe(isil)
  })

  it('come back whatever they are made of', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{1,4}-[-A-Za-z0-9:/]{1,11}$/), (isil) => {
        const packed = encodeIsil(isil)
        expect(packed).not.toBeNull()
        expect(decodeIsil(packed ?? new Uint8Array())).toBe(isil)
      }),
    )
  })

  it('with a letter that the sets lack are not packed so', () => {
    expect(encodeIsil('DE-Ä')).toBeNull()
  })
})

describe('compaction', () => {
  it.each([
    ['123456789012', 1, '1CBE991A14'],
    ['1203', 1, '04B3'],
    ['9999999999999999999', 1, '8AC7230489E7FFFF'],
    ['091', 2, '091F'],
    ['AHQZ', 3, '0A23A0'],
    ['TP393/H637', 4, '510CF9CEF236CF78'],
    ['ABC12345', 4, '0420F1CB3D35'],
    ['QA268.L55', 4, '441CB6E2E335D6'],
    ['abcdefgh', 5, 'C38B1E4CB9B3E8'],
    ['abcdefgh123', 5, 'C38B1E4CB9B3E862C99F'],
  ])('%s is packed and read to the published byte', (text, scheme, hex) => {
    expect(compact(text)).toEqual({ scheme, bytes: bytes(hex) })
    expect(expand({ scheme, bytes: bytes(hex) })).toBe(text)
  })

  it('gives back every text', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }), (text) => {
        expect(expand(compact(text))).toBe(text)
      }),
    )
    fc.assert(
      fc.property(fc.stringMatching(/^[ A-Z0-9._]{1,24}$/), (text) => {
        expect(expand(compact(text))).toBe(text)
      }),
    )
  })

  it('takes bytes that are no UTF-8 for no text', () => {
    expect(expand({ scheme: 7, bytes: bytes('C3') })).toBeNull()
  })
})

describe('a tag of object identifiers', () => {
  const ELEMENTS = {
    primaryId: '31173000001012',
    owner: 'XX-LINDENHOF',
    setInformation: '0302',
    usage: '10',
    shelfLocation: 'F AUS',
    title: 'Les Misérables',
    localC: 'x',
  }

  it('comes back as it was written, its identifier in blocks of its own', () => {
    const memory = encodeElements(ELEMENTS)
    expect(decodeElements(memory)).toEqual(ELEMENTS)
    expect(memory.length % 4).toBe(0)
    const [first] = decodeDataSets(memory) ?? []
    expect((3 + (first?.data.length ?? 0) + (first?.fill ?? 0)) % 4).toBe(0)
  })

  it('says in its content parameter which elements follow', () => {
    const [, content] = decodeDataSets(encodeElements(ELEMENTS)) ?? []
    // Objects 3, 4, 5, 6, then 17, then 26.
    expect(content?.data.toHex()).toBe('f00201')
  })

  it.each([
    ['80', { kind: 'patron', patronId: '31173000001012', owner: 'XXLINDENHOF' }],
    ['70', { kind: 'foreign', usage: 7 }],
    ['20', { kind: 'item', itemId: '31173000001012', part: 2, parts: 3, owner: 'XXLINDENHOF' }],
  ])('of usage %s is what it says', (usage, content) => {
    expect(decodeTag(encodeElements({ ...ELEMENTS, usage }))).toEqual(content)
  })

  it('has a title behind an identifier in two bytes', () => {
    const memory = bytes('11 01 0C 7F 02 04 74 65 73 74')
    expect(decodeElements(memory)).toEqual({ primaryId: '12', title: 'test' })
    expect(decodeDataSets(encodeElements({ primaryId: '12', title: 'test' }))?.at(-1)?.object).toBe(17)
  })

  it('is not seen in a tag that holds a bare barcode', () => {
    const memory = new Uint8Array(112)
    memory.set(new TextEncoder().encode('1173000001012'))
    expect(decodeTag(memory)).toEqual({ kind: 'unreadable' })
  })

  it('without an identifier, or with a value that no set holds, is not written', () => {
    expect(() => encodeElements({ title: 'x' })).toThrow(RangeError)
    expect(() => encodeElements({ primaryId: '12', title: 'ä'.repeat(128) })).toThrow(RangeError)
    expect(() => encodeElements({ primaryId: '12', usage: 'book' })).toThrow(RangeError)
  })

  it('that is cut, or begins with anything else, is unreadable', () => {
    expect(decodeTag(ANNEX.subarray(0, 7))).toEqual({ kind: 'unreadable' })
    expect(decodeTag(ANNEX.subarray(8))).toEqual({ kind: 'unreadable' })
  })

  it('never throws, whatever the memory holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 256 }), (memory) => {
        expect(decodeTag(memory).kind).toMatch(/^(item|patron|foreign|unreadable)$/)
      }),
    )
  })
})

describe('a tag of 3M’s own model', () => {
  const tag = (head: string, barcode: string) =>
    Uint8Array.of(...bytes(head), ...new TextEncoder().encode(barcode.padEnd(16, '\0')), 0, 0, 0, 0)

  it.each([
    ['04 11 00 00', '200901010123', 1, 1],
    ['04 11 00 01', '1302003767', 1, 1],
    ['04 23 00 06', '1302003767', 2, 3],
  ])('%s %s is an item', (head, itemId, part, parts) => {
    expect(decodeTag(tag(head, itemId))).toEqual({ kind: 'item', itemId, part, parts, owner: '' })
  })

  it('that is blank is unreadable', () => {
    expect(decodeTag(Uint8Array.of(...new Uint8Array(24).fill(0x55), 0, 0, 0, 0))).toEqual({
      kind: 'unreadable',
    })
  })
})
