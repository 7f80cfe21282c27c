/**
 * ISO 28560-2, the data model of library tags with object identifiers (used in the United States by NISO RP-6, and in
 * China, Australia and elsewhere). Values are text; the binary ones are named below.
 */
import { compact, expand } from './compaction.ts'
import { aligned, type DataSet, decodeDataSets, encodeDataSet } from './data-sets.ts'
import { decodeIsil, encodeIsil } from './isil.ts'
import { OBJECT, OBJECT_NAMES, type ObjectName } from './objects.ts'
import { padSet } from './set-information.ts'

/** Data format 6 (library), access method 0 (no directory): the tag's DSFID. */
export const DSFID = 0x06

/**
 * `setInformation`: four digits, parts and part ('1203': part 3 of 12). `usage`: two hex digits, the first of which is
 * the type of usage of ISO 28560-3. `owner`, `illBorrower`: an ISIL, with its hyphens.
 */
export type Elements = Readonly<Partial<Record<Exclude<ObjectName, 'contentParameter'>, string>>>

const SCHEME_OF_APPLICATION = 0
const OWNERS: readonly number[] = [OBJECT.owner, OBJECT.illBorrower]
/** Other models' bytes can be read as a row of data sets too, but not as an identifier of sane length. */
const PRIMARY_ID = /^[\u0020-\u007e]{1,32}$/

/** Null where the memory is no row of data sets that begins with the primary item identifier. */
export function decodeElements(memory: Uint8Array): Elements | null {
  const sets = decodeDataSets(memory)
  if (sets?.[0]?.object !== OBJECT.primaryId) return null
  const elements: Partial<Record<ObjectName, string>> = {}
  for (const set of sets) {
    const name = OBJECT_NAMES.find((candidate) => OBJECT[candidate] === set.object)
    const value = textOf(set)
    if (name === undefined || name === 'contentParameter') continue
    if (name === 'primaryId' && !PRIMARY_ID.test(value ?? '')) return null
    if (value !== null) elements[name] = value
  }
  return elements
}

function textOf({ object, scheme, data }: DataSet): string | null {
  if (object === OBJECT.usage) return data.toHex()
  if (scheme !== SCHEME_OF_APPLICATION) {
    const text = expand({ scheme, bytes: data })
    return object === OBJECT.setInformation && text !== null ? padSet(text) : text
  }
  return OWNERS.includes(object) ? decodeIsil(data) : data.toHex()
}

/**
 * The tag's memory, without the terminating 00. The identifier's set is filled up to a block, so that it can be locked
 * by itself (NISO RP-6 recommends that), and so is the last. Throws RangeError for a value that no set holds.
 */
export function encodeElements(elements: Elements, blockBytes = 4): Uint8Array {
  const { primaryId, ...others } = elements
  if (primaryId === undefined || primaryId === '')
    throw new RangeError('a tag needs a primary item identifier')
  const names = OBJECT_NAMES.filter((name) => name in others)
  const objects = names.map((name) => OBJECT[name])
  const sets = [
    setOf(OBJECT.primaryId, primaryId),
    ...(objects.length === 0 ? [] : [contentParameter(objects)]),
    ...names.map((name) => setOf(OBJECT[name], elements[name as keyof Elements] ?? '')),
  ]
  let memory: readonly number[] = []
  sets.forEach((set, index) => {
    const whole = index === 0 || index === sets.length - 1
    memory = [...memory, ...encodeDataSet(whole ? aligned(set, memory.length, blockBytes) : set)]
  })
  return Uint8Array.from(memory)
}

function setOf(object: number, value: string): DataSet {
  if (object === OBJECT.usage) {
    if (!/^[0-9a-f]{2}$/i.test(value)) throw new RangeError('usage takes two hex digits')
    return { object, scheme: SCHEME_OF_APPLICATION, data: Uint8Array.fromHex(value), fill: null }
  }
  const isil = OWNERS.includes(object) ? encodeIsil(value) : null
  const { scheme, bytes } = isil === null ? compact(value) : { scheme: SCHEME_OF_APPLICATION, bytes: isil }
  return { object, scheme, data: bytes, fill: null }
}

/** Elements that a tag's content parameter promises and that are not there, or the other way round; 0 where it has none. */
export function contentMismatches(memory: Uint8Array): number {
  const sets = decodeDataSets(memory) ?? []
  const promise = sets.find(({ object }) => object === OBJECT.contentParameter)
  if (promise === undefined) return 0
  const there = new Set(sets.map(({ object }) => object).filter((object) => object >= FIRST_PROMISED))
  let wrong = [...there].filter((object) => !promises(promise.data, object)).length
  for (let object = FIRST_PROMISED; object < FIRST_PROMISED + promise.data.length * 8; object++) {
    if (promises(promise.data, object) && !there.has(object)) wrong++
  }
  return wrong
}

/** The content parameter tells of the elements behind it. */
const FIRST_PROMISED = OBJECT.owner

function promises(data: Uint8Array, object: number): boolean {
  const bit = object - FIRST_PROMISED
  return (((data[bit >> 3] ?? 0) << (bit & 7)) & 0x80) !== 0
}

/** Which elements follow: one bit each, from object 3 on, the most significant first. */
function contentParameter(objects: readonly number[]): DataSet {
  const first = FIRST_PROMISED
  const data = new Uint8Array(Math.ceil((Math.max(...objects) - first + 1) / 8))
  for (const object of objects) {
    const bit = object - first
    data[bit >> 3] = (data[bit >> 3] ?? 0) | (0x80 >> (bit & 7))
  }
  return { object: OBJECT.contentParameter, scheme: SCHEME_OF_APPLICATION, data, fill: null }
}
