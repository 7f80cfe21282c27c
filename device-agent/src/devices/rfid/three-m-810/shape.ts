/** Fields of a command, each declared once for both directions. */
import { type TagUid, tagUid } from '../../../tags/tag.ts'

/** Reads from the front of what is left. */
export interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

export interface Shape<Value> {
  write(value: Value): readonly number[]
  /** Throws RangeError where the bytes do not hold it. */
  read(from: Cursor): Value
}

export function take(from: Cursor, count: number): Uint8Array {
  const end = from.at + count
  if (end > from.bytes.length) throw new RangeError('too few bytes')
  const taken = from.bytes.subarray(from.at, end)
  from.at = end
  return taken
}

export const BYTE: Shape<number> = {
  write: (value) => [value],
  read: (from) => take(from, 1)[0] ?? 0,
}

const UID_BYTES = 8
/** Most significant byte first. */
export const UID: Shape<TagUid> = {
  write: (uid) => [...Buffer.from(uid, 'hex')],
  read: (from) => tagUid(Buffer.from(take(from, UID_BYTES)).toString('hex').toUpperCase()),
}

/** No data at all. */
export const NOTHING: Shape<object> = { write: () => [], read: () => ({}) }

/** `lead` always the same, then `shape`. */
export const after = <Value>(lead: readonly number[], shape: Shape<Value>): Shape<Value> => ({
  write: (value) => [...lead, ...shape.write(value)],
  read: (from) => {
    const told = take(from, lead.length)
    if (lead.some((byte, at) => told[at] !== byte)) throw new RangeError('not as it should begin')
    return shape.read(from)
  },
})

/** All that is left. */
export const REST: Shape<Uint8Array> = {
  write: (value) => [...value],
  read: (from) => take(from, from.bytes.length - from.at).slice(),
}

/** How many, then each. */
export const counted = <Value>(each: Shape<Value>): Shape<readonly Value[]> => ({
  write: (values) => [values.length, ...values.flatMap((value) => [...each.write(value)])],
  read: (from) => Array.from({ length: BYTE.read(from) }, () => each.read(from)),
})

/** One after the other, in the order of their names. */
export function struct<Value extends object>(
  shapes: {
    readonly [Name in keyof Value]: Shape<Value[Name]>
  },
): Shape<Value> {
  const names = Object.keys(shapes) as (keyof Value)[]
  return {
    write: (value) => names.flatMap((name) => [...shapes[name].write(value[name])]),
    read: (from) => {
      const value: Partial<Value> = {}
      for (const name of names) value[name] = shapes[name].read(from)
      return value as Value
    },
  }
}
