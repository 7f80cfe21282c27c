/** Fixed structures of C as they lie in memory, each declared once for both directions; little endian. */

export interface Shape<Value> {
  readonly size: number
  write(value: Value, into: DataView, at: number): void
  read(from: DataView, at: number): Value
}

const LITTLE_ENDIAN = true

export const U32: Shape<number> = {
  size: 4,
  write: (value, into, at) => into.setUint32(at, value, LITTLE_ENDIAN),
  read: (from, at) => from.getUint32(at, LITTLE_ENDIAN),
}
export const I32: Shape<number> = {
  size: 4,
  write: (value, into, at) => into.setInt32(at, value, LITTLE_ENDIAN),
  read: (from, at) => from.getInt32(at, LITTLE_ENDIAN),
}

/** Text that ends with a nought, in a field of so many bytes; longer text is cut. */
export const text = (size: number): Shape<string> => ({
  size,
  write: (value, into, at) => {
    const bytes = Buffer.from(value, 'utf8').subarray(0, size - 1)
    bytes.forEach((byte, index) => {
      into.setUint8(at + index, byte)
    })
  },
  read: (from, at) => {
    const bytes = Buffer.from(from.buffer, from.byteOffset + at, size)
    const end = bytes.indexOf(0)
    return bytes.toString('utf8', 0, end < 0 ? size : end)
  },
})

/** Bytes whose length stands elsewhere. */
export const bytes = (size: number): Shape<Uint8Array> => ({
  size,
  write: (value, into, at) => {
    value.subarray(0, size).forEach((byte, index) => {
      into.setUint8(at + index, byte)
    })
  },
  read: (from, at) => new Uint8Array(from.buffer, from.byteOffset + at, size).slice(),
})

/** Fields one after the other, in the order of their names. */
export function struct<Value extends object>(
  shapes: {
    readonly [Name in keyof Value]: Shape<Value[Name]>
  },
): Shape<Value> {
  const names = Object.keys(shapes) as (keyof Value)[]
  const offsets = new Map<keyof Value, number>()
  let size = 0
  for (const name of names) {
    offsets.set(name, size)
    size += shapes[name].size
  }
  const at = (name: keyof Value) => offsets.get(name) ?? 0
  return {
    size,
    write: (value, into, from) => {
      for (const name of names) shapes[name].write(value[name], into, from + at(name))
    },
    read: (bytes, from) => {
      const value: Partial<Value> = {}
      for (const name of names) value[name] = shapes[name].read(bytes, from + at(name))
      return value as Value
    },
  }
}

export function encode<Value>(shape: Shape<Value>, value: Value): Uint8Array {
  const out = new Uint8Array(shape.size)
  shape.write(value, new DataView(out.buffer), 0)
  return out
}

/** Null where there are fewer bytes than the structure has. */
export function decode<Value>(shape: Shape<Value>, from: Uint8Array, at = 0): Value | null {
  if (from.length < at + shape.size) return null
  return shape.read(new DataView(from.buffer, from.byteOffset, from.byteLength), at)
}
