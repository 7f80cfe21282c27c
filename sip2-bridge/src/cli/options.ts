import { parseArgs } from 'node:util'
import { CHARSETS, type Charset } from '../protocol/codec.ts'
import { UsageError } from './command.ts'

type Parsed<K extends string, S extends string, R extends string> = {
  readonly values: Readonly<Partial<Record<K, string>>> &
    Readonly<Partial<Record<S, boolean>>> &
    Readonly<Partial<Record<R, readonly string[]>>>
  readonly positionals: readonly string[]
}

/** Options with a value, switches without, and options that may stand several times. Throws UsageError for any other. */
export function readOptions<K extends string, S extends string = never, R extends string = never>(
  options: readonly string[],
  names: {
    readonly valued: readonly K[]
    readonly switches?: readonly S[]
    readonly repeated?: readonly R[]
    readonly positionalsMax: number
  },
): Parsed<K, S, R> {
  const entries = [
    ...names.valued.map((name) => [name, { type: 'string' }] as const),
    ...(names.switches ?? []).map((name) => [name, { type: 'boolean' }] as const),
    ...(names.repeated ?? []).map((name) => [name, { type: 'string', multiple: true }] as const),
  ]
  try {
    const { values, positionals } = parseArgs({
      args: [...options],
      options: Object.fromEntries(entries),
      allowPositionals: true,
    })
    // Not repeated: a message that was not put in quotes may hold a PIN.
    if (positionals.length > names.positionalsMax)
      throw new UsageError('too many words: put quotes around a message')
    return { values: values as Parsed<K, S, R>['values'], positionals }
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error)) throw error
    throw new UsageError(error.message)
  }
}

export function wholeNumber(name: string, text: string, max: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value > max) throw new UsageError(`--${name} takes a whole number up to ${max}`)
  return value
}

export function charsetOf(text: string): Charset {
  const charset = CHARSETS.find((known) => known === text)
  if (charset === undefined) throw new UsageError(`--charset takes one of ${CHARSETS.join(', ')}`)
  return charset
}
