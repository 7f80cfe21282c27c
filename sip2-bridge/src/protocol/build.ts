/** Writing. Strict: what SIP2 cannot carry is refused before a byte is sent. */
import { type Charset, encode } from './charset.ts'
import { checksum } from './checksum.ts'
import type { Fields, MessageName } from './messages.ts'
import { PLAN_OF, type PlannedField } from './plan.ts'

/** Longest value of a field, in characters (SIP2 2.00, "Variable-length fields"). */
export const VALUE_MAX_CHARACTERS = 255

export class BuildError extends Error {
  readonly field: string
  constructor(field: string, reason: string) {
    super(`${field}: ${reason}`)
    this.name = 'BuildError'
    this.field = field
  }
}

export interface BuildOptions {
  /** 0 to 9: adds the error detection trailer. Null: none. */
  readonly sequence: number | null
  readonly charset?: Charset
  readonly terminator?: 'CR' | 'CRLF'
}

/**
 * Throws BuildError for a value with a pipe or a control character, of a wrong width, or too long. Messages without
 * fields (96, 97) carry a checksum but no sequence number (SIP2 2.00, "Request ACS Resend").
 */
export function buildMessage<N extends MessageName>(
  name: N,
  fields: Fields<N>,
  options: BuildOptions,
): Buffer {
  const plan = PLAN_OF.get(name)
  if (plan === undefined) throw new BuildError(name, 'no such message')
  const values: Readonly<Record<string, unknown>> = fields
  let text: string = plan.code
  for (const [fixed, width] of plan.fixed) {
    const value = textOf(fixed, values[fixed] ?? ' '.repeat(width))
    if (value.length !== width) throw new BuildError(fixed, `takes ${width} characters`)
    text += value
  }
  for (const field of plan.required) text += written(field, values[field.name] ?? '')
  for (const field of plan.optional) {
    const value = values[field.name]
    if (value !== undefined) text += written(field, value)
  }
  for (const field of plan.repeated) {
    const list = values[field.name]
    if (Array.isArray(list)) for (const value of list) text += written(field, value)
  }
  const end = options.terminator === 'CRLF' ? '\r\n' : '\r'
  const { charset = 'utf8' } = options
  if (options.sequence === null) return encode(text + end, charset)
  text += plan.fixed.length + plan.required.length === 0 ? 'AZ' : `AY${options.sequence % 10}AZ`
  const covered = encode(text, charset)
  return Buffer.concat([covered, Buffer.from(checksum(covered) + end, 'latin1')])
}

function written({ name, field }: PlannedField, raw: unknown): string {
  const value = textOf(name, raw)
  if (typeof field.kind === 'number' && value.length !== field.kind && value !== '') {
    throw new BuildError(name, `takes ${field.kind} characters`)
  }
  return `${field.id}${value}|`
}

/** Cannot be said: no escape exists for a pipe, and a control character would end or break the frame. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that break a frame
const UNSAYABLE = /[|\u0000-\u001f\u007f]/

function textOf(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new BuildError(name, 'is no text')
  if (value.length > VALUE_MAX_CHARACTERS)
    throw new BuildError(name, `takes ${VALUE_MAX_CHARACTERS} characters at most`)
  if (UNSAYABLE.test(value)) throw new BuildError(name, 'holds a pipe or a control character')
  return value
}
