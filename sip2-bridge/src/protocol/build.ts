/** Writing. Strict: what SIP2 cannot carry is refused before a byte is sent. */
import { type Charset, encode } from './charset.ts'
import { checksumOf } from './checksum.ts'
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
  let pipes = plan.required.length
  for (const field of plan.required) text += written(field, values[field.name] ?? '')
  for (const field of plan.optional) {
    const value = values[field.name]
    if (value === undefined) continue
    text += written(field, value)
    pipes++
  }
  for (const field of plan.repeated) {
    const list = values[field.name]
    if (!Array.isArray(list)) continue
    for (const value of list) text += written(field, value)
    pipes += list.length
  }
  const { charset = 'utf8', sequence } = options
  const end = options.terminator === 'CRLF' ? '\r\n' : '\r'
  if (sequence !== null) {
    text += plan.fixed.length + plan.required.length === 0 ? 'AZ' : `AY${sequence % 10}AZ`
    text += BLANK_CHECKSUM
  }
  const bytes = encode(text + end, charset)
  const covered = bytes.length - end.length - (sequence === null ? 0 : BLANK_CHECKSUM.length)
  const sum = sumOf(bytes, covered, pipes)
  if (sum < 0) throw unsayable(values)
  if (sequence !== null) bytes.write(checksumOf(sum), covered, 'latin1')
  return bytes
}

const BLANK_CHECKSUM = '0000'
const PIPE = 124
const DELETE = 127

/**
 * The sum of the first bytes, or -1 where more pipes than fields or a control character stand among them: one walk for
 * both is a third faster than looking at every value.
 */
function sumOf(bytes: Buffer, covered: number, pipes: number): number {
  let sum = 0
  let found = 0
  for (let at = 0; at < covered; at++) {
    const byte = bytes[at] ?? 0
    sum += byte
    if (byte < 32 || byte === DELETE) return -1
    if (byte === PIPE) found++
  }
  return found === pipes ? sum : -1
}

/** No escape exists for a pipe, and a control character would end or break the frame. */
function unsayable(values: Readonly<Record<string, unknown>>): BuildError {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that break a frame
  const breaking = /[|\u0000-\u001f\u007f]/
  const [name = 'message'] =
    Object.entries(values).find(([, value]) => [value].flat().some((text) => breaking.test(String(text)))) ??
    []
  return new BuildError(name, 'holds a pipe or a control character')
}

function written({ name, field }: PlannedField, raw: unknown): string {
  const value = textOf(name, raw)
  if (typeof field.kind === 'number' && value.length !== field.kind && value !== '') {
    throw new BuildError(name, `takes ${field.kind} characters`)
  }
  return `${field.id}${value}|`
}

function textOf(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new BuildError(name, 'is no text')
  if (value.length > VALUE_MAX_CHARACTERS)
    throw new BuildError(name, `takes ${VALUE_MAX_CHARACTERS} characters at most`)
  return value
}
