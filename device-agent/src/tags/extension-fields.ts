/**
 * What the extension blocks 1 to 5 of ISO 28560-3 hold, in both directions: text fields separated by NUL, trailing empty
 * ones cut off; one field of block 1 and one of block 2 are a byte (field order as in the Danish data model, DS/INF 163,
 * and in GallusMax/libdanrfid).
 */
import { decodeExtensions, type Extension, encodeExtension } from './extension-blocks.ts'
import { MORE_ELEMENTS, type MoreElement, type MoreElements } from './facts.ts'

interface Block {
  readonly id: number
  /** A byte before the text fields. */
  readonly lead?: MoreElement
  readonly texts: readonly MoreElement[]
  /** A byte behind them. */
  readonly tail?: MoreElement
}

const BLOCKS: readonly Block[] = [
  { id: 1, lead: 'otherMediaFormat', texts: ['alternativeId', 'alternativeOwner'] },
  {
    id: 2,
    texts: ['supplier', 'localProductId', 'orderNumber', 'invoiceNumber', 'gs1ProductId'],
    tail: 'supplyChainStage',
  },
  { id: 3, texts: ['shelfLocation', 'marcMediaFormat', 'onixMediaFormat', 'subsidiary'] },
  { id: 4, texts: ['title'] },
  { id: 5, texts: ['illBorrower', 'illTransaction', 'illAlternativeBorrower'] },
]
const NUL = 0

/** The elements of the sound blocks in `memory`, which begins behind the basic block; other blocks are not looked into. */
export function decodeExtensionFields(memory: Uint8Array): MoreElements {
  const found: Partial<Record<MoreElement, string>> = {}
  for (const extension of decodeExtensions(memory)) {
    const block = BLOCKS.find(({ id }) => id === extension.id)
    if (block !== undefined) readBlock(block, extension.data, found)
  }
  return found
}

function readBlock(block: Block, data: Uint8Array, into: Partial<Record<MoreElement, string>>): void {
  let rest = data
  if (block.lead !== undefined) {
    if ((rest[0] ?? 0) !== 0) into[block.lead] = String(rest[0])
    rest = rest.subarray(1)
  }
  for (const name of block.texts) {
    const end = rest.indexOf(NUL)
    const text = new TextDecoder().decode(end < 0 ? rest : rest.subarray(0, end))
    if (text !== '') into[name] = text
    if (end < 0) return
    rest = rest.subarray(end + 1)
  }
  if (block.tail !== undefined && rest[0] !== undefined) into[block.tail] = String(rest[0])
}

/** The blocks that hold these elements. Throws RangeError for a value that no block holds. */
export function encodeExtensionFields(more: MoreElements): Uint8Array {
  const blocks = BLOCKS.map((block) => dataOf(block, more)).filter((extension) => extension !== null)
  return Uint8Array.from(blocks.flatMap((extension) => [...encodeExtension(extension)]))
}

/** Elements that this model has a place for; the others are local to ISO 28560-2. */
export const EXTENSION_ELEMENTS: readonly MoreElement[] = MORE_ELEMENTS.filter((name) =>
  BLOCKS.some(({ lead, texts, tail }) => lead === name || tail === name || texts.includes(name)),
)

function dataOf({ id, lead, texts, tail }: Block, more: MoreElements): Extension | null {
  const tailByte = tail === undefined ? null : byteOf(more[tail])
  const fields = texts.map((name) => more[name] ?? '')
  if (fields.some((text) => text.includes('\0'))) throw new RangeError('a text holds a NUL')
  const last = fields.findLastIndex((text) => text !== '')
  const text = new TextEncoder().encode(
    tailByte === null ? fields.slice(0, last + 1).join('\0') : `${fields.join('\0')}\0`,
  )
  const leadByte = lead === undefined ? null : byteOf(more[lead])
  if (text.length === 0 && leadByte === null) return null
  return {
    id,
    data: Uint8Array.of(
      ...(lead === undefined ? [] : [leadByte ?? 0]),
      ...text,
      ...(tailByte === null ? [] : [tailByte]),
    ),
  }
}

function byteOf(value: string | undefined): number | null {
  if (value === undefined) return null
  const byte = /^\d{1,3}$/.test(value) ? Number(value) : Number.NaN
  if (!(byte <= 255)) throw new RangeError('a byte takes 0 to 255')
  return byte
}
