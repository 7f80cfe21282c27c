/** Text from a socket as a message of a known shape, or null: nothing else goes further. */
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'

export function reader<T extends TSchema>(schema: T): (text: string) => Static<T> | null {
  const validator = Compile(schema)
  return (text) => {
    try {
      const value: unknown = JSON.parse(text)
      return validator.Check(value) ? value : null
    } catch {
      return null
    }
  }
}
