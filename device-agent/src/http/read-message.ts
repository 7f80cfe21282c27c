/** Text from a socket, or the body of a request, as a message of a known shape, or null: nothing else goes further. */
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

export function reader<T extends TSchema>(schema: T): (text: string) => Static<T> | null {
  const check = checked(schema)
  return (text) => {
    try {
      return check(JSON.parse(text))
    } catch {
      return null
    }
  }
}

export function checked<T extends TSchema>(schema: T): (value: unknown) => Static<T> | null {
  const validator = Compile(schema)
  return (value) => (validator.Check(value) ? value : null)
}
