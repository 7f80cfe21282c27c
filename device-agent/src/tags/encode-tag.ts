/** A whole tag in either ISO model, ready to be written. */
import { EXTENSION_ELEMENTS, encodeExtensionFields } from './extension-fields.ts'
import { MORE_ELEMENTS, type MoreElement, type MoreElements, type TagFacts, withoutHyphen } from './facts.ts'
import * as objects from './iso28560-2/iso28560-2.ts'
import { writeSet } from './iso28560-2/set-information.ts'
import * as fixed from './iso28560-3.ts'

export type WritableModel = 'iso28560-3' | 'iso28560-2'

/** The chip, and what it holds now. */
export interface Chip {
  /** All user memory. */
  readonly memory: Uint8Array
  /** Bytes. */
  readonly blockSize: number
  /** Bytes from the start that may be written; the last block of some chips is a counter. */
  readonly usable: number
  /** Its byte order, where it is one of ISO 28560-3 that is back to front. */
  readonly reversed: boolean
}

export interface EncodedTag {
  /** As long as the chip's memory; what lies behind the usable part is as it was. */
  readonly memory: Uint8Array
  readonly dsfid: number
  /** Elements that the chip or the model has no room for. */
  readonly left: readonly MoreElement[]
}

/** Throws RangeError where identifier, set and owner do not fit. */
export function encodeTag(model: WritableModel, facts: TagFacts, chip: Chip): EncodedTag {
  const write = model === 'iso28560-3' ? fixedForm : objectForm
  const wanted = MORE_ELEMENTS.filter((name) => facts.more[name] !== undefined)
  const possible =
    model === 'iso28560-3' ? wanted.filter((name) => EXTENSION_ELEMENTS.includes(name)) : wanted
  for (let kept = possible.length; kept >= 0; kept--) {
    const names = possible.slice(0, kept)
    const data = write({ ...facts, more: only(facts.more, names) }, chip)
    if (data.length > chip.usable) continue
    const memory = chip.memory.slice()
    memory.fill(0, 0, chip.usable)
    memory.set(data)
    return {
      memory: model === 'iso28560-3' && chip.reversed ? reversedUpTo(memory, chip.usable) : memory,
      dsfid: model === 'iso28560-3' ? fixed.DSFID : objects.DSFID,
      left: wanted.filter((name) => !names.includes(name)),
    }
  }
  throw new RangeError(`the chip has ${chip.usable} bytes, too few for this item`)
}

function only(more: MoreElements, names: readonly MoreElement[]): MoreElements {
  return Object.fromEntries(Object.entries(more).filter(([name]) => names.some((kept) => kept === name)))
}

function reversedUpTo(memory: Uint8Array, usable: number): Uint8Array {
  const whole = memory.slice()
  whole.set(fixed.reversePerBlock(memory.subarray(0, usable)))
  return whole
}

function fixedForm({ id, usage, parts, part, owner, more }: TagFacts, chip: Chip): Uint8Array {
  const block = fixed.encodeBlock({ usage, parts, part, primaryId: id, owner: withoutHyphen(owner) })
  const extensions = encodeExtensionFields(more)
  if (chip.usable >= fixed.BLOCK_BYTES) return Uint8Array.of(...block, ...extensions)
  // The short form: the last two bytes of the owner are not there, and count as 00 in the CRC.
  if (block.subarray(fixed.SHORT_BLOCK_BYTES).some((byte) => byte !== 0)) {
    throw new RangeError('the owner takes 11 bytes on a chip this small')
  }
  return Uint8Array.of(...block.subarray(0, fixed.SHORT_BLOCK_BYTES), ...extensions)
}

function objectForm({ id, usage, parts, part, owner, more }: TagFacts, { blockSize }: Chip): Uint8Array {
  return objects.encodeElements(
    {
      primaryId: id,
      ...(owner === '' ? {} : { owner }),
      ...(parts > 1 ? { setInformation: writeSet(parts, part) } : {}),
      usage: `${usage.toString(16)}0`,
      ...more,
    },
    blockSize,
  )
}
