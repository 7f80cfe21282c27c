import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import vectors from '../../fixtures/rfid-vectors.json' with { type: 'json' }
import { crcCcittFalse, crcMcrf4xx } from './crc.ts'
import { decodeTag } from './decode-tag.ts'
import { decodeExtensions, encodeExtension, textFields } from './extension-blocks.ts'
import { BLOCK_BYTES, decodeBlock, encodeBlock, reversePerBlock } from './iso28560-3.ts'

const bytes = (hex: string) => Uint8Array.from(hex.split(' ').map((pair) => Number.parseInt(pair, 16)))

describe('the CRCs', () => {
  it('give the catalogue’s check values, and the Danish standard’s own', () => {
    const of = (text: string) => new TextEncoder().encode(text)
    expect(crcCcittFalse(of('123456789'))).toBe(0x29b1)
    expect(crcCcittFalse(of('RFID tag data model'))).toBe(0x1aee)
    expect(crcMcrf4xx(of('123456789'))).toBe(0x6f91)
  })
})

describe('ISO 28560-3', () => {
  it.each(vectors.iso28560_3)(
    'reads the published tag of $pii',
    ({ hex, pii, country, isil, usage, parts, part }) => {
      expect(decodeBlock(bytes(hex))).toEqual({
        usage,
        parts,
        part,
        primaryId: pii,
        owner: country + isil,
        reversed: false,
        length: bytes(hex).length,
      })
    },
  )

  it.each(vectors.iso28560_3)(
    'reads the tag of $pii also when it was written back to front',
    ({ reversedPer4Bytes, pii }) => {
      expect(decodeBlock(bytes(reversedPer4Bytes))).toMatchObject({ primaryId: pii, reversed: true })
    },
  )

  it.each(vectors.iso28560_3)(
    'writes the published tag of $pii to the byte',
    ({ hex, pii, country, isil, usage, parts, part }) => {
      const written = encodeBlock({ usage, parts, part, primaryId: pii, owner: country + isil })
      const published = bytes(hex)
      expect(written.subarray(0, published.length)).toEqual(published.subarray(0, BLOCK_BYTES))
    },
  )

  it('reads back what it writes, in either byte order', () => {
    const id = fc.string({ unit: fc.constantFrom(...'0123456789ABCXYZ'), minLength: 1, maxLength: 16 })
    const byte = fc.integer({ min: 1, max: 255 })
    fc.assert(
      fc.property(
        id,
        id,
        byte,
        byte,
        fc.integer({ min: 0, max: 15 }),
        fc.boolean(),
        (primaryId, text, parts, part, usage, reverse) => {
          const block = { usage, parts, part, primaryId, owner: text.slice(0, 13) }
          const memory = new Uint8Array(36)
          memory.set(encodeBlock(block))
          expect(decodeBlock(reverse ? reversePerBlock(memory) : memory)).toEqual({
            ...block,
            reversed: reverse,
            length: BLOCK_BYTES,
          })
        },
      ),
    )
  })

  it('refuses an identifier, an owner or a set that does not fit, instead of cutting it', () => {
    const block = { usage: 1, parts: 1, part: 1, primaryId: '1', owner: '' }
    expect(() => encodeBlock({ ...block, parts: 256 })).toThrow(RangeError)
    expect(() => encodeBlock({ ...block, owner: 'X'.repeat(14) })).toThrow(RangeError)
    expect(() => encodeBlock({ usage: 1, parts: 1, part: 1, primaryId: '1'.repeat(17), owner: '' })).toThrow(
      RangeError,
    )
  })

  it('does not believe a block with one wrong bit', () => {
    const memory = encodeBlock({ usage: 1, parts: 1, part: 1, primaryId: '31173000001018', owner: 'XXLIB' })
    for (let bit = 0; bit < 32 * 8; bit++) {
      const torn = memory.slice()
      torn[bit >> 3] = (torn[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(decodeBlock(torn), `bit ${bit}`).toBeNull()
    }
  })

  it('tells items, cards and other things apart', () => {
    const tag = (usage: number, parts = 1, part = 1) =>
      decodeTag(encodeBlock({ usage, parts, part, primaryId: 'A1', owner: 'XXLIB' }))
    expect(tag(1, 3, 2)).toEqual({ kind: 'item', itemId: 'A1', part: 2, parts: 3, owner: 'XXLIB' })
    expect(tag(1, 0, 0)).toMatchObject({ kind: 'item', part: 1, parts: 1 })
    expect(tag(8)).toEqual({ kind: 'patron', patronId: 'A1', owner: 'XXLIB' })
    expect(tag(9)).toEqual({ kind: 'foreign', usage: 9 })
    expect(decodeTag(new Uint8Array(36))).toEqual({ kind: 'unreadable' })
    expect(decodeTag(new Uint8Array(0))).toEqual({ kind: 'unreadable' })
  })
})

describe('extension blocks', () => {
  it.each(vectors.extensions)('reads and writes the published block $hex', ({ hex, id }) => {
    const [extension] = decodeExtensions(bytes(hex))
    expect(extension?.id).toBe(id)
    if (extension !== undefined) expect(encodeExtension(extension)).toEqual(bytes(hex))
  })
  it('separates text fields, and skips filler', () => {
    const title = encodeExtension({ id: 4, data: new TextEncoder().encode('Test') })
    const [extension] = decodeExtensions(Uint8Array.of(1, 1, ...title, 0, 9, 9))
    expect(extension && textFields(extension)).toEqual(['Test'])
  })
  it('end at the first one that is not sound', () => {
    const title = encodeExtension({ id: 4, data: Uint8Array.of(65) })
    title[3] = 0x55
    expect(decodeExtensions(title)).toEqual([])
    expect(decodeExtensions(Uint8Array.of(200, 1, 2))).toEqual([])
  })
})
