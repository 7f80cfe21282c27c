/** All that a tag's memory says, in whatever model; for the staff's tag tool, and in short for everybody else (`decode-tag.ts`). */
import { decodeExtensionFields } from './extension-fields.ts'
import { MORE_ELEMENTS, type MoreElement, type TagFacts, withHyphen } from './facts.ts'
import { contentMismatches, decodeElements } from './iso28560-2/iso28560-2.ts'
import { readSet } from './iso28560-2/set-information.ts'
import { decodeBlock, looksLikeBlock, reversePerBlock, USAGE } from './iso28560-3.ts'
import { decodeLegacy3m } from './legacy-3m.ts'
import { decodeLegacyDm11 } from './legacy-dm11.ts'
import { decodePlain } from './legacy-plain.ts'

export type TagModel = 'iso28560-3' | 'iso28560-2' | '3m' | 'dm11' | 'plain' | 'blank' | 'unknown'

/**
 * - `proven`: a checksum holds
 * - `likely`: the structure holds
 * - `guess`: it only looks like it
 */
export type Confidence = 'proven' | 'likely' | 'guess' | 'none'

/**
 * - `wrongChecksum`: it looks like ISO 28560-3, and its CRC is wrong: a torn write, or a damaged tag
 * - `reversed`: every four bytes are back to front
 * - `contentParameter`: ISO 28560-2, and its list of contents does not fit its contents
 */
export type ReadingWarning = 'wrongChecksum' | 'reversed' | 'contentParameter'

export interface TagReading {
  readonly model: TagModel
  readonly confidence: Confidence
  readonly facts: TagFacts | null
  /** The tag's own byte order, to be kept when it is written anew. */
  readonly reversed: boolean
  readonly warnings: readonly ReadingWarning[]
}

export interface ReadOptions {
  /** What a bare barcode on a tag must look like; left out: such tags are not read. */
  readonly plainItem?: RegExp
}

/** The model that proves itself by a checksum is tried first, the one that proves least last. */
export function readTag(memory: Uint8Array, options: ReadOptions = {}): TagReading {
  return (
    fromBlock(memory) ??
    fromDm11(memory) ??
    fromElements(memory) ??
    from3m(memory) ??
    fromPlain(memory, options) ??
    nothing(memory)
  )
}

const sure = { reversed: false, warnings: [] } as const
const alone = { parts: 1, part: 1, usage: USAGE.circulating, owner: '', more: {} } as const

function fromBlock(memory: Uint8Array): TagReading | null {
  const block = decodeBlock(memory)
  if (block === null) return null
  const { reversed, usage, part, parts, primaryId: id, owner, length } = block
  const extensions = (reversed ? reversePerBlock(memory) : memory).subarray(length)
  return {
    model: 'iso28560-3',
    confidence: 'proven',
    facts: { id, usage, parts, part, owner: withHyphen(owner), more: decodeExtensionFields(extensions) },
    reversed,
    warnings: reversed ? ['reversed'] : [],
  }
}

function fromDm11(memory: Uint8Array): TagReading | null {
  const id = decodeLegacyDm11(memory)
  return id === null ? null : { ...sure, model: 'dm11', confidence: 'proven', facts: { ...alone, id } }
}

function fromElements(memory: Uint8Array): TagReading | null {
  const elements = looksLikeBlock(memory) ? null : decodeElements(memory)
  if (elements === null) return null
  const { primaryId: id = '', setInformation, usage, owner = '' } = elements
  const more: Partial<Record<MoreElement, string>> = {}
  for (const name of MORE_ELEMENTS) {
    const value = elements[name]
    if (value !== undefined) more[name] = value
  }
  return {
    ...sure,
    model: 'iso28560-2',
    confidence: 'likely',
    facts: {
      id,
      ...readSet(setInformation),
      // Where a tag does not say what it is for, it is on an item.
      usage: usage === undefined ? USAGE.circulating : Number.parseInt(usage, 16) >> 4,
      owner,
      more,
    },
    warnings: contentMismatches(memory) === 0 ? [] : ['contentParameter'],
  }
}

function from3m(memory: Uint8Array): TagReading | null {
  const tag = decodeLegacy3m(memory)
  if (tag === null) return null
  const { itemId: id, part, parts } = tag
  return { ...sure, model: '3m', confidence: 'likely', facts: { ...alone, id, part, parts } }
}

function fromPlain(memory: Uint8Array, { plainItem }: ReadOptions): TagReading | null {
  if (plainItem === undefined) return null
  for (const reversed of [false, true]) {
    const id = decodePlain(reversed ? reversePerBlock(memory) : memory, plainItem)
    if (id === null) continue
    const warnings = reversed ? (['reversed'] as const) : []
    return { model: 'plain', confidence: 'guess', facts: { ...alone, id }, reversed, warnings }
  }
  return null
}

/** 55 is what 3M delivers its unused tags with (dpavlin/Biblio-RFID, RFID501.pm). */
const UNUSED: readonly number[] = [0x00, 0xff, 0x55]

function nothing(memory: Uint8Array): TagReading {
  const blank = UNUSED.some((byte) => memory.subarray(0, 24).every((found) => found === byte))
  return {
    ...sure,
    model: blank ? 'blank' : 'unknown',
    confidence: 'none',
    facts: null,
    warnings: looksLikeBlock(memory) ? ['wrongChecksum'] : [],
  }
}
