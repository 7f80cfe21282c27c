import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasEas, makerOf, usableBytes } from './chip.ts'
import { decodeTag } from './decode-tag.ts'
import { type Chip, encodeTag, type WritableModel } from './encode-tag.ts'
import { decodeExtensionFields, EXTENSION_ELEMENTS, encodeExtensionFields } from './extension-fields.ts'
import { MORE_ELEMENTS, type MoreElement, type TagFacts, withHyphen, withoutHyphen } from './facts.ts'
import { readSet, writeSet } from './iso28560-2/set-information.ts'
import { encodeBlock, reversePerBlock } from './iso28560-3.ts'
import { readTag } from './read-tag.ts'
import { tagUid } from './tag.ts'

const bytes = (hex: string) => Uint8Array.fromHex(hex.replaceAll(' ', ''))
const ascii = (text: string, length = 112) => {
  const memory = new Uint8Array(length)
  memory.set(new TextEncoder().encode(text))
  return memory
}
const chip = (size = 112, change: Partial<Chip> = {}): Chip => ({
  memory: new Uint8Array(size),
  blockSize: 4,
  usable: size,
  reversed: false,
  ...change,
})
const BOOK: TagFacts = { id: '31173000001018', parts: 1, part: 1, usage: 1, owner: 'DE-526', more: {} }

describe('a Bibliotheca tag of model DM11', () => {
  // Tags and their barcodes: GallusMax/libdanrfid, DM11DataTest.java.
  it.each([
    ['0B41244D54655D18000000000000BB4CA484FF4F42504401500400000000F555', '12345678'],
    ['0B410441100441100000000000000ACDA484FF4F42504401500400000000F555', '10000000'],
    ['0B41244D54655D10000000000000E148A484FF4F42504401500400000000F555', '12345670'],
    ['0B41244D54054111000000000000DAE9A484FF4F42504401500400000000F555', '12345001'],
    ['0B41144551144511000000000000EFD6A484FF4F42504401500400000000F555', '11111111'],
    ['0B812449922449120000000000001230A484FF4F42504401500400000000F555', '22222222'],
    ['0BC1344DD3344D13000000000000448BA484FF4F42504401500400000000F555', '33333333'],
    ['0B014551144551140000000000007CCBA484FF4F42504401500400000000F555', '44444444'],
    // That source shows the first eight digits of these two.
    ['0B41155DD9945113944100000000FD32A484FF4F42504401500400000000F555', '51793943090'],
    ['0B41054D107655189441000000004B9FA484FF4F42504401500400000000F555', '50308758090'],
  ])('%s says %s, and its checksum proves it', (hex, id) => {
    expect(readTag(bytes(hex))).toMatchObject({ model: 'dm11', confidence: 'proven', facts: { id } })
    expect(decodeTag(bytes(hex))).toEqual({ kind: 'item', itemId: id, part: 1, parts: 1, owner: '' })
  })

  it('with one wrong bit is not believed', () => {
    const good = bytes('0B41155DD9945113944100000000FD32A484FF4F42504401500400000000F555')
    for (let bit = 0; bit < 12 * 8; bit++) {
      const torn = good.slice()
      torn[bit >> 3] = (torn[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(readTag(torn).model, `bit ${bit}`).not.toBe('dm11')
    }
  })
})

describe('a bare barcode', () => {
  const plainItem = /^3\d{13}$/
  it('is an item where the library’s pattern knows it, in either byte order', () => {
    const memory = ascii('31173000001018')
    expect(readTag(memory, { plainItem })).toMatchObject({
      model: 'plain',
      confidence: 'guess',
      reversed: false,
    })
    expect(readTag(reversePerBlock(memory), { plainItem })).toMatchObject({
      facts: { id: '31173000001018' },
      reversed: true,
    })
  })
  it('is nothing without the pattern, or against it', () => {
    expect(decodeTag(ascii('31173000001018'))).toEqual({ kind: 'unreadable' })
    expect(readTag(ascii('21173000001018'), { plainItem }).model).toBe('unknown')
    expect(readTag(ascii('31173000001018\u0001'), { plainItem }).model).toBe('unknown')
  })
})

describe('a tag that says nothing', () => {
  it.each([0x00, 0xff, 0x55])('filled with %i is blank', (byte) => {
    expect(readTag(new Uint8Array(112).fill(byte)).model).toBe('blank')
  })
  it('is told as torn where all but its checksum fits', () => {
    const torn = ascii('')
    torn.set(encodeBlock({ usage: 1, parts: 1, part: 1, primaryId: '31173000001018', owner: 'XXLIB' }))
    torn[10] = 0x39
    expect(readTag(torn)).toMatchObject({ model: 'unknown', warnings: ['wrongChecksum'] })
    expect(readTag(reversePerBlock(torn)).warnings).toEqual(['wrongChecksum'])
    torn.set([0x11, 3, 2])
    expect(decodeTag(torn)).toEqual({ kind: 'unreadable' })
  })
  it('is told as inconsistent where its content parameter promises what is not there', () => {
    const { memory } = encodeTag('iso28560-2', { ...BOOK, more: { shelfLocation: 'F' } }, chip())
    expect(readTag(memory).warnings).toEqual([])
    // The identifier's set takes 12 bytes; then 02, length 01, bits.
    expect(memory.slice(12, 15).toHex()).toBe('0201b0')
    memory[14] = 0xf0
    expect(readTag(memory).warnings).toEqual(['contentParameter'])
  })
})

describe('extension blocks', () => {
  it('hold the published fields', () => {
    const acquisition = bytes(
      '22 02 00 71 42 6F 67 76 6F 67 6E 65 6E 00 31 32 33 34 35 36 37 38 39 30 00 00 61 37 38 39 36 35 36 63',
    )
    const fields = { supplier: 'Bogvognen', localProductId: '1234567890', invoiceNumber: 'a789656c' }
    expect(decodeExtensionFields(acquisition)).toEqual(fields)
    expect(encodeExtensionFields(fields)).toEqual(acquisition)
    expect(decodeExtensionFields(bytes('05 01 00 05 01'))).toEqual({ otherMediaFormat: '1' })
    expect(encodeExtensionFields({ otherMediaFormat: '1' })).toEqual(bytes('05 01 00 05 01'))
    expect(encodeExtensionFields({ title: 'Test' })).toEqual(bytes('08 04 00 3A 54 65 73 74'))
  })
  it('refuse what they cannot hold', () => {
    expect(() => encodeExtensionFields({ otherMediaFormat: '256' })).toThrow(RangeError)
    expect(() => encodeExtensionFields({ supplyChainStage: 'x' })).toThrow(RangeError)
    expect(() => encodeExtensionFields({ title: 'a\0b' })).toThrow(RangeError)
  })
})

describe('set information', () => {
  it.each([
    [12, 3, '1203'],
    [3, 2, '0302'],
    [120, 5, '120005'],
  ])('of %i parts, part %i, is %s, also where a number lost its noughts', (parts, part, digits) => {
    expect(writeSet(parts, part)).toBe(digits)
    expect(readSet(digits)).toEqual({ parts, part })
    expect(readSet(String(Number(digits)))).toEqual({ parts, part })
  })
  it('that makes no sense is one part of one', () => {
    for (const text of [undefined, '', '0000', '0203x', '0204', '9'])
      expect(readSet(text)).toEqual({ parts: 1, part: 1 })
    expect(() => writeSet(256, 1)).toThrow(RangeError)
  })
})

describe('a whole tag', () => {
  const word = fc.stringMatching(/^[!-~äöüß€ ]{0,8}[!-~äöüß€]$/)
  const numbers: readonly MoreElement[] = ['otherMediaFormat', 'supplyChainStage']
  const more = fc
    .record(
      Object.fromEntries(
        MORE_ELEMENTS.map((name) => [
          name,
          numbers.includes(name) ? fc.integer({ min: 1, max: 255 }).map(String) : word,
        ]),
      ),
      { requiredKeys: [] },
    )
    // An ISIL in an element of its own.
    .map(({ illBorrower, ...others }) =>
      illBorrower === undefined ? others : { ...others, illBorrower: 'DE-1a' },
    )
  const facts = fc.record({
    id: fc.stringMatching(/^[0-9A-Z]{1,16}$/),
    usage: fc.integer({ min: 0, max: 15 }),
    set: fc
      .integer({ min: 1, max: 255 })
      .chain((parts) => fc.record({ parts: fc.constant(parts), part: fc.integer({ min: 1, max: parts }) })),
    owner: fc.constantFrom('', 'DE-526', 'DK-718500', 'XX-LINDENHOF', 'US-InU-Mu'),
    more,
  })

  it.each<[WritableModel]>([['iso28560-3'], ['iso28560-2']])(
    'of %s reads back as it was written, whatever the chip',
    (model) => {
      fc.assert(
        fc.property(facts, fc.constantFrom(4, 8), ({ set, ...rest }, blockSize) => {
          const wanted = { ...rest, ...set }
          const { memory, left } = encodeTag(model, wanted, chip(2000, { blockSize }))
          const kept = Object.entries(wanted.more).filter(([name]) => !left.some((none) => none === name))
          const local = MORE_ELEMENTS.filter((name) => !EXTENSION_ELEMENTS.includes(name))
          expect(left.every((name) => model === 'iso28560-3' && local.includes(name))).toBe(true)
          expect(readTag(memory)).toMatchObject({
            model,
            facts: { ...wanted, more: Object.fromEntries(kept) },
            warnings: [],
          })
        }),
        { numRuns: 400 },
      )
    },
  )

  it('keeps the byte order of its own', () => {
    const wanted = { ...BOOK, more: { title: 'Emma' } }
    const { memory } = encodeTag('iso28560-3', wanted, chip(112, { reversed: true }))
    expect(readTag(memory)).toMatchObject({ facts: wanted, reversed: true })
    expect(memory.slice(0, 4).toHex()).toBe('33010111')
  })

  it('leaves out what a small chip has no room for, the least worth first, and says so', () => {
    const wanted = { ...BOOK, more: { title: 'A long title that needs room', shelfLocation: 'F AUS' } }
    const { memory, left } = encodeTag('iso28560-3', wanted, chip(64))
    expect(left).toEqual(['title'])
    expect(readTag(memory).facts?.more).toEqual({ shelfLocation: 'F AUS' })
  })

  it('is cut to 32 bytes on the smallest chips; an owner that does not fit there is refused', () => {
    const { memory } = encodeTag('iso28560-3', BOOK, chip(32))
    expect(readTag(memory).facts).toEqual(BOOK)
    expect(() => encodeTag('iso28560-3', { ...BOOK, owner: 'XX-LINDENHOFER' }, chip(32))).toThrow(RangeError)
    expect(() => encodeTag('iso28560-2', { ...BOOK, owner: 'XX-LINDENHOF' }, chip(16))).toThrow(RangeError)
  })

  it('wipes what was there before, and leaves a counter behind the usable part alone', () => {
    const before = new Uint8Array(320).fill(0xaa)
    const { memory } = encodeTag('iso28560-3', BOOK, chip(320, { memory: before, usable: 316 }))
    expect(memory.subarray(34, 316).every((byte) => byte === 0)).toBe(true)
    expect(memory.subarray(316)).toEqual(before.subarray(316))
  })
})

describe('an owner', () => {
  it.each([
    ['DE-526', 'DE526'],
    ['XX-LINDENHOF', 'XXLINDENHOF'],
    ['', ''],
  ])('%s loses its hyphen and gets it back', (isil, packed) => {
    expect(withoutHyphen(isil)).toBe(packed)
    expect(withHyphen(packed)).toBe(isil)
  })
})

describe('a chip', () => {
  const uid = (text: string) => tagUid(text.padEnd(16, '0'))
  it('is known by its UID as far as it must be', () => {
    expect(makerOf(uid('E008'))).toBe('Fujitsu')
    expect(makerOf(uid('E0FF'))).toBe('unknown maker')
    expect(hasEas(uid('E00401'))).toBe(true)
    expect(hasEas(uid('E002'))).toBe(false)
    expect(usableBytes(uid('E00401'), 4, 320)).toBe(316)
    expect(usableBytes(uid('E00401'), 4, 112)).toBe(112)
    expect(usableBytes(uid('E002'), 4, 320)).toBe(320)
  })
})
