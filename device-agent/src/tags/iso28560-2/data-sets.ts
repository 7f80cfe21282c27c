/**
 * A tag's memory as a row of data sets (ISO/IEC 15962, access method "no directory"; ISO 28560-2): precursor, where its
 * first bit says so an offset byte, length, data, fill bytes. A precursor of 00 ends the row.
 */

export interface DataSet {
  /** Relative object identifier, from 1. */
  readonly object: number
  /** Number of the compaction scheme, 0 to 7. */
  readonly scheme: number
  readonly data: Uint8Array
  /** Fill bytes behind the data, so that the next set begins at a block; null where no offset byte says so. */
  readonly fill: number | null
}

const OFFSET_FLAG = 0x80
/** This identifier means: the next byte holds the identifier less 15. */
const ESCAPE = 15
const OBJECT_MAX = ESCAPE + 255
/** Longer data has a longer length field, which no library tag has room for. */
const DATA_MAX_BYTES = 127

/**
 * Null where the memory does not begin with such a row. A set that runs over the end is left out: readers hand over
 * the first blocks only.
 */
export function decodeDataSets(memory: Uint8Array): readonly DataSet[] | null {
  const sets: DataSet[] = []
  let at = 0
  while (at < memory.length && memory[at] !== 0) {
    const precursor = memory[at++] ?? 0
    const escaped = (precursor & 0x0f) === ESCAPE
    const object = escaped ? ESCAPE + (memory[at++] ?? 0) : precursor & 0x0f
    const fill = precursor & OFFSET_FLAG ? (memory[at++] ?? 0) : null
    const length = memory[at++] ?? 0
    const end = at + length
    if (object === 0 || length === 0 || length > DATA_MAX_BYTES || end > memory.length) break
    sets.push({ object, scheme: (precursor >> 4) & 7, data: memory.slice(at, end), fill })
    at = end + (fill ?? 0)
  }
  return sets.length === 0 ? null : sets
}

/** Throws RangeError for what a set cannot hold. */
export function encodeDataSet({ object, scheme, data, fill }: DataSet): Uint8Array {
  if (object < 1 || object > OBJECT_MAX) throw new RangeError(`object ${object} is none`)
  if (data.length === 0 || data.length > DATA_MAX_BYTES) {
    throw new RangeError(`a data set takes 1 to ${DATA_MAX_BYTES} bytes`)
  }
  const escaped = object >= ESCAPE
  const precursor = (fill === null ? 0 : OFFSET_FLAG) | (scheme << 4) | (escaped ? ESCAPE : object)
  return Uint8Array.of(
    precursor,
    ...(escaped ? [object - ESCAPE] : []),
    ...(fill === null ? [] : [fill]),
    data.length,
    ...data,
    ...new Uint8Array(fill ?? 0),
  )
}

/** The same set with as many fill bytes as take its end to a multiple of `blockBytes`. */
export function aligned(set: DataSet, from: number, blockBytes: number): DataSet {
  const end = from + encodeDataSet({ ...set, fill: 0 }).length
  return { ...set, fill: (blockBytes - (end % blockBytes)) % blockBytes }
}
